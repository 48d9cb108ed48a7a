import { type Firestore, Timestamp } from "@google-cloud/firestore";
import { describe, expect, it } from "vitest";
import type { RawClient } from "../raw-client.ts";
import { useServer } from "../server-fixture.ts";

let db: Firestore;
let raw: RawClient;
useServer((server) => {
  ({ db, raw } = server);
});

describe("reads at a past time", () => {
  it("see documents, queries and counts as they were, from one commit to the next", async () => {
    const ref = db.doc("past/a");
    const { writeTime: created } = await ref.set({ v: 1 });
    const { writeTime: changed } = await ref.set({ v: 2 });
    await db.doc("past/b").set({ v: 2 });
    await ref.delete();
    const at = async (readTime: Timestamp) =>
      db.runTransaction(
        async (transaction) => {
          const [document, query, count] = [
            await transaction.get(ref),
            await transaction.get(db.collection("past").where("v", "==", 2)),
            await transaction.get(db.collection("past").count()),
          ];
          return [document.get("v"), query.size, count.data().count];
        },
        { readOnly: true, readTime },
      );
    expect(await at(created)).toEqual([1, 0, 1]);
    expect(await at(changed)).toEqual([2, 1, 1]);
    expect((await ref.get()).exists).toBe(false);
  });

  it("before anything was written find nothing", async () => {
    await db.doc("young/a").set({ v: 1 });
    const readTime = Timestamp.fromMillis(Date.now() - 60_000);
    const size = await db.runTransaction(async (t) => (await t.get(db.collection("young"))).size, {
      readOnly: true,
      readTime,
    });
    expect(size).toBe(0);
  });

  it("are refused in the future and longer ago than is kept", async () => {
    const read = (readTime: Timestamp) =>
      raw.runQuery(
        { from: [{ collectionId: "past" }] },
        { readTime: { seconds: readTime.seconds, nanos: 0 } },
      );
    await expect(read(Timestamp.fromMillis(Date.now() + 60_000))).rejects.toMatchObject({ code: 3 });
    await expect(read(Timestamp.fromMillis(Date.now() - 7_200_000))).rejects.toMatchObject({
      code: 9,
      details: "The requested snapshot version is too old.",
    });
  });
});
