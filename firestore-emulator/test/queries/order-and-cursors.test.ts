import { FieldPath, type Firestore, type Query } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "../raw-client.ts";
import { newProjectId, serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;
let raw: RawClient;

/** More than are read whole, so that these queries come from indexes. */
const COUNT = 100;

beforeAll(async () => {
  underTest = await startUnderTest();
  const projectId = newProjectId();
  db = serverSdk(underTest, projectId);
  raw = new RawClient(underTest, projectId);
  const batch = db.batch();
  for (let i = 0; i < COUNT; i++) {
    const id = `d${String(i).padStart(2, "0")}`;
    batch.set(db.doc(`rows/${id}`), {
      group: i % 2 ? "odd" : "even",
      tens: Math.floor(i / 10),
      i,
      select: { a: i, b: 0 },
    });
  }
  await batch.commit();
});

afterAll(async () => {
  raw.close();
  await db.terminate();
  await underTest.stop();
});

async function values(query: Query): Promise<number[]> {
  return (await query.get()).docs.map((document) => document.get("i"));
}

const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);

describe("order by", () => {
  it("sorts by several fields and directions, names deciding last in the last direction", async () => {
    const query = db.collection("rows").orderBy("group", "desc").orderBy("tens", "asc").limit(7);
    expect(await values(query)).toEqual([1, 3, 5, 7, 9, 11, 13]);
    const down = db.collection("rows").orderBy("group").orderBy("tens", "desc").limit(6);
    expect(await values(down)).toEqual([98, 96, 94, 92, 90, 88]);
  });

  it("leaves out documents that lack a field", async () => {
    expect(await values(db.collection("rows").orderBy("missing"))).toEqual([]);
  });

  it("by name goes both ways", async () => {
    const byName = db.collection("rows").orderBy(FieldPath.documentId(), "desc").limit(2);
    expect(await values(byName)).toEqual([99, 98]);
  });
});

describe("limit and offset", () => {
  it("take a part of the results", async () => {
    const odd = db.collection("rows").where("group", "==", "odd").orderBy("i");
    expect(await values(odd.limit(3))).toEqual([1, 3, 5]);
    expect(await values(odd.offset(2).limit(2))).toEqual([5, 7]);
    expect(await values(odd.offset(60))).toEqual([]);
    expect(await values(odd.limitToLast(2))).toEqual([97, 99]);
  });

  it("report how many results an offset skipped, in a response of its own", async () => {
    const query = { from: [{ collectionId: "rows" }], offset: 97 };
    const [first, ...rest] = await raw.runQuery(query);
    expect(first).toMatchObject({ skippedResults: 97 });
    expect(rest).toHaveLength(3);
    const [only] = await raw.runQuery({ ...query, offset: 500 });
    expect(only).toMatchObject({ skippedResults: COUNT });
  });
});

describe("cursors", () => {
  it("start and end at values, inclusive or not", async () => {
    const byI = db.collection("rows").orderBy("i");
    expect(await values(byI.startAt(95))).toEqual(range(95, 99));
    expect(await values(byI.startAfter(95))).toEqual(range(96, 99));
    expect(await values(byI.endAt(3))).toEqual(range(0, 3));
    expect(await values(byI.endBefore(3))).toEqual(range(0, 2));
    expect(await values(byI.startAt(10).endBefore(13))).toEqual([10, 11, 12]);
    expect(await values(byI.startAt(13).endBefore(10))).toEqual([]);
  });

  it("may hold fewer values than there are orders, and then take all that are equal", async () => {
    const query = db.collection("rows").orderBy("tens", "desc").orderBy("i");
    expect(await values(query.startAfter(1))).toEqual(range(0, 9));
    expect(await values(query.startAt(1).limit(3))).toEqual([10, 11, 12]);
    expect(await values(query.endBefore(9))).toEqual([]);
  });

  it("go with equality filters on a field that is also ordered", async () => {
    const query = db.collection("rows").where("tens", "==", 3).orderBy("tens").orderBy("i", "desc");
    expect(await values(query.startAfter(3, 35))).toEqual([34, 33, 32, 31, 30]);
  });

  it("continue behind a document", async () => {
    const query = db.collection("rows").where("group", "==", "even").orderBy("tens", "desc").limit(4);
    const seen: number[] = [];
    let page = await query.get();
    while (!page.empty) {
      seen.push(...page.docs.map((document) => document.get("i")));
      page = await query.startAfter(page.docs.at(-1)).get();
    }
    expect(seen).toHaveLength(COUNT / 2);
    expect(new Set(seen).size).toBe(COUNT / 2);
    expect(seen.slice(0, 5)).toEqual([98, 96, 94, 92, 90]);
  });
});

describe("projections", () => {
  it("answer only the selected fields, or just names", async () => {
    const query = db.collection("rows").where("i", "==", 7);
    expect((await query.select("select.a", "none").get()).docs[0]?.data()).toEqual({ select: { a: 7 } });
    expect((await query.select().get()).docs[0]?.data()).toEqual({});
  });
});
