import { FieldPath, FieldValue, type Firestore, Timestamp } from "@google-cloud/firestore";
import { describe, expect, it } from "vitest";
import type { RawClient } from "./raw-client.ts";
import { useServer } from "./server-fixture.ts";

let db: Firestore;
let raw: RawClient;
useServer((server) => {
  ({ db, raw } = server);
});

const fresh = () => db.collection("writes").doc();
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;

describe("set", () => {
  it("replaces the whole document", async () => {
    const ref = fresh();
    await ref.set({ a: 1, b: 2 });
    await ref.set({ c: 3 });
    expect((await ref.get()).data()).toEqual({ c: 3 });
  });

  it("with merge changes only the leaves that it names", async () => {
    const ref = fresh();
    await ref.set({ map: { a: 1, b: 2 }, list: [1], kept: true });
    await ref.set({ map: { b: FieldValue.delete(), c: 3 }, list: [2] }, { merge: true });
    expect((await ref.get()).data()).toEqual({ map: { a: 1, c: 3 }, list: [2], kept: true });
  });

  it("with merge fields takes only those", async () => {
    const ref = fresh();
    await ref.set({ a: 1, b: { c: 1, d: 1 } });
    await ref.set({ a: 2, b: { c: 2, d: 2 } }, { mergeFields: ["b.c"] });
    expect((await ref.get()).data()).toEqual({ a: 1, b: { c: 2, d: 1 } });
  });

  it("with merge puts a map where a plain value was", async () => {
    const ref = fresh();
    await ref.set({ a: 1 });
    await ref.set({ a: { b: 2 } }, { merge: true });
    expect((await ref.get()).data()).toEqual({ a: { b: 2 } });
  });
});

describe("create, update and delete", () => {
  it("create refuses a document that exists", async () => {
    const ref = fresh();
    await ref.create({ a: 1 });
    const message = `Document already exists: ${raw.documents}/${ref.path}`;
    await expect(ref.create({ a: 2 })).rejects.toMatchObject({ code: ALREADY_EXISTS, details: message });
  });

  it("update refuses a document that does not exist", async () => {
    const ref = fresh();
    const message = `No document to update: ${raw.documents}/${ref.path}`;
    await expect(ref.update({ a: 1 })).rejects.toMatchObject({ code: NOT_FOUND, details: message });
  });

  it("update sets nested fields, replaces maps and deletes fields", async () => {
    const ref = fresh();
    await ref.set({ a: { b: 1, c: 1 }, d: { e: 1 }, gone: 1, "dot.ted": 1 });
    await ref.update({ "a.b": 2, d: { f: 2 }, gone: FieldValue.delete(), "new.deep.er": 3 });
    await ref.update(new FieldPath("dot.ted"), 2);
    expect((await ref.get()).data()).toEqual({
      a: { b: 2, c: 1 },
      d: { f: 2 },
      new: { deep: { er: 3 } },
      "dot.ted": 2,
    });
  });

  it("delete succeeds on nothing, and takes a precondition", async () => {
    const ref = fresh();
    await ref.delete();
    await expect(ref.delete({ exists: true })).rejects.toMatchObject({ code: NOT_FOUND });
  });

  it("deleting a document leaves its subcollections", async () => {
    const ref = fresh();
    await ref.set({});
    await ref.collection("below").doc("x").set({ a: 1 });
    await ref.delete();
    expect((await ref.collection("below").doc("x").get()).exists).toBe(true);
  });
});

describe("preconditions on the update time", () => {
  it("hold for the stored time and fail for any other", async () => {
    const ref = fresh();
    const { writeTime } = await ref.set({ a: 1 });
    await ref.update({ a: 2 }, { lastUpdateTime: writeTime });
    await expect(ref.update({ a: 3 }, { lastUpdateTime: writeTime })).rejects.toMatchObject({
      code: FAILED_PRECONDITION,
      details: expect.stringMatching(
        /the stored version \(\d+\) does not match the required base version \(\d+\)/,
      ),
    });
    await expect(ref.delete({ lastUpdateTime: Timestamp.fromMillis(1) })).rejects.toMatchObject({
      code: FAILED_PRECONDITION,
    });
  });

  it("fail for a document that does not exist", async () => {
    await expect(fresh().delete({ lastUpdateTime: Timestamp.now() })).rejects.toMatchObject({
      code: FAILED_PRECONDITION,
    });
  });
});

describe("a commit", () => {
  it("is all or nothing", async () => {
    const [a, b] = [fresh(), fresh()];
    const batch = db.batch();
    batch.set(a, { v: 1 });
    batch.update(b, { v: 1 });
    await expect(batch.commit()).rejects.toMatchObject({ code: NOT_FOUND });
    expect((await a.get()).exists).toBe(false);
  });

  it("has one time for all its writes", async () => {
    const [a, b] = [fresh(), fresh()];
    const results = await db.batch().set(a, { t: FieldValue.serverTimestamp() }).set(b, {}).commit();
    const [first, second] = [await a.get(), await b.get()];
    expect(first.updateTime?.isEqual(second.updateTime as Timestamp)).toBe(true);
    expect(first.get("t").isEqual(first.updateTime)).toBe(true);
    expect(results.every(({ writeTime }) => writeTime.isEqual(first.updateTime as Timestamp))).toBe(true);
  });

  it("applies several writes to one document in order", async () => {
    const ref = fresh();
    await db.batch().set(ref, { a: 1 }).update(ref, { b: 2 }).set(ref, { c: 3 }, { merge: true }).commit();
    expect((await ref.get()).data()).toEqual({ a: 1, b: 2, c: 3 });
    await db.batch().delete(ref).set(ref, { again: true }).commit();
    expect((await ref.get()).data()).toEqual({ again: true });
  });

  it("is later than every commit before it", async () => {
    const times: Timestamp[] = [];
    for (let i = 0; i < 20; i++) times.push((await fresh().set({ i })).writeTime);
    for (let i = 1; i < times.length; i++) {
      expect((times[i] as Timestamp).valueOf() > (times[i - 1] as Timestamp).valueOf()).toBe(true);
    }
  });

  /** "If the write did not actually change the document, this will be the previous update_time" (v1 WriteResult). */
  it("that changes nothing keeps the update time", async () => {
    const ref = fresh();
    const first = await ref.set({ a: 1, map: { b: [1] } });
    const second = await ref.set({ a: 1, map: { b: [1] } });
    expect(second.writeTime.isEqual(first.writeTime)).toBe(true);
    expect((await ref.get()).updateTime?.isEqual(first.writeTime)).toBe(true);
  });

  it("keeps the create time of a document until it is deleted", async () => {
    const ref = fresh();
    const { writeTime } = await ref.set({ a: 1 });
    await ref.set({ a: 2 });
    expect((await ref.get()).createTime?.isEqual(writeTime)).toBe(true);
    await ref.delete();
    await ref.set({ a: 3 });
    expect((await ref.get()).createTime?.isEqual(writeTime)).toBe(false);
  });

  it("refuses names of another database, malformed masks and writes without an operation", async () => {
    const update = { name: `${raw.documents}/a/b`, fields: {} };
    const refusals = [
      { update: { ...update, name: "projects/other/databases/(default)/documents/a/b" } },
      { update, updateMask: { fieldPaths: ["a..b"] } },
      { update, updateMask: { fieldPaths: ["__name__"] } },
      {},
    ];
    for (const write of refusals) await expect(raw.commit([write])).rejects.toMatchObject({ code: 3 });
  });
});

describe("BatchWrite", () => {
  it("gives every write its own status and applies those that can be", async () => {
    const name = (id: string) => `${raw.documents}/batch/${id}`;
    await raw.commit([{ update: { name: name("old"), fields: {} } }]);
    const answer = await raw.call("BatchWrite", {
      database: raw.database,
      writes: [
        { update: { name: name("new"), fields: { a: { integerValue: 1 } } } },
        { update: { name: name("old"), fields: {} }, currentDocument: { exists: false } },
        { delete: name("missing"), currentDocument: { exists: true } },
      ],
    });
    const status = answer.status as { code: number; message: string }[];
    expect(status.map(({ code }) => code)).toEqual([0, ALREADY_EXISTS, NOT_FOUND]);
    expect(await raw.call("GetDocument", { name: name("new") })).toBeDefined();
  });

  it("refuses one document twice", async () => {
    const write = { update: { name: `${raw.documents}/batch/twice`, fields: {} } };
    const request = { database: raw.database, writes: [write, write] };
    await expect(raw.call("BatchWrite", request)).rejects.toMatchObject({ code: 3 });
  });

  it("serves the SDK's bulk writer", async () => {
    const writer = db.bulkWriter();
    const refs = Array.from({ length: 45 }, fresh);
    for (const [i, ref] of refs.entries()) void writer.set(ref, { i });
    await writer.close();
    const found = await db.getAll(...refs);
    expect(found.map((document) => document.get("i"))).toEqual(refs.map((_, i) => i));
  });
});

describe("CreateDocument, UpdateDocument and DeleteDocument", () => {
  it("make an id of 20 letters and digits when there is none", async () => {
    const request = { parent: raw.documents, collectionId: "made", document: { fields: {} } };
    const { name } = await raw.call("CreateDocument", request);
    expect(name).toMatch(/\/made\/[A-Za-z0-9]{20}$/);
  });

  it("answer the document as written, masked if asked", async () => {
    const fields = { a: { integerValue: 1 }, b: { integerValue: 2 } };
    const request = { parent: raw.documents, collectionId: "made", documentId: "x", document: { fields } };
    await raw.call("CreateDocument", request);
    await expect(raw.call("CreateDocument", request)).rejects.toMatchObject({ code: ALREADY_EXISTS });
    const name = `${raw.documents}/made/x`;
    const updated = await raw.call("UpdateDocument", {
      document: { name, fields: { a: { integerValue: 5 } } },
      updateMask: { fieldPaths: ["a"] },
      mask: { fieldPaths: ["b"] },
    });
    expect(Object.keys(updated.fields as object)).toEqual(["b"]);
    await raw.call("DeleteDocument", { name });
    await expect(raw.call("GetDocument", { name })).rejects.toMatchObject({
      code: NOT_FOUND,
      details: `Document "${name}" not found.`,
    });
  });
});
