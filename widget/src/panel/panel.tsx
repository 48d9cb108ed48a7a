import type { VisitorChat } from "@livechat/chat-client";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type Language, withReplaced } from "../texts/index.ts";
import { useStore } from "../use-store.ts";
import { useUniqueId } from "../use-unique-id.ts";
import type { View } from "../view.ts";
import { Banner } from "./banner.tsx";
import { ChatScreen, offersFiles } from "./chat-screen.tsx";
import { Frame } from "./frame.tsx";
import { Header } from "./header.tsx";
import { screenOf } from "./screen.ts";
import { useParts } from "./use-parts.ts";
import { usePlace } from "./use-place.ts";

interface Props {
  chat: VisitorChat;
  /** Where the API answers: an origin, or "" for the page's own. */
  api: string;
  isOpen: boolean;
  /** Not where it was open on the page before: the focus stays where the page has it. */
  takesFocus: boolean;
  language: Language;
  locale: string;
  onClose(): void;
}

/** What opens takes the focus: the field, but on a phone the panel, because a keyboard would cover the welcome. */
function useFocus(isTaken: boolean, panel: RefObject<HTMLElement>, input: RefObject<HTMLElement>): void {
  useEffect(() => {
    if (!isTaken) return;
    if (matchMedia("(pointer: coarse)").matches) panel.current?.focus();
    else (input.current ?? panel.current)?.focus();
  }, [isTaken]);
}

function useView({ chat, api, language, locale }: Props): View {
  const state = useStore(chat.state);
  const own = state.config?.texts;
  const texts = useMemo(() => withReplaced(language.panel, own), [language, own]);
  return { chat, api, state, language, texts, locale };
}

/** The chat's window. */
export function Panel(props: Props) {
  const { chat, isOpen, takesFocus, onClose } = props;
  const view = useView(props);
  const { state } = view;
  const panel = useRef<HTMLElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const title = useUniqueId();
  const way = usePlace(input);
  const { place, onBack } = way;
  const needed = { isOpen, forms: screenOf(state) !== "chat", earlier: place.kind === "earlier" };
  const parts = useParts(chat, panel, needed);
  const { conversation, earlier, attaching } = parts;
  useFocus(isOpen && takesFocus, panel, input);
  const onAnew = () => {
    chat.startAnew();
    way.toChat();
  };
  const onTranscript = () => void conversation?.saveTranscript(view);
  const onEnd = () => {
    void chat.end();
    input.current?.focus();
  };
  const onEarlier = () => way.toEarlier(null);
  const onFiles = !onBack && offersFiles(view) ? attaching.add : null;
  return (
    <>
      {conversation && <conversation.Announcer view={view} isOpen={isOpen} />}
      {conversation && <conversation.Warning view={view} />}
      <Frame {...{ view, panel, title, isOpen, onFiles, onClose }}>
        <Header id={title} {...{ view, onBack, onClose }} parts={conversation}>
          {conversation && !onBack && (
            <conversation.Tools {...{ view, onTranscript, onAnew, onEarlier, onEnd }} />
          )}
        </Header>
        <Banner view={view} />
        {place.kind === "chat" ? (
          <ChatScreen {...{ view, parts, isOpen, input, onAnew, onTranscript }} />
        ) : (
          earlier && <earlier.Earlier view={view} shown={place.id} onShow={way.toEarlier} />
        )}
      </Frame>
    </>
  );
}
