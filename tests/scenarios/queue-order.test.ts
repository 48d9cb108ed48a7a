import { endpoints, type Session } from "@livechat/contract";
import type { Firestore } from "firebase-admin/firestore";
import { describe, expect, it } from "vitest";
import { drain } from "../../functions/src/routing/drain.ts";
import { afterTransaction, beforeTransaction } from "./intercept.ts";
import { Scene } from "./scene.ts";

type Act = () => Promise<unknown>;

/** Queues of several batches with few visitors. */
const SMALL_BATCHES = { ASSIGN_BATCH_CONVERSATIONS: "2" };

/** They wait at the head of the queue, and these agents let their deadline pass. */
async function passedBy(scene: Scene, sessions: readonly Session[], agentIds: readonly string[]) {
  for (const { conversationId } of sessions) {
    await scene.ctx.db.doc(`conversations/${conversationId}`).update({ passedAgentIds: agentIds });
  }
}

describe("first in, first out, in queues of several batches", () => {
  it("who becomes free between two batches goes to whom others let go by, not to who came later", async () => {
    const scene = await Scene.open({}, SMALL_BATCHES);
    const anna = await scene.agent("Anna", { maxConcurrentChats: 1 });
    const ben = await scene.agent("Ben", { status: "away" });
    const older = await scene.visitors(2);
    await passedBy(scene, older, [anna.id]);
    const newer = await scene.visitors(3);
    scene.backend.tasks.take();
    // The first batch passes over both; the second would give all the rest to Ben.
    const online = () => scene.update(ben.id, { status: "online", maxConcurrentChats: 2 });
    const db = beforeTransaction(scene.ctx.db, 2, online);
    await drain(scene.groupId, "drainer", { ...scene.ctx, db });
    expect(await scene.owners(older)).toEqual([ben.id, ben.id]);
    expect(await scene.owners(newer)).toEqual([anna.id, null, null]);
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
      const scene = await Scene.open({}, SMALL_BATCHES);
      const { backend, ctx, groupId, supervisor } = scene;
      const anna = await scene.agent("Anna", { maxConcurrentChats: 1 });
      const other = await backend.people.group("Other");
      const moved = await backend.startSession({ groupId: other, message: "Hello?" });
      const passed = await scene.visitors(2);
      await passedBy(scene, passed, [anna.id]);
      const later = await scene.visitors(2);
      backend.tasks.take();
      const deletion = () => backend.call(endpoints.deleteGroup, { params: { id: other }, as: supervisor });
      await drain(groupId, "drainer", { ...ctx, db: at(ctx.db, deletion) });
      expect(await scene.owners([moved, ...later])).toEqual([anna.id, null, null]);
    },
  );

  it("everybody is looked at however many are passed over, and each only as often as needed", async () => {
    const scene = await Scene.open({}, SMALL_BATCHES);
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const sessions = await scene.visitors(9);
    await passedBy(scene, sessions.slice(0, 3), [anna.id, ben.id]);
    await passedBy(scene, sessions.slice(3, 6), [anna.id]);
    await scene.settle();
    const owners = await scene.owners(sessions);
    expect(owners.slice(0, 3)).toEqual([null, null, null]);
    expect(owners.slice(3, 6)).toEqual([ben.id, ben.id, ben.id]);
    expect(owners.slice(6)).not.toContain(null);
  });
});
