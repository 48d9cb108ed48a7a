import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.reset();
});
afterAll(() => world.stop());

/** Everything that a console listens to in a conversation that it shows. */
const WATCHED: readonly ((db: Client) => {
  onSnapshot(next: () => void, failed: (e: Error) => void): () => void;
})[] = [
  (db) => db.doc("conversations/chat"),
  (db) => db.collectionGroup("events").where("conversationId", "==", "chat").orderBy("seq"),
  (db) => db.doc("conversations/chat/participants/vera"),
  (db) => db.doc("visitors/vera"),
  (db) => db.doc("agents/olga"),
];

describe("a supervisor who watches a chat", () => {
  it("reads all of it, and leaves nothing that visitor or agent could read: no document has changed", async () => {
    const before = world.contents();
    const db = world.as("supervisor");
    const stops: (() => void)[] = [];
    const told = WATCHED.map(
      (target) =>
        new Promise<void>((resolve, reject) => {
          stops.push(target(db).onSnapshot(() => resolve(), reject));
        }),
    );
    await Promise.all(told);
    // What comes while they look is shown to them, too.
    await world.store({ "conversations/chat": { lastSeq: 4 } });
    await db.doc("conversations/chat").get();
    for (const stop of stops) stop();
    await world.store({ "conversations/chat": { lastSeq: 3 } });
    expect(world.contents()).toEqual(before);
  });

  it("is no participant: neither the visitor nor the owner finds anybody but those who write there", async () => {
    for (const person of ["own visitor", "owner"] as const) {
      const found = world.as(person).doc("conversations/chat/participants/sonia").get();
      const isThere = await found.then(({ exists }) => exists).catch(() => false);
      expect(isThere).toBe(false);
    }
  });
});
