import type { Conversation } from "@livechat/contract";
import { useLayoutEffect, useRef } from "preact/hooks";
import { dayOf, timeOf } from "../dates.ts";
import { adoptStyles } from "../styles.ts";
import type { View } from "../view.ts";
import css from "./list.css?inline";

/** What a list of conversations shows of each. */
export type Listed = Pick<Conversation, "id" | "lastMessage" | "subject" | "createdAt">;

interface Props {
  view: View;
  list: readonly Listed[];
  onShow(id: string): void;
}

/** The visitor's conversations: when each was, and what it was about. */
export function ConversationList({ view, list, onShow }: Props) {
  const conversations = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    if (conversations.current) adoptStyles(conversations.current, css);
  }, []);
  return (
    <ul class="conversations" ref={conversations}>
      {list.map((conversation) => (
        <Row key={conversation.id} {...{ conversation, view, onShow }} />
      ))}
    </ul>
  );
}

function Row({ conversation, view, onShow }: Omit<Props, "list"> & { conversation: Listed }) {
  const { locale, now } = view;
  const { id, lastMessage, subject, createdAt } = conversation;
  const at = Date.parse(lastMessage?.createdAt ?? createdAt);
  return (
    <li>
      <button type="button" onClick={() => onShow(id)}>
        <time dateTime={new Date(at).toISOString()}>
          {dayOf(at, locale, now)}, {timeOf(at, locale)}
        </time>
        <span dir="auto">{subject ?? lastMessage?.text ?? ""}</span>
      </button>
    </li>
  );
}
