import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { clear, db, restore, snapshot } from "./firestore.ts";

beforeAll(async () => {
  await clear();
  await db.doc("members/a").set({ visits: 1 });
  await snapshot();
});
beforeEach(() => restore());
afterAll(() => db.terminate());

test.each([1, 2, 3])("each test begins with what was seeded: %i", async () => {
  await db.doc("members/b").set({ visits: 1 });
  await db.doc("members/a").update({ visits: 2 });
  expect((await db.collection("members").get()).size).toBe(2);
  expect((await db.listCollections()).map(({ id }) => id)).toEqual(["members"]);
});

test("and with nothing else", async () => {
  expect((await db.doc("members/a").get()).data()).toEqual({ visits: 1 });
  expect((await db.collection("members").get()).size).toBe(1);
});
