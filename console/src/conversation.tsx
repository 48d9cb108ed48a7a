import type { AgentClient, AgentState, ConversationView, LiveConversation } from "@livechat/chat-client";
import { useStore } from "@nanostores/preact";
import { useCallback } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { Timeline } from "./timeline.tsx";
import { Transfer } from "./transfer.tsx";
import { nameOf, useVisitor } from "./use-visitor.ts";

interface Props {
  desk: AgentClient;
  state: AgentState;
  room: ConversationView;
  /** Back to the list, where the window is too narrow for both. */
  onLeave(): void;
}

const STATUSES = { pending: "Waiting", active: "Active", closed: "Closed" } as const;

/** Why this agent cannot write here; null when it can. */
function refusalOf(conversation: LiveConversation | null, me: AgentState["me"]): string | null {
  if (!conversation || !me) return "Loading…";
  if (conversation.status === "closed") return "The conversation is closed.";
  if (conversation.assignedAgentId === me.id || me.role !== "agent") return null;
  return conversation.status === "pending"
    ? "Claim the conversation to answer."
    : "Another agent answers here.";
}

function Actions({
  desk,
  state,
  conversation,
}: {
  desk: AgentClient;
  state: AgentState;
  conversation: LiveConversation;
}) {
  const { id, status, assignedAgentId } = conversation;
  const mayAct = assignedAgentId === state.me?.id || state.me?.role !== "agent";
  return (
    <div class="actions">
      {status === "pending" && (
        <button type="button" class="primary" onClick={() => void desk.claim(id)}>
          Claim
        </button>
      )}
      {status === "active" && mayAct && <Transfer desk={desk} state={state} conversationId={id} />}
      {status !== "closed" && mayAct && (
        <button type="button" onClick={() => void desk.closeConversation(id)}>
          Close
        </button>
      )}
      {status === "closed" && (
        <button type="button" onClick={() => void desk.reopen(id)}>
          Reopen
        </button>
      )}
    </div>
  );
}

/** One conversation: who, what was said, what can be done. */
export function Conversation({ desk, state, room, onLeave }: Props) {
  const shown = useStore(room.state);
  const { conversation, refused } = shown;
  const visitor = useVisitor(desk, conversation?.visitorId ?? null);
  const name = nameOf(visitor, conversation?.visitorId ?? "");
  const seen = useCallback(() => room.seen(), [room]);

  if (refused) {
    return (
      <section class="conversation gone">
        <p role="alert">You have no access to this conversation any more.</p>
        <button type="button" onClick={onLeave}>
          All conversations
        </button>
      </section>
    );
  }
  const agentName = (id: string | null) => state.agents.find((agent) => agent.id === id)?.name ?? "Agent";
  const owner = conversation?.assignedAgentId;
  return (
    <section class="conversation" aria-label={`Conversation with ${name}`}>
      <header>
        <button type="button" class="back" aria-label="All conversations" onClick={onLeave}>
          ‹
        </button>
        <div class="who">
          <h2 dir="auto">{name}</h2>
          <p>
            {conversation ? STATUSES[conversation.status] : "Loading…"}
            {owner && ` · ${agentName(owner)}`}
            {visitor?.email && visitor.name && ` · ${visitor.email}`}
            {visitor?.locale && ` · ${visitor.locale}`}
          </p>
        </div>
        {conversation && <Actions desk={desk} state={state} conversation={conversation} />}
      </header>
      <Timeline desk={desk} state={shown} visitorName={name} onSeen={seen} agentName={agentName} />
      <Composer
        conversationId={room.conversationId}
        refusal={refusalOf(conversation, state.me)}
        onTyping={() => room.typing()}
        onSend={(text, visibility) => desk.send(room.conversationId, text, visibility)}
      />
    </section>
  );
}
