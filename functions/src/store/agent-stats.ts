import type { Firestore, Query } from "firebase-admin/firestore";
import { FieldPath } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

const tally = z.number().default(0);

/** What an agent did before there were facts: read, and written no longer. Sums are in seconds; an average is a sum by its count. */
export const storedTotals = z.object({
  assigned: tally,
  closed: tally,
  transferredOut: tally,
  messagesSent: tally,
  firstResponseSeconds: tally,
  firstResponses: tally,
  handlingSeconds: tally,
  handled: tally,
});
export type StoredTotals = z.infer<typeof storedTotals>;

const storedMonth = z.object({ days: z.record(z.string(), storedTotals) });

/** An agent's facts of all time, by agent id. */
export const agentStats = defineCollection("agentStats", storedTotals);

const MONTHS = "months";

/** An agent's facts by UTC day: a document a month, so that a year is read with twelve reads. */
export const agentStatsMonths = defineCollection(MONTHS, storedMonth);

/** The months from `first` to `last` (`yyyy-mm`), both included; a missing bound is open. */
export function statsMonthsQuery(
  db: Firestore,
  agentId: string,
  { first, last }: { first?: string | undefined; last?: string | undefined },
): Query {
  let query: Query = agentStats.ref(db, agentId).collection(MONTHS);
  if (first !== undefined) query = query.where(FieldPath.documentId(), ">=", first);
  if (last !== undefined) query = query.where(FieldPath.documentId(), "<=", last);
  return query;
}
