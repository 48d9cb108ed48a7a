import {
  type AggregateField,
  type AggregateQuery,
  type AggregateQuerySnapshot,
  FieldValue,
  type Transaction,
} from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { agentStats, type StoredFacts, statsMonthRef } from "../store/agent-stats.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { eventsOf } from "../store/events.ts";

/** How an agent's ownership of a conversation ended. `requeued`: taken away by a deadline, a lapse or a deletion. */
export type OwnershipEnd = "closed" | "transferred_out" | "requeued";

export interface EndedOwnership {
  /** The conversation as the transaction read it, still with its owner. */
  conversation: StoredConversation;
  /** How many messages the owner has written since taking over: see `countOwnMessages`. */
  messagesSent: number;
  end: OwnershipEnd;
}

type Added = Partial<StoredFacts>;

/** The UTC day of an RFC 3339 time, `yyyy-mm-dd`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

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

/**
 * What the present owner has done in a conversation so far. A first response counts for the agent who gave it, from
 * the moment the conversation was assigned to them.
 */
export function ownershipFacts(conversation: StoredConversation, messagesSent: number): Added {
  const { assignedAt, assignedAgentId, firstResponseAt } = conversation;
  if (assignedAgentId === null || assignedAt === null) return {};
  const since = firstResponseAt !== null && Date.parse(firstResponseAt) >= Date.parse(assignedAt);
  const answered = since && messagesSent > 0;
  return {
    messagesSent,
    ...(answered && {
      firstResponses: 1,
      firstResponseSeconds: secondsBetween(assignedAt, firstResponseAt),
    }),
  };
}

function increments(added: Added): Record<string, FieldValue> {
  const changed = Object.entries(added).filter(([, value]) => value !== 0);
  return Object.fromEntries(changed.map(([name, value]) => [name, FieldValue.increment(value)]));
}

/** Adds facts to an agent's totals and days: one write each for the totals and for every month touched. */
function add(tx: Transaction, ctx: Context, agentId: string, byDay: ReadonlyMap<string, Added>): void {
  const total: Record<string, number> = {};
  const months = new Map<string, Record<string, unknown>>();
  for (const [day, added] of byDay) {
    for (const [name, value] of Object.entries(added)) total[name] = (total[name] ?? 0) + value;
    const month = day.slice(0, 7);
    months.set(month, { ...months.get(month), [day]: increments(added) });
  }
  tx.set(agentStats.ref(ctx.db, agentId), increments(total), { merge: true });
  for (const [month, days] of months) {
    tx.set(statsMonthRef(ctx.db, agentId, month), { days }, { merge: true });
  }
}

/**
 * Adds what an agent did as owner to the agent's statistics, in the transaction that ends the ownership (close,
 * transfer, requeue). Only writes (two, or three at the turn of a month), so call it after the transaction's reads;
 * what the owner wrote is counted before. Does nothing for a conversation without
 * an owner. An assignment counts on the day it was made, everything else on the day the ownership ends.
 */
export function foldOwnership(
  tx: Transaction,
  ctx: Context,
  { conversation, messagesSent, end }: EndedOwnership,
): void {
  const { assignedAgentId, assignedAt } = conversation;
  if (assignedAgentId === null || assignedAt === null) return;
  const now = ctx.now().toISOString();
  const atEnd: Added = {
    ...ownershipFacts(conversation, messagesSent),
    handled: 1,
    handlingSeconds: secondsBetween(assignedAt, now),
    ...(end === "closed" && { closed: 1 }),
    ...(end === "transferred_out" && { transferredOut: 1 }),
  };
  const byDay = new Map<string, Added>([[dayOf(now), atEnd]]);
  const assignedDay = dayOf(assignedAt);
  byDay.set(assignedDay, { ...byDay.get(assignedDay), assigned: 1 });
  add(tx, ctx, assignedAgentId, byDay);
}

/** Counts a message by someone who does not own the conversation (a supervisor's): two more writes. */
export function countForeignMessage(tx: Transaction, ctx: Context, agentId: string): void {
  add(tx, ctx, agentId, new Map([[dayOf(ctx.now().toISOString()), { messagesSent: 1 }]]));
}
