import type { VisitorState } from "@livechat/chat-client";
import type { Event as ChatEvent } from "@livechat/contract";
import type { Emit } from "../commands.ts";

/** Tells the host page what has happened between two states. `known`: the conversation that was there before the page. */
export function report(
  before: VisitorState,
  now: VisitorState,
  { emit, known }: { emit: Emit; known: string | null },
) {
  const { conversationId } = now;
  const isNew = conversationId !== before.conversationId && conversationId !== known;
  if (conversationId !== null && isNew) emit("conversationStarted", { conversationId });
  const hasEnded = now.phase === "closed" && (before.phase === "waiting" || before.phase === "active");
  if (conversationId !== null && hasEnded) emit("conversationEnded", { conversationId });
  reportRating(before, now, emit);
  if (now.phase !== before.phase) emit("statusChanged", now.phase);
  if (now.unread !== before.unread) emit("unread", now.unread);
  const { error } = now;
  if (error && error !== before.error) emit("error", { type: error.type, message: error.message });
}

function reportRating(before: VisitorState, { conversation }: VisitorState, emit: Emit): void {
  const rating = conversation?.rating;
  const isSame = conversation?.id === before.conversation?.id;
  const [was, is] = [JSON.stringify(before.conversation?.rating ?? null), JSON.stringify(rating ?? null)];
  if (!rating || !isSame || was === is) return;
  emit("rated", { conversationId: conversation.id, score: rating.score, comment: rating.comment });
}

/** Tells the host page of one event of the conversation that has just come. */
export function announce(
  { type, systemType, id, text, authorType, createdAt, metadata }: ChatEvent,
  emit: Emit,
): void {
  if (type === "message" || type === "choices") emit("message", { id, text, authorType, createdAt });
  if (systemType === "agent_joined")
    emit("agentJoined", { id: String(metadata.agentId), name: String(metadata.agentName ?? "") });
}
