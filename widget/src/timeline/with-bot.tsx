import { toChatError } from "@livechat/chat-client";
import { ConversationActs, isWithBot, type OpenChoices, openChoices } from "@livechat/chat-client/acts";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { View } from "../view.ts";

const TOUCH = "(pointer: coarse)";

/**
 * What has the focus here goes, by a click or because somebody else has the conversation: the composer has it then; on a
 * phone, where that would bring up the keyboard, the words above.
 */
function useFocusAfter<Element extends HTMLElement>() {
  const ref = useRef<Element>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    const panel = element?.closest(".panel");
    return () => {
      if (!element?.matches(":focus-within")) return;
      const next = matchMedia(TOUCH).matches ? ".scroller" : ".composer textarea";
      panel?.querySelector<HTMLElement>(next)?.focus();
    };
  }, []);
  return ref;
}

/** The answers that a bot offers. One click sends one, once: with it all of them are gone. */
function Choices({ view, open }: { view: View; open: OpenChoices }) {
  const group = useFocusAfter<HTMLFieldSetElement>();
  const isPicked = useRef(false);
  const pick = (optionId: string, label: string) => {
    if (isPicked.current) return;
    isPicked.current = true;
    view.chat.send(label, [], { optionId, inReplyTo: open.eventId });
  };
  return (
    <fieldset class="choices" aria-label={open.text} ref={group}>
      {open.options.map(({ id, label }) => (
        <button key={id} type="button" dir="auto" onClick={() => pick(id, label)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}

/** The way to people, whatever the bot does. */
function TalkToPerson({ view }: { view: View }) {
  const { chat, texts } = view;
  const button = useFocusAfter<HTMLButtonElement>();
  const [asks, setAsks] = useState(false);
  const ask = async () => {
    if (asks) return;
    setAsks(true);
    try {
      // The conversation says that it is done: the button goes with the bot.
      await new ConversationActs(chat).requestPerson();
    } catch (error) {
      chat.report(toChatError(error));
      setAsks(false);
    }
  };
  return (
    <button type="button" class="to-person" ref={button} aria-busy={asks} onClick={() => void ask()}>
      {texts.talkToPerson}
    </button>
  );
}

/** What a visitor can do while a bot has the conversation, beside writing. */
export function WithBot({ view }: { view: View }) {
  const { state } = view;
  if (!isWithBot(state)) return null;
  const open = openChoices(state);
  return (
    <>
      {open && <Choices key={open.eventId} {...{ view, open }} />}
      <TalkToPerson key={state.conversation?.activeThreadId} view={view} />
    </>
  );
}
