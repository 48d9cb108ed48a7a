import { FieldPath, type Query, type QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { facts } from "../../store/facts.ts";
import { FOLD_CURSOR_ID, type FoldCursor, foldCursors, rollups } from "../../store/rollups.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { countAll, type FactsToCount, fromStored, type Rollups, rollupIdsOf, toStored } from "./rollup.ts";
import { withNamed } from "./spam.ts";

/**
 * A fact's time is the server's when it committed; so long after it nothing older can still appear. Reports read the facts
 * of this time themselves, so nobody waits for it.
 */
const LAG_MILLIS = 60_000;
const BATCH_FACTS = 100;

export interface FoldOptions {
  readonly lagMillis?: number;
  readonly batchFacts?: number;
}

/** Facts after the cursor, in the order in which they were committed. */
export function factsAfter(cursor: FoldCursor | null, ctx: Context): Query {
  const ordered = facts.all(ctx.db).orderBy("recordedAt").orderBy(FieldPath.documentId());
  if (cursor === null) return ordered;
  const { seconds, nanoseconds } = cursor.recordedAt;
  return ordered.startAfter(new Timestamp(seconds, nanoseconds), cursor.factId);
}

const isSame = (a: FoldCursor | null, b: FoldCursor | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function cursorAt(snapshot: QueryDocumentSnapshot): FoldCursor {
  const { seconds, nanoseconds } = snapshot.get("recordedAt") as Timestamp;
  return { recordedAt: { seconds, nanoseconds }, factId: snapshot.id };
}

/** Reads the rollups that facts count in. */
async function readRollups(tx: Tx, counted: FactsToCount, ctx: Context): Promise<Rollups> {
  const ids = rollupIdsOf(counted);
  const found = ids.length === 0 ? [] : await tx.getAll(...ids.map((id) => rollups.ref(ctx.db, id)));
  const stored = found.flatMap((snapshot) => rollups.parse(snapshot) ?? []);
  return new Map(stored.map((one) => [one.id, fromStored(one)]));
}

/** Folds one batch. @returns how many facts, or null when somebody else folded meanwhile. */
async function foldBatch(
  cursor: FoldCursor | null,
  { lagMillis = LAG_MILLIS, batchFacts = BATCH_FACTS }: FoldOptions,
  ctx: Context,
): Promise<number | null> {
  // Read without a lock: one on the end of the order would collide with every close.
  const found = await factsAfter(cursor, ctx).limit(batchFacts).get();
  const until = found.readTime.toMillis() - lagMillis;
  const ripe = found.docs.filter((doc) => (doc.get("recordedAt") as Timestamp).toMillis() <= until);
  const last = ripe.at(-1);
  if (!last) return 0;
  const list = facts.parseAll(ripe);
  const counted = await withNamed(list, ctx);
  return transact(ctx, async (tx) => {
    if (!isSame(await tx.find(foldCursors, FOLD_CURSOR_ID), cursor)) return null;
    const sums = await readRollups(tx, counted, ctx);
    countAll(sums, counted);
    for (const sum of sums.values()) tx.set(rollups.ref(ctx.db, sum.id), toStored(sum));
    tx.set(foldCursors.ref(ctx.db, FOLD_CURSOR_ID), cursorAt(last));
    return list.length;
  });
}

/**
 * Folds facts into rollups, each exactly once: the cursor and the sums are written by one transaction, so that a run that
 * is killed leaves nothing half done, and of two at once one finds that the other was first. Two reads when there is
 * nothing to do. Safe to run at any time.
 * @returns how many facts were folded.
 */
export async function foldFacts(ctx: Context, options: FoldOptions = {}): Promise<number> {
  let folded = 0;
  for (;;) {
    const cursor = await foldCursors.get(ctx.db, FOLD_CURSOR_ID);
    const batch = await foldBatch(cursor, options, ctx);
    if (batch === 0) return folded;
    folded += batch ?? 0;
  }
}
