import type { QueryDocumentSnapshot } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { dayOf, daysBetween } from "../../store/days.ts";
import { facts, factsOfDayQuery } from "../../store/facts.ts";
import {
  FOLD_CURSOR_ID,
  foldCursors,
  type RollupKind,
  rollups,
  rollupsQuery,
  SLOT_MILLIS,
} from "../../store/rollups.ts";
import type { Held } from "./figures.ts";
import { factsAfter } from "./fold-facts.ts";
import {
  ALL_DAYS,
  countAll,
  countFact,
  type FactsToCount,
  fromStored,
  type Rollup,
  type Rollups,
  rollupIdsOf,
} from "./rollup.ts";
import { parseSpamFacts, readSpamFacts, spamIdsOf, withNamed } from "./spam.ts";

/** What a report is about: everything, or what all of these filters let through. */
export interface ReportFilter {
  readonly groupId: string | null;
  readonly agentId: string | null;
  readonly tagId: string | null;
}

/** Milliseconds since 1970, on whole quarter hours; `to` itself is outside. */
export interface ReportRange {
  readonly from: number;
  readonly to: number;
}

/** Far more than come within the fold's lag. */
const MAX_UNFOLDED = 5_000;

/** Facts that no rollup holds yet: at most those of the last minutes. */
export async function readUnfolded(ctx: Context): Promise<FactsToCount> {
  const cursor = await foldCursors.get(ctx.db, FOLD_CURSOR_ID);
  return withNamed(await facts.find(factsAfter(cursor, ctx).limit(MAX_UNFOLDED)), ctx);
}

interface Asked {
  readonly kind: RollupKind;
  readonly subjectId: string | undefined;
  readonly range: ReportRange;
}

const dayAt = (millis: number): string => dayOf(new Date(millis).toISOString());

/** A rollup to be summed. */
export interface HeldRollup extends Pick<Rollup, "subjectId" | "day" | "busy" | "accepting"> {
  readonly slots: ReadonlyMap<string, Held>;
}

/** The rollups of a kind, with what has not been folded yet. One read a document, and one for each unfolded fact. */
export async function readRollups({ kind, subjectId, range }: Asked, ctx: Context): Promise<HeldRollup[]> {
  const [firstDay, lastDay] = [dayAt(range.from), dayAt(range.to - 1)];
  const query = rollupsQuery(ctx.db, { kind, subjectId, firstDay, lastDay });
  const [stored, unfolded] = await Promise.all([rollups.find(query), readUnfolded(ctx)]);
  const isCounted = new Set(rollupIdsOf(unfolded));
  const changed = stored.filter(({ id }) => isCounted.has(id));
  const others = stored.filter(({ id }) => !isCounted.has(id));
  const sums: Rollups = new Map(changed.map((one) => [one.id, fromStored(one)]));
  countAll(sums, unfolded);
  const counted = [...sums.values()].filter(
    (sum) =>
      sum.kind === kind &&
      (subjectId === undefined || sum.subjectId === subjectId) &&
      sum.day !== ALL_DAYS &&
      sum.day >= firstDay &&
      sum.day <= lastDay,
  );
  return [...others.map((one) => ({ ...one, slots: new Map(Object.entries(one.slots)) })), ...counted];
}

/** Counted from the facts themselves, where no rollup has both an agent and a tag. */
async function countFacts(filter: ReportFilter, range: ReportRange, ctx: Context): Promise<Rollup[]> {
  const sums: Rollups = new Map();
  const seen = spamIdsOf(parseSpamFacts(await readSpamFacts(ctx)));
  for (const day of daysBetween(dayAt(range.from), dayAt(range.to - 1))) {
    const { docs } = await factsOfDayQuery(ctx.db, day).get();
    const fresh = docs.filter((doc: QueryDocumentSnapshot) => !seen.has(doc.id));
    for (const doc of fresh) seen.add(doc.id);
    for (const fact of facts.parseAll(fresh)) {
      const hasTag = "tagIds" in fact && filter.tagId !== null && fact.tagIds.includes(filter.tagId);
      if (hasTag && fact.agentId === filter.agentId) countFact(sums, fact);
    }
  }
  return [...sums.values()].filter(({ kind, subjectId }) => kind === "agent" && subjectId === filter.agentId);
}

async function rollupsFor(filter: ReportFilter, range: ReportRange, ctx: Context): Promise<HeldRollup[]> {
  const { agentId, tagId, groupId } = filter;
  if (agentId !== null && tagId !== null) return countFacts(filter, range, ctx);
  if (agentId !== null) return readRollups({ kind: "agent", subjectId: agentId, range }, ctx);
  if (tagId !== null) return readRollups({ kind: "tag", subjectId: tagId, range }, ctx);
  return readRollups({ kind: "group", subjectId: groupId ?? undefined, range }, ctx);
}

/** Figures of a quarter hour. */
export interface SlotFigures {
  readonly subjectId: string;
  readonly at: number;
  readonly figures: Held;
}

/** The figures of rollups by quarter hour, cut to the range and to a group. */
export function slotsOf(
  list: readonly HeldRollup[],
  { from, to }: ReportRange,
  groupId: string | null,
): SlotFigures[] {
  return list.flatMap(({ day, subjectId, slots }) =>
    [...slots].flatMap(([key, figures]) => {
      const [slot, group] = key.split("|");
      const at = Date.parse(day) + Number(slot) * SLOT_MILLIS;
      const isAsked = at >= from && at < to && (groupId === null || group === groupId);
      return isAsked ? [{ subjectId, at, figures }] : [];
    }),
  );
}

/** What happened in a range, by quarter hour. At most one document a day for a group, an agent or a tag. */
export async function readFigures(
  filter: ReportFilter,
  range: ReportRange,
  ctx: Context,
): Promise<SlotFigures[]> {
  return slotsOf(await rollupsFor(filter, range, ctx), range, filter.groupId);
}
