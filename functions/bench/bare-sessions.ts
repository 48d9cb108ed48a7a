/**
 * What the official client alone takes for the database calls of a session: the counter of its address is written and read
 * beside a transaction that asks for the default group and creates six documents. No HTTP, no checks, no shapes. Its
 * processor time is the least that a session on this client can take.
 */
import { type DocumentData, FieldValue } from "firebase-admin/firestore";
import type { Context } from "../src/platform/context.ts";
import { assignments } from "../src/store/assignments.ts";
import { conversations } from "../src/store/conversations.ts";
import { eventsOf } from "../src/store/events.ts";
import { defaultGroupQuery } from "../src/store/groups.ts";
import { rateLimits } from "../src/store/rate-limits.ts";
import { threads } from "../src/store/threads.ts";
import { visitorSessions, visitors } from "../src/store/visitors.ts";

const CONCURRENCY = 20;

interface Ids {
  visitorId: string;
  conversationId: string;
  threadId: string;
}

/** Where the six documents of a session are. */
function placesOf({ visitorId, conversationId, threadId }: Ids, eventId: string, { db }: Context) {
  return [
    visitors.ref(db, visitorId),
    visitorSessions.ref(db, visitorId),
    conversations.ref(db, conversationId),
    threads.ref(db, threadId),
    eventsOf(db, threadId).doc(eventId),
    assignments.ref(db, conversationId),
  ];
}

/** The documents of a session that was started, to be written anew under other ids. */
async function documentsOf(ids: Ids, ctx: Context): Promise<DocumentData[]> {
  const [event] = (await eventsOf(ctx.db, ids.threadId).limit(1).get()).docs;
  if (!event) throw new Error("The session has no message.");
  const found = await Promise.all(placesOf(ids, event.id, ctx).map((place) => place.get()));
  return found.map((snapshot) => snapshot.data() as DocumentData);
}

async function bareSession(documents: readonly DocumentData[], ctx: Context): Promise<void> {
  const counter = rateLimits.ref(ctx.db, "bare");
  const count = async () => {
    await counter.set({ count: FieldValue.increment(1), expiresAt: ctx.now() }, { merge: true });
    await counter.get();
  };
  const counted = count();
  const [visitorId, conversationId, threadId] = [ctx.newId(), ctx.newId(), ctx.newId()];
  const places = placesOf({ visitorId, conversationId, threadId }, ctx.newId(), ctx);
  await ctx.db.runTransaction(async (transaction) => {
    await transaction.get(defaultGroupQuery(ctx.db));
    await counted;
    for (const [i, place] of places.entries()) transaction.create(place, documents[i] as DocumentData);
  });
}

/** Milliseconds of processor time for each of `sessions` bare sessions, after as many that warm up. */
export async function measureBareSessions(
  { like, sessions }: { like: Ids; sessions: number },
  ctx: Context,
): Promise<number> {
  const documents = await documentsOf(like, ctx);
  const run = async () => {
    let left = sessions;
    const work = async () => {
      while (left-- > 0) await bareSession(documents, ctx);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  };
  await run();
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / sessions;
}
