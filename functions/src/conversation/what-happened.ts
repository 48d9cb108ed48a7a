import type { OccurrenceType } from "@livechat/contract";
import type { StoredConversation } from "../store/conversations.ts";

type State = Pick<StoredConversation, "status" | "groupId" | "assignedAgentId" | "queue">;

export interface Change {
  /** null: the conversation is new. */
  readonly before: State | null;
  readonly after: State;
  /** Whether somebody transferred it: to another owner or into another queue. */
  readonly isTransfer: boolean;
}

/** What begins: told before the messages that came with it. */
function beginnings({ before, after }: Change): OccurrenceType[] {
  if (before === null) return ["conversation.created"];
  return before.status === "closed" && after.status !== "closed" ? ["conversation.reopened"] : [];
}

/** A conversation in which its visitor has not written yet is pending and in no queue. */
function waits(state: State | null): boolean {
  return state?.status === "pending" && state.queue !== null;
}

function ownerOf(state: State | null): string | null {
  return state?.status === "active" || state?.status === "snoozed" ? state.assignedAgentId : null;
}

/** What became of the conversation: told after the messages that came with it. */
function results({ before, after, isTransfer }: Change): OccurrenceType[] {
  const [formerOwner, owner] = [ownerOf(before), ownerOf(after)];
  const isQueued = waits(after) && (!waits(before) || before?.groupId !== after.groupId);
  const isClosed = after.status === "closed" && before?.status !== "closed";
  return [
    ...(isTransfer ? (["conversation.transferred"] as const) : []),
    ...(formerOwner !== null && after.status === "pending" ? (["conversation.unassigned"] as const) : []),
    ...(isQueued ? (["conversation.queued"] as const) : []),
    ...(owner !== null && owner !== formerOwner ? (["conversation.assigned"] as const) : []),
    ...(isClosed ? (["conversation.closed"] as const) : []),
  ];
}

/** What a change of a conversation means to those who follow it. Pure. */
export function whatHappened(change: Change): {
  beginnings: readonly OccurrenceType[];
  results: readonly OccurrenceType[];
} {
  return { beginnings: beginnings(change), results: results(change) };
}
