import { ConversationActs } from "@livechat/chat-client/acts";
import type { Conversation } from "@livechat/contract";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Row } from "../conversation/earlier.tsx";
import { presenceOf } from "../presence.ts";
import { adoptStyles } from "../styles.ts";
import { fill } from "../texts/index.ts";
import type { View } from "../view.ts";
import css from "./home.css?inline";

/** So many of the earlier conversations stand here; behind them is the way to all. */
const SHOWN = 3;

interface Props {
  view: View;
  /** What is said to whoever has not written yet. */
  children: ComponentChildren;
  onChat(): void;
  /** There is nothing here beside the chat. */
  onNone(): void;
  /** To an earlier conversation; null: to all of them. */
  onEarlier(id: string | null): void;
}

/** The last conversations, and one more if there are others. null until they are there. */
function useLast({ view, onNone }: Pick<Props, "view" | "onNone">): Conversation[] | null {
  const { chat } = view;
  const [list, setList] = useState<Conversation[] | null>(null);
  useEffect(() => {
    let isOver = false;
    // A home with one way on is none: straight into the chat.
    const show = (found: Conversation[]) => {
      if (isOver) return;
      if (found.length === 0) onNone();
      else setList(found);
    };
    new ConversationActs(chat).list(SHOWN + 1).then(show, () => show([]));
    return () => {
      isOver = true;
    };
  }, [chat]);
  return list;
}

/** Where a visitor begins who has been here before: who is there, a new conversation, and the last ones. */
export function Home({ view, onChat, onNone, onEarlier, children }: Props) {
  const { chat, state, texts } = view;
  const list = useLast({ view, onNone });
  const home = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (home.current) adoptStyles(home.current, css);
  }, [list]);
  if (!list) return <div class="scroller" />;
  const name = chat.visitorName;
  return (
    <div class="scroller home" ref={home}>
      {name && <h3 dir="auto">{fill(texts.hello, { name })}</h3>}
      {state.isAvailable && presenceOf(view) !== texts.teamHere && (
        <p class="here">
          <span aria-hidden="true" />
          {texts.teamHere}
        </p>
      )}
      {children}
      <button type="button" class="primary" onClick={onChat}>
        {texts.writeToUs}
      </button>
      <h3>{texts.earlier}</h3>
      <ul class="conversations">
        {list.slice(0, SHOWN).map((conversation) => (
          <Row key={conversation.id} {...{ conversation, view }} onShow={() => onEarlier(conversation.id)} />
        ))}
      </ul>
      {list.length > SHOWN && (
        <button type="button" class="quiet" onClick={() => onEarlier(null)}>
          {texts.more}
        </button>
      )}
    </div>
  );
}
