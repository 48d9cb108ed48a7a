import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** The finest that reports tell apart: zones differ from UTC by whole quarter hours. */
export const SLOT_MILLIS = 15 * 60_000;

export type RollupKind = "group" | "agent" | "tag";

const storedRollup = z.object({
  id: z.string(),
  kind: z.enum(["group", "agent", "tag"]),
  subjectId: z.string(),
  /** UTC, `yyyy-mm-dd`; `all` for an agent's sum of all times. */
  day: z.string(),
  /** By quarter hour and group: `36|<group id>` to figures as text. */
  slots: z.record(z.string(), z.string()),
  /** When an agent had a chat, and when it accepted chats: from, to, from, to ... in milliseconds since 1970. */
  busy: z.array(z.number()),
  accepting: z.array(z.number()),
});
export type StoredRollup = z.infer<typeof storedRollup>;

/** Sums of facts, made anew from them at any time. */
export const rollups = defineCollection("rollups", storedRollup);

export function rollupId(kind: RollupKind, subjectId: string, day: string): string {
  return `${kind}-${subjectId}-${day}`;
}

export interface RollupRange {
  readonly kind: RollupKind;
  /** All of them unless given. */
  readonly subjectId?: string | undefined;
  readonly firstDay: string;
  readonly lastDay: string;
}

export function rollupsQuery(db: Firestore, { kind, subjectId, firstDay, lastDay }: RollupRange): Query {
  const all = rollups.all(db).where("kind", "==", kind);
  const some = subjectId === undefined ? all : all.where("subjectId", "==", subjectId);
  return some.where("day", ">=", firstDay).where("day", "<=", lastDay);
}

export function rollupsOfDayQuery(db: Firestore, day: string): Query {
  return rollups.all(db).where("day", "==", day);
}

const storedCursor = z.object({
  /** The last fact that was folded: all before it were, none after it was. */
  recordedAt: z.object({ seconds: z.number(), nanoseconds: z.number() }),
  factId: z.string(),
});
export type FoldCursor = z.infer<typeof storedCursor>;

/** How far facts have been folded into rollups: one document. */
export const foldCursors = defineCollection("rollupCursors", storedCursor);
export const FOLD_CURSOR_ID = "facts";

/** From which UTC day on all facts are there, beside the cursor: rollups of earlier days cannot be made anew. */
export const keptFacts = defineCollection("rollupCursors", z.object({ from: z.string() }));
export const FACTS_KEPT_ID = "kept";
