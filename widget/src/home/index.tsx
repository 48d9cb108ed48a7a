import type { VisitorChat } from "@livechat/chat-client";
import { ConversationActs } from "@livechat/chat-client/acts";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ConversationList, type Listed } from "../earlier/list.tsx";
import { hereOf, presenceOf } from "../presence.ts";
import { asksConsent, screenOf } from "../screen.ts";
import { recall, remember } from "../session-memory.ts";
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
  toChat(): void;
  /** There is nothing here beside the chat. */
  skipHome(): void;
  /** To an earlier conversation; null: to all of them. */
  toEarlier(id: string | null): void;
}

/** The last conversations, and one more if there are others. null until they are there, or could not be had. */
function useLast({ chat, state }: View, onNone: () => void): readonly Listed[] | null {
  const [list, setList] = useState<readonly Listed[] | null>(state.hasSession ? null : []);
  useEffect(() => {
    if (!state.hasSession) return undefined;
    let isOver = false;
    const show = (found: readonly Listed[]) => {
      if (isOver) return;
      setList(found);
      if (found.length === 0) onNone();
    };
    // The way back to the one that has ended needs no answer.
    const ended = state.conversation ? [state.conversation] : [];
    new ConversationActs(chat).list({ limit: SHOWN + 1, isWhole: true }).then(show, () => show(ended));
    return () => {
      isOver = true;
    };
  }, [chat]);
  return list;
}

/**
 * Begins a conversation with a question. Where something is asked of the visitor first, it is what they find in the field
 * after that.
 */
function ask(chat: VisitorChat, text: string): void {
  const state = chat.state.get();
  if (screenOf(state) === "chat" && !asksConsent(state)) chat.send(text);
  else remember("draft", [recall("draft"), text].filter(Boolean).join("\n"));
}

/** That somebody is there, unless the header says it. */
function Here({ view }: { view: View }) {
  const text = hereOf(view);
  if (!view.state.isAvailable || presenceOf(view) === text) return null;
  return (
    <p class="here">
      <span aria-hidden="true" />
      {text}
    </p>
  );
}

/** What the company has put here: questions, which begin a conversation, and links. */
function Entries({ view, onAsk }: { view: View; onAsk(text: string): void }) {
  const entries = view.state.config?.home?.entries ?? [];
  if (entries.length === 0) return null;
  return (
    <ul class="entries">
      {entries.map(({ id, text, url }) => (
        <li key={id}>
          {url === null ? (
            <button type="button" dir="auto" onClick={() => onAsk(text)}>
              {text}
            </button>
          ) : (
            <a href={url} target="_blank" rel="noopener noreferrer" dir="auto">
              {text}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

interface LastProps extends Pick<Props, "view" | "toEarlier"> {
  list: readonly Listed[];
  onShow(id: string): void;
}

function Last({ view, list, toEarlier, onShow }: LastProps) {
  const { texts } = view;
  return (
    <>
      <h3>{texts.earlier}</h3>
      <ConversationList {...{ view, onShow }} list={list.slice(0, SHOWN)} />
      {list.length > SHOWN && (
        <button type="button" class="quiet" onClick={() => toEarlier(null)}>
          {texts.more}
        </button>
      )}
    </>
  );
}
/** Where a visitor begins: who is there, a new conversation, what the company offers, and the last conversations. */
export function Home({ view, toChat, skipHome, toEarlier, children }: Props) {
  const { chat, state, texts } = view;
  const hasEntries = (state.config?.home?.entries.length ?? 0) > 0;
  // A home with one way on is none: straight into the chat.
  const list = useLast(view, () => hasEntries || skipHome());
  const home = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (home.current) adoptStyles(home.current, css);
  }, [list]);
  if (!list) return <div class="scroller" />;
  const name = chat.visitorName;
  /** A conversation that has ended is left for another one. */
  const begin = (text: string | null) => {
    if (chat.state.get().phase === "closed") chat.startAnew();
    if (text !== null) ask(chat, text);
    toChat();
  };
  return (
    <div class="scroller home" ref={home}>
      {name && <h3 dir="auto">{fill(texts.hello, { name })}</h3>}
      <Here view={view} />
      {children}
      <button type="button" class="primary" onClick={() => begin(null)}>
        {texts.writeToUs}
      </button>
      <Entries view={view} onAsk={begin} />
      {list.length > 0 && (
        <Last
          {...{ view, list, toEarlier }}
          onShow={(id) => (id === state.conversationId ? toChat() : toEarlier(id))}
        />
      )}
    </div>
  );
}
