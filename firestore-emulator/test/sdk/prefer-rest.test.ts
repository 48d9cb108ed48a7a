import { generateKeyPairSync } from "node:crypto";
import { FieldValue } from "@google-cloud/firestore";
import { expect, test } from "vitest";
import { useServerSdk } from "./server-sdk.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** Over REST the SDK insists on credentials; a key of our own makes the token that it sends. */
const credentials = { client_email: "tests@demo-sdk.iam.gserviceaccount.com", private_key: privateKey };
const sdk = useServerSdk({ settings: { preferRest: true, credentials } });

test("the server SDK reads and writes over REST", async () => {
  const { firestore } = sdk;
  const ada = firestore.doc("agents/ada");
  await ada.set({
    name: "Ada",
    active: 2n ** 40n,
    none: null,
    nan: Number.NaN,
    at: FieldValue.serverTimestamp(),
  });
  await firestore
    .batch()
    .update(ada, { active: FieldValue.increment(1) })
    .commit();
  expect((await ada.get()).data()).toMatchObject({
    name: "Ada",
    active: 2 ** 40 + 1,
    none: null,
    nan: Number.NaN,
  });
  const query = firestore.collection("agents").where("name", "==", "Ada");
  expect((await query.get()).docs.map(({ id }) => id)).toEqual(["ada"]);
  expect((await query.count().get()).data().count).toBe(1);
  const NOT_FOUND = 5;
  await expect(firestore.doc("agents/none").update({ a: 1 })).rejects.toMatchObject({ code: NOT_FOUND });
});

test("a transaction over REST is one", async () => {
  const { firestore } = sdk;
  const counter = firestore.doc("counters/one");
  await counter.set({ count: 1 });
  await firestore.runTransaction(async (transaction) => {
    const count: number = (await transaction.get(counter)).get("count");
    transaction.update(counter, { count: count + 1 });
  });
  expect((await counter.get()).get("count")).toBe(2);
});
