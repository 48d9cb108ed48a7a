import { Timestamp } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { DAY_MILLIS, dayOf } from "../../store/days.ts";
import { factsUntilQuery } from "../../store/facts.ts";
import { FACTS_KEPT_ID, FOLD_CURSOR_ID, foldCursors, keptFacts } from "../../store/rollups.ts";

/** Once an hour is enough, and looking costs a read. */
const AT_MINUTE = 17;
/** Deletes of one commit. */
const BATCH_FACTS = 400;
/** Of one run: years that are left over go within days. */
const MAX_BATCHES = 25;

/** Until when facts are old enough to go, and folded: nothing that no rollup holds is ever lost. */
async function endOfOld(ctx: Context): Promise<Timestamp | null> {
  const { factsKeptDays } = ctx.config;
  if (factsKeptDays === 0) return null;
  const old = ctx.now().getTime() - factsKeptDays * DAY_MILLIS;
  const cursor = await foldCursors.get(ctx.db, FOLD_CURSOR_ID);
  if (cursor === null) return null;
  const { seconds, nanoseconds } = cursor.recordedAt;
  const folded = new Timestamp(seconds, nanoseconds);
  return folded.toMillis() < old ? folded : Timestamp.fromMillis(old);
}

/** The day after: of this one and those that follow, no fact has gone. */
function dayAfter(end: Timestamp): string {
  return dayOf(new Date(end.toMillis() + DAY_MILLIS).toISOString());
}

/**
 * Deletes facts that are older than `FACTS_KEPT_DAYS`. What they made of the rollups stays, so reports of long ago are what
 * they were; their chats cannot be listed any more, and their days not be made anew.
 * @returns how many were deleted.
 */
export async function forgetFacts(ctx: Context): Promise<number> {
  const end = await endOfOld(ctx);
  if (end === null) return 0;
  let forgotten = 0;
  for (let i = 0; i < MAX_BATCHES; i += 1) {
    const { docs } = await factsUntilQuery(ctx.db, end).limit(BATCH_FACTS).get();
    if (docs.length === 0) break;
    const batch = ctx.db.batch();
    // Known before the first is gone: a rebuild of a day whose facts are not all there would lose what they counted.
    batch.set(keptFacts.ref(ctx.db, FACTS_KEPT_ID), { from: dayAfter(end) });
    for (const { ref } of docs) batch.delete(ref);
    await batch.commit();
    forgotten += docs.length;
  }
  return forgotten;
}

/** The same, in one minute of an hour: for a schedule that comes every minute. */
export async function forgetFactsHourly(ctx: Context): Promise<number> {
  return ctx.now().getUTCMinutes() === AT_MINUTE ? forgetFacts(ctx) : 0;
}
