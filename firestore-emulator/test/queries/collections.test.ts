import { FieldPath, type Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "../raw-client.ts";
import { newProjectId, serverSdk } from "../server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

let underTest: EmulatorUnderTest;
let db: Firestore;
let raw: RawClient;

beforeAll(async () => {
  underTest = await startUnderTest();
  const projectId = newProjectId();
  db = serverSdk(underTest, projectId);
  raw = new RawClient(underTest, projectId);
  const batch = db.batch();
  for (const path of [
    "abc/123/abc/zoo",
    "abc/123/other/abc",
    "abc/a",
    "abc/b",
    "x/y/abc/c",
    "x/y/z/w/abc/d",
    "abcd/no",
  ]) {
    batch.set(db.doc(path), { path });
  }
  await batch.commit();
});

afterAll(async () => {
  raw.close();
  await db.terminate();
  await underTest.stop();
});

describe("a collection group", () => {
  it("spans all collections of an id, ordered by name", async () => {
    const found = await db.collectionGroup("abc").get();
    expect(found.docs.map(({ ref }) => ref.path)).toEqual([
      "abc/123/abc/zoo",
      "abc/a",
      "abc/b",
      "x/y/abc/c",
      "x/y/z/w/abc/d",
    ]);
  });

  it("takes ranges of names and stays below its parent", async () => {
    const range = db
      .collectionGroup("abc")
      .where(FieldPath.documentId(), ">=", db.doc("abc/b"))
      .where(FieldPath.documentId(), "<", db.doc("x/y/z/w"));
    expect((await range.get()).docs.map(({ ref }) => ref.path)).toEqual(["abc/b", "x/y/abc/c"]);
    const query = { from: [{ collectionId: "abc", allDescendants: true }] };
    const below = await raw.runQuery(query, { parent: `${raw.documents}/x/y` });
    expect(below).toHaveLength(2);
  });
});

describe("a query without a collection", () => {
  it("finds everything below a parent", async () => {
    const found = await raw.runQuery(
      { from: [{ allDescendants: true }] },
      { parent: `${raw.documents}/abc/123` },
    );
    expect(
      found.map(({ document }) => (document as { name: string }).name.slice(raw.documents.length + 1)),
    ).toEqual(["abc/123/abc/zoo", "abc/123/other/abc"]);
  });

  it("lets the SDK delete recursively", async () => {
    await db.doc("gone/a").set({});
    await db.doc("gone/a/deep/b").set({});
    await db.doc("gonealong/a").set({});
    await db.recursiveDelete(db.collection("gone"));
    expect(await db.collection("gone").listDocuments()).toEqual([]);
    expect((await db.doc("gonealong/a").get()).exists).toBe(true);
  });
});

describe("listing", () => {
  it("names collections, also those whose documents are missing", async () => {
    expect((await db.listCollections()).map(({ id }) => id)).toEqual(
      expect.arrayContaining(["abc", "abcd", "x"]),
    );
    expect((await db.doc("abc/123").listCollections()).map(({ id }) => id)).toEqual(["abc", "other"]);
    expect((await db.doc("x/y").listCollections()).map(({ id }) => id)).toEqual(["abc", "z"]);
  });

  it("names documents, also missing ones that have something below", async () => {
    expect((await db.collection("abc").listDocuments()).map(({ id }) => id)).toEqual(["123", "a", "b"]);
    const { documents } = await raw.call("ListDocuments", { parent: raw.documents, collectionId: "abc" });
    expect(documents).toHaveLength(2);
  });

  it("goes page by page, with a token only where more follows", async () => {
    const request = { parent: raw.documents, collectionId: "abc", showMissing: true, pageSize: 2 };
    const first = await raw.call("ListDocuments", request);
    expect(first.documents).toHaveLength(2);
    const second = await raw.call("ListDocuments", { ...request, pageToken: first.nextPageToken });
    expect(second.documents).toHaveLength(1);
    expect(second.nextPageToken).toBe("");
    const ids = await raw.call("ListCollectionIds", { parent: raw.documents, pageSize: 1 });
    const rest = await raw.call("ListCollectionIds", { parent: raw.documents, pageToken: ids.nextPageToken });
    expect([...(ids.collectionIds as string[]), ...(rest.collectionIds as string[])]).toContain("abcd");
    await expect(raw.call("ListDocuments", { ...request, pageToken: "?" })).rejects.toMatchObject({
      code: 3,
    });
  });

  it("orders documents as asked", async () => {
    const request = { parent: raw.documents, collectionId: "abc", orderBy: "path desc" };
    const { documents } = await raw.call("ListDocuments", request);
    expect((documents as { name: string }[]).map(({ name }) => name.split("/").at(-1))).toEqual(["b", "a"]);
  });
});
