import type { QueryDocumentSnapshot } from "@google-cloud/firestore";
import { beforeEach, expect, test } from "vitest";
import { useServerSdk } from "./server-sdk.ts";

const sdk = useServerSdk();
const COUNT = 300;

beforeEach(async () => {
  const batch = sdk.firestore.batch();
  for (let at = 0; at < COUNT; at++) {
    batch.set(sdk.firestore.doc(`agents/a${at % 7}/chats/c${String(at).padStart(4, "0")}`), { at });
  }
  await batch.commit();
});

test("the partitions of a collection group together hold each of its documents once", async () => {
  const found: string[] = [];
  let partitions = 0;
  for await (const partition of sdk.firestore.collectionGroup("chats").getPartitions(5)) {
    partitions += 1;
    const { docs } = await partition.toQuery().get();
    found.push(...docs.map(({ ref }: QueryDocumentSnapshot) => ref.path));
  }
  expect(partitions).toBeLessThanOrEqual(5);
  expect(found).toHaveLength(COUNT);
  expect(new Set(found).size).toBe(COUNT);
});

test("a group without documents is one partition", async () => {
  let partitions = 0;
  for await (const partition of sdk.firestore.collectionGroup("nothing").getPartitions(5)) {
    partitions += 1;
    expect((await partition.toQuery().get()).size).toBe(0);
  }
  expect(partitions).toBe(1);
});
