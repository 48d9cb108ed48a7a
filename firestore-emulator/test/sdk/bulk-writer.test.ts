import { expect, test } from "vitest";
import { useServerSdk } from "./server-sdk.ts";

const sdk = useServerSdk();

test("a bulk writer writes more than one batch, and one refused write does not spoil the others", async () => {
  const { firestore } = sdk;
  await firestore.doc("chats/c7").set({ at: "first" });
  const writer = firestore.bulkWriter();
  const refused: string[] = [];
  writer.onWriteError((error) => {
    refused.push(`${error.documentRef.path} ${error.code}`);
    return false;
  });
  const writes = Array.from({ length: 100 }, (_, at) => writer.create(firestore.doc(`chats/c${at}`), { at }));
  const results = await Promise.allSettled([...writes, writer.close()]);
  const ALREADY_EXISTS = 6;
  expect(refused).toEqual([`chats/c7 ${ALREADY_EXISTS}`]);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect((await firestore.collection("chats").count().get()).data().count).toBe(100);
  expect((await firestore.doc("chats/c7").get()).get("at")).toBe("first");
});

test("writes that the service could not take are tried again", async () => {
  const { firestore, underTest } = sdk;
  underTest.emulator?.faults.set({ unavailable: 1 });
  const writer = firestore.bulkWriter();
  const written = writer.set(firestore.doc("chats/c1"), { at: 1 });
  await writer.close();
  await expect(written).resolves.toHaveProperty("writeTime");
});

test("recursiveDelete takes a document with everything below it, missing parents included", async () => {
  const { firestore } = sdk;
  const paths = [
    "agents/ada",
    "agents/ada/chats/c1",
    "agents/ada/chats/missing/events/e1",
    "agents/grace/chats/c2",
  ];
  await Promise.all(paths.map((path) => firestore.doc(path).set({})));
  await firestore.recursiveDelete(firestore.doc("agents/ada"));
  const left = await Promise.all(paths.map(async (path) => (await firestore.doc(path).get()).exists));
  expect(left).toEqual([false, false, false, true]);
  await firestore.recursiveDelete(firestore.collection("agents"));
  expect((await firestore.collectionGroup("chats").get()).size).toBe(0);
});
