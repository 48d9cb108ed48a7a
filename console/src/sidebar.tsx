import type { AgentClient, AgentState, LiveConversation } from "@livechat/chat-client";
import { since, useNow } from "./use-now.ts";
import { nameOf, useVisitor } from "./use-visitor.ts";

interface Props {
  desk: AgentClient;
  state: AgentState;
  openId: string | null;
  onOpen(id: string): void;
}

interface RowProps {
  desk: AgentClient;
  conversation: LiveConversation;
  isOpen: boolean;
  now: number;
  onOpen(id: string): void;
}

function OwnRow({ desk, conversation, isOpen, now, onOpen }: RowProps) {
  const { id, visitorId, lastMessage, updatedAt } = conversation;
  const visitor = useVisitor(desk, visitorId);
  const awaits = lastMessage?.authorType === "visitor";
  return (
    <li>
      <button
        type="button"
        class={`row ${awaits ? "awaits" : ""}`}
        aria-current={isOpen}
        onClick={() => onOpen(id)}
      >
        <span class="name" dir="auto">
          {nameOf(visitor, visitorId)}
        </span>
        <time dateTime={updatedAt}>{since(updatedAt, now)}</time>
        <span class="preview" dir="auto">
          {lastMessage?.text ?? "No message yet"}
        </span>
        {awaits && <span class="dot" role="img" aria-label="waits for an answer" />}
      </button>
    </li>
  );
}

/** How long somebody has waited: "has just come", "waits 5 min". */
function waitOf(queuedAt: string, now: number): string {
  const time = since(queuedAt, now);
  return time === "now" ? "has just come" : `waits ${time}`;
}

function WaitingRow({ desk, conversation, isOpen, now, onOpen }: RowProps) {
  const { id, lastMessage, queue } = conversation;
  const claim = async () => {
    if (await desk.claim(id)) onOpen(id);
  };
  return (
    <li class="waiting">
      <button type="button" class="row" aria-current={isOpen} onClick={() => onOpen(id)}>
        <span class="preview" dir="auto">
          {lastMessage?.text ?? "No message yet"}
        </span>
        {queue && <time dateTime={queue.queuedAt}>{waitOf(queue.queuedAt, now)}</time>}
      </button>
      <button
        type="button"
        class="claim"
        aria-label={`Claim: ${lastMessage?.text ?? "no message yet"}`}
        onClick={() => void claim()}
      >
        Claim
      </button>
    </li>
  );
}

/** Own conversations, then who waits in each group. */
export function Sidebar({ desk, state, openId, onOpen }: Props) {
  const now = useNow();
  const { mine, waiting, groups } = state;
  const row = (conversation: LiveConversation) => ({
    desk,
    conversation,
    isOpen: conversation.id === openId,
    now,
    onOpen,
  });
  return (
    <nav class="sidebar" aria-label="Conversations">
      <section>
        <h2>
          Mine <span class="count">{mine.length}</span>
        </h2>
        <ul>
          {mine.map((conversation) => (
            <OwnRow key={conversation.id} {...row(conversation)} />
          ))}
        </ul>
        {mine.length === 0 && <p class="empty">No conversations. New ones appear here.</p>}
      </section>
      {groups
        .filter(({ id }) => waiting[id])
        .map(({ id, name }) => (
          <section key={id} aria-label={`Queue of ${name}`}>
            <h2>
              {name} <span class="count">{waiting[id]?.length}</span>
            </h2>
            <ul>
              {waiting[id]?.map((conversation) => (
                <WaitingRow key={conversation.id} {...row(conversation)} />
              ))}
            </ul>
            {waiting[id]?.length === 0 && <p class="empty">Nobody waits.</p>}
          </section>
        ))}
    </nav>
  );
}
