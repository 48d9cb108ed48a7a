import { beforeEach, expect, test } from "vitest";
import { useServerSdk } from "./server-sdk.ts";

const sdk = useServerSdk();

beforeEach(async () => {
  const paths = [
    "agents/ada",
    "agents/ada/chats/c1",
    "agents/missing/chats/c2",
    "agents/missing/notes/n1",
    "tags/vip",
  ];
  await Promise.all(paths.map((path) => sdk.firestore.doc(path).set({})));
});

test("listCollections names what is below the root, a document and a missing document", async () => {
  const { firestore } = sdk;
  const ids = async (listed: Promise<{ id: string }[]>) => (await listed).map(({ id }) => id);
  expect(await ids(firestore.listCollections())).toEqual(["agents", "tags"]);
  expect(await ids(firestore.doc("agents/ada").listCollections())).toEqual(["chats"]);
  expect(await ids(firestore.doc("agents/missing").listCollections())).toEqual(["chats", "notes"]);
  expect(await ids(firestore.doc("tags/vip").listCollections())).toEqual([]);
});

test("listDocuments names documents that only have something below them", async () => {
  const documents = await sdk.firestore.collection("agents").listDocuments();
  expect(documents.map(({ id }) => id)).toEqual(["ada", "missing"]);
  const snapshots = await sdk.firestore.getAll(...documents);
  expect(snapshots.map(({ exists }) => exists)).toEqual([true, false]);
});

test("listDocuments goes on where a page ends", async () => {
  const { firestore } = sdk;
  const batch = firestore.batch();
  for (let at = 0; at < 350; at++) {
    batch.set(firestore.doc(`many/m${at}`), {});
  }
  await batch.commit();
  expect(await firestore.collection("many").listDocuments()).toHaveLength(350);
});
