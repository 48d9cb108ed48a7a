import type { QueryDocumentSnapshot } from "firebase-admin/firestore";
import type { Context } from "../../platform/context.ts";
import { enqueueLater } from "../../platform/enqueue-later.ts";
import { isConflict } from "../../store/conflict.ts";
import {
  FEED,
  feeds,
  NO_FEED,
  occurrences,
  type StoredOccurrence,
  withoutPosition,
} from "../../store/occurrences.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { deliveries, deliveryId } from "../../store/webhooks.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;
const PAGE_DOCUMENTS = 200;
/** Of one transaction: an occurrence that a hundred webhooks wait for is a hundred deliveries. */
const MAX_WRITES = 400;

interface Waiting {
  readonly snapshot: QueryDocumentSnapshot;
  readonly occurrence: StoredOccurrence;
}

/** As many as one transaction writes, and one at least. */
function cut(waiting: readonly Waiting[]): readonly Waiting[] {
  let writes = 0;
  const end = waiting.findIndex(({ occurrence }) => {
    writes += 1 + occurrence.webhookIds.length;
    return writes > MAX_WRITES;
  });
  return end < 0 ? waiting : waiting.slice(0, Math.max(1, end));
}

function writeDelivery(
  tx: Tx,
  receiverId: string,
  { id: eventId, type }: StoredOccurrence,
  ctx: Context,
): void {
  const id = deliveryId(receiverId, eventId);
  const now = ctx.now();
  tx.create(deliveries.ref(ctx.db, id), {
    id,
    receiverId,
    eventId,
    type,
    state: "pending",
    attempts: [],
    attemptsMade: 0,
    nextAttemptAt: now,
    turn: null,
    own: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + KEPT_MILLIS),
  });
  tx.afterCommit(() => enqueueLater({ queue: "deliverWebhook", data: { deliveryId: id } }, ctx));
}

/** The counter's document is the one that two who do this at once meet at: the second finds the occurrences changed. */
async function giveBatch(waiting: readonly Waiting[], ctx: Context): Promise<void> {
  await transact(
    ctx,
    async (tx) => {
      const feed = (await tx.find(feeds, FEED)) ?? NO_FEED;
      let { lastPosition } = feed;
      for (const { snapshot, occurrence } of waiting) {
        lastPosition += 1;
        const unchanged = { lastUpdateTime: snapshot.updateTime };
        tx.update(occurrences.ref(ctx.db, occurrence.id), { position: lastPosition }, unchanged);
        for (const webhookId of occurrence.webhookIds) writeDelivery(tx, webhookId, occurrence, ctx);
      }
      if (feed.startedAt === null) tx.set(feeds.ref(ctx.db, FEED), { startedAt: null, lastPosition });
      else tx.update(feeds.ref(ctx.db, FEED), { lastPosition });
    },
    { key: "feed" },
  );
}

/**
 * Gives what was recorded its place in the feed, in the order of the commits, and makes the deliveries that webhooks wait
 * for. A place is given once, after the commit, by whoever comes: a task, a reader, the sweep. So a reader who is behind
 * place n has seen everything up to n, whatever order transactions commit in. One read when nothing waits.
 * @returns how many got a place.
 */
export async function givePositions(ctx: Context): Promise<number> {
  let given = 0;
  for (;;) {
    const { docs } = await withoutPosition(ctx.db).limit(PAGE_DOCUMENTS).get();
    if (docs.length === 0) return given;
    const parsed = occurrences.parseAll(docs);
    const waiting = docs.map((snapshot, at) => ({ snapshot, occurrence: parsed[at] as StoredOccurrence }));
    const batch = cut(waiting);
    try {
      await giveBatch(batch, ctx);
      given += batch.length;
    } catch (error) {
      // Somebody else gave them places meanwhile: what is left is looked for again.
      if (!isConflict(error)) throw error;
    }
    if (batch.length === docs.length && docs.length < PAGE_DOCUMENTS) return given;
  }
}
