import { type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { daysBetween } from "../../store/days.ts";
import { facts, factsOfDayQuery } from "../../store/facts.ts";
import {
  FACTS_KEPT_ID,
  FOLD_CURSOR_ID,
  type FoldCursor,
  foldCursors,
  keptFacts,
  rollups,
  rollupsOfDayQuery,
  rollupsQuery,
} from "../../store/rollups.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { addFigures, noFigures } from "./figures.ts";
import { ALL_DAYS, countFact, fromStored, type Rollup, type Rollups, toStored } from "./rollup.ts";
import { parseSpamFacts, readSpamFacts, spamIdsOf } from "./spam.ts";

const PAGE_FACTS = 500;

/** Whether a fact had been folded when the cursor stood there. */
function isFolded(fact: QueryDocumentSnapshot, cursor: FoldCursor | null): boolean {
  if (cursor === null) return false;
  const { seconds, nanoseconds } = cursor.recordedAt;
  const at = (fact.get("recordedAt") as Timestamp).valueOf();
  const end = new Timestamp(seconds, nanoseconds).valueOf();
  return at < end || (at === end && fact.id <= cursor.factId);
}

async function countDay(day: string, cursor: FoldCursor | null, ctx: Context): Promise<Rollups> {
  const sums: Rollups = new Map();
  const said = (await readSpamFacts(ctx)).filter((doc) => isFolded(doc, cursor));
  const spamIds = spamIdsOf(parseSpamFacts(said));
  let page = factsOfDayQuery(ctx.db, day).limit(PAGE_FACTS);
  for (;;) {
    const { docs } = await page.get();
    const folded = docs.filter((doc) => isFolded(doc, cursor));
    for (const fact of facts.parseAll(folded)) if (!spamIds.has(fact.id)) countFact(sums, fact);
    const last = docs.at(-1);
    if (!last || docs.length < PAGE_FACTS) return sums;
    page = page.startAfter(last);
  }
}

/** @returns false when facts were folded meanwhile: the day has to be counted anew. */
async function unlessFolded(
  cursor: FoldCursor | null,
  change: (tx: Tx) => Promise<void>,
  ctx: Context,
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const now = await tx.find(foldCursors, FOLD_CURSOR_ID);
    if (JSON.stringify(now) !== JSON.stringify(cursor)) return false;
    await change(tx);
    return true;
  });
}

/** Makes the rollups of a day anew. @returns the agents that they name. */
async function rebuildDay(day: string, ctx: Context): Promise<string[]> {
  for (;;) {
    const cursor = await foldCursors.get(ctx.db, FOLD_CURSOR_ID);
    const sums = [...(await countDay(day, cursor, ctx)).values()].filter((sum) => sum.day === day);
    const agentIds = new Set(sums.filter(({ kind }) => kind === "agent").map(({ subjectId }) => subjectId));
    const write = async (tx: Tx) => {
      const before = await tx.get(rollupsOfDayQuery(ctx.db, day));
      for (const stored of rollups.parseAll(before.docs)) {
        if (stored.kind === "agent") agentIds.add(stored.subjectId);
      }
      const kept = new Set(sums.map(({ id }) => id));
      for (const doc of before.docs) if (!kept.has(doc.id)) tx.delete(doc.ref);
      for (const sum of sums) tx.set(rollups.ref(ctx.db, sum.id), toStored(sum));
    };
    if (await unlessFolded(cursor, write, ctx)) return [...agentIds];
  }
}

const FIRST_DAY = "0000-01-01";
const LAST_DAY = "9999-12-31";

/** An agent's sum of all times, from its days. */
async function rebuildAllDays(agentId: string, ctx: Context): Promise<void> {
  for (;;) {
    const cursor = await foldCursors.get(ctx.db, FOLD_CURSOR_ID);
    const range = { kind: "agent", subjectId: agentId, firstDay: FIRST_DAY, lastDay: LAST_DAY } as const;
    const days = (await rollups.find(rollupsQuery(ctx.db, range))).map(fromStored);
    const id = `agent-${agentId}-${ALL_DAYS}`;
    const whose = { kind: "agent", subjectId: agentId } as const;
    const sum: Rollup = { id, ...whose, day: ALL_DAYS, slots: new Map(), busy: [], accepting: [] };
    for (const [key, figures] of days.flatMap(({ slots }) => [...slots])) {
      const [, groupId] = key.split("|");
      const known = sum.slots.get(`0|${groupId}`) ?? noFigures();
      addFigures(known, figures);
      sum.slots.set(`0|${groupId}`, known);
    }
    const write = async (tx: Tx) => {
      tx.set(rollups.ref(ctx.db, id), toStored(sum));
    };
    if (await unlessFolded(cursor, write, ctx)) return;
  }
}

/**
 * Makes rollups anew from the facts, day by day, while chats go on and facts are folded. What has not been folded yet is
 * left to the fold. Safe to repeat, and to break off.
 * @param range UTC days, `yyyy-mm-dd`, both included.
 * @returns how many days were made.
 * @throws Error for days whose facts are kept no longer: nothing is changed then.
 */
export async function rebuildRollups(range: { from: string; to: string }, ctx: Context): Promise<number> {
  const kept = await keptFacts.get(ctx.db, FACTS_KEPT_ID);
  if (kept && range.from < kept.from) {
    throw new Error(`Facts are kept from ${kept.from} on: rollups of earlier days cannot be made anew.`);
  }
  const days = daysBetween(range.from, range.to);
  const agentIds = new Set<string>();
  for (const day of days) for (const id of await rebuildDay(day, ctx)) agentIds.add(id);
  for (const id of agentIds) await rebuildAllDays(id, ctx);
  return days.length;
}
