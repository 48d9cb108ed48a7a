import type { AggregateField, AggregateQuery, AggregateQuerySnapshot } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { eventsOf } from "../store/events.ts";

/**
 * Counts what the owner has written since taking over, notes included. Each owner has a thread of their own, so nothing
 * has to be kept for it in the conversation, where the visitor could see the number of notes grow. One read for each
 * 1,000 messages.
 */
export async function countOwnMessages(
  { activeThreadId, assignedAgentId }: StoredConversation,
  reader: CountReader,
  ctx: Context,
): Promise<number> {
  if (activeThreadId === null || assignedAgentId === null) return 0;
  const own = eventsOf(ctx.db, activeThreadId).where("authorId", "==", assignedAgentId);
  return (await reader.get(own.count())).data().count;
}

type Counted = { count: AggregateField<number> };

/** Counts in a transaction, or as it is now. */
export interface CountReader {
  get(query: AggregateQuery<Counted>): Promise<AggregateQuerySnapshot<Counted>>;
}

/** Counts outside of any transaction. */
export const OUTSIDE: CountReader = { get: (query) => query.get() };
