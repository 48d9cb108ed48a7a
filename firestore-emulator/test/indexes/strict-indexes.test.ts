import { AggregateField } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { useServerSdk } from "../sdk/server-sdk.ts";

const indexes = JSON.stringify({
  indexes: [
    {
      collectionGroup: "chats",
      queryScope: "COLLECTION",
      fields: [
        { fieldPath: "status", order: "ASCENDING" },
        { fieldPath: "age", order: "ASCENDING" },
      ],
    },
  ],
});
const sdk = useServerSdk({ emulator: { indexes } });
const FAILED_PRECONDITION = 9;
const refusal = {
  code: FAILED_PRECONDITION,
  message: expect.stringContaining("The query requires an index."),
};

const open = () => sdk.firestore.collection("chats").where("status", "==", "open");

test("a query whose index is declared runs", async () => {
  await sdk.firestore.doc("chats/c1").set({ status: "open", age: 1 });
  expect((await open().orderBy("age").get()).size).toBe(1);
});

test("a query whose index is not declared is refused", async () => {
  await expect(open().orderBy("age", "desc").get()).rejects.toMatchObject(refusal);
});

test("so is an aggregation", async () => {
  await expect(open().orderBy("age").count().get()).resolves.toBeDefined();
  await expect(
    open()
      .aggregate({ total: AggregateField.sum("cost") })
      .get(),
  ).rejects.toMatchObject(refusal);
});

test("so is a transaction's query", async () => {
  const query = open().orderBy("age", "desc");
  await expect(sdk.firestore.runTransaction((transaction) => transaction.get(query))).rejects.toMatchObject(
    refusal,
  );
});

test("so is a listener", async () => {
  const refused = new Promise((_, reject) => {
    open()
      .orderBy("age", "desc")
      .onSnapshot(() => {}, reject);
  });
  await expect(refused).rejects.toThrow("Error 9: The query requires an index.");
});
