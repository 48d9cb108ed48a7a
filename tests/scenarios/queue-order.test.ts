import { endpoints, type Session } from "@livechat/contract";
import type { Firestore } from "firebase-admin/firestore";
import { describe, expect, it } from "vitest";
import { drain } from "../../functions/src/routing/drain.ts";
import { Fixture } from "./fixture.ts";
import { afterTransaction, beforeTransaction } from "./intercept.ts";

type Act = () => Promise<unknown>;

/** Queues of several batches with few visitors. */
const SMALL_BATCHES = { ASSIGN_BATCH_CONVERSATIONS: "2" };

/** They wait at the head of the queue, and these agents have timed out on them. */
async function timedOutBy(fixture: Fixture, sessions: readonly Session[], agentIds: readonly string[]) {
  for (const { conversationId } of sessions) {
    await fixture.timeOut(conversationId, agentIds);
  }
}

describe("first in, first out, in queues of several batches", () => {
  it("who becomes free between two batches is assigned to who was skipped, not to who came later", async () => {
    const fixture = await Fixture.open({}, SMALL_BATCHES);
    const anna = await fixture.agent("Anna", { maxConcurrentChats: 1 });
    const ben = await fixture.agent("Ben", { status: "away" });
    const older = await fixture.visitors(2);
    await timedOutBy(fixture, older, [anna.id]);
    const newer = await fixture.visitors(3);
    fixture.backend.tasks.take();
    // The first batch skips both; the second would assign all the rest to Ben.
    const online = () => fixture.update(ben.id, { status: "online", maxConcurrentChats: 2 });
    const db = beforeTransaction(fixture.ctx.db, 2, online);
    await drain(fixture.groupId, "drainer", { ...fixture.ctx, db });
    expect(await fixture.owners(older)).toEqual([ben.id, ben.id]);
    expect(await fixture.owners(newer)).toEqual([anna.id, null, null]);
  });

  const moments = [
    { when: "after the first batch", at: (db: Firestore, act: Act) => afterTransaction(db, 1, act) },
    {
      when: "after the second has been looked up",
      at: (db: Firestore, act: Act) => beforeTransaction(db, 2, act),
    },
  ];
  it.each(moments)(
    "who is moved here from a deleted group $when comes before who came later",
    async ({ at }) => {
      const fixture = await Fixture.open({}, SMALL_BATCHES);
      const { backend, ctx, groupId, supervisor } = fixture;
      const anna = await fixture.agent("Anna", { maxConcurrentChats: 1 });
      const other = await backend.people.group("Other");
      const moved = await backend.startSession({ groupId: other, message: "Hello?" });
      const skipped = await fixture.visitors(2);
      await timedOutBy(fixture, skipped, [anna.id]);
      const later = await fixture.visitors(2);
      backend.tasks.take();
      const deletion = () => backend.call(endpoints.deleteGroup, { params: { id: other }, as: supervisor });
      await drain(groupId, "drainer", { ...ctx, db: at(ctx.db, deletion) });
      expect(await fixture.owners([moved, ...later])).toEqual([anna.id, null, null]);
    },
  );

  it("every conversation is read however many are skipped, and each only as often as needed", async () => {
    const fixture = await Fixture.open({}, SMALL_BATCHES);
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const sessions = await fixture.visitors(9);
    await timedOutBy(fixture, sessions.slice(0, 3), [anna.id, ben.id]);
    await timedOutBy(fixture, sessions.slice(3, 6), [anna.id]);
    await fixture.settle();
    const owners = await fixture.owners(sessions);
    expect(owners.slice(0, 3)).toEqual([null, null, null]);
    expect(owners.slice(3, 6)).toEqual([ben.id, ben.id, ben.id]);
    expect(owners.slice(6)).not.toContain(null);
  });
});
