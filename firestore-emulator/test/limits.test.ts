import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RawClient } from "./raw-client.ts";
import { newProjectId } from "./server-sdk.ts";
import { type EmulatorUnderTest, startUnderTest } from "./under-test.ts";

let underTest: EmulatorUnderTest;
let raw: RawClient;

beforeAll(async () => {
  underTest = await startUnderTest();
  raw = new RawClient(underTest, newProjectId());
});

afterAll(async () => {
  raw.close();
  await underTest.stop();
});

const INVALID_ARGUMENT = 3;

const writeTo = (path: string, fields: object = {}) =>
  raw.commit([{ update: { name: `${raw.documents}/${path}`, fields } }]);

function refusal(details: string | RegExp): object {
  const match =
    typeof details === "string" ? expect.stringContaining(details) : expect.stringMatching(details);
  return { code: INVALID_ARGUMENT, details: match };
}

/** firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
describe("ids", () => {
  it("have at most 1,500 bytes", async () => {
    await expect(writeTo(`ids/${"é".repeat(750)}`)).resolves.toBeDefined();
    await expect(writeTo(`ids/${"é".repeat(751)}`)).rejects.toMatchObject(refusal("longer than 1500 bytes"));
  });

  it.each([".", ".."])("are not %j", async (id) => {
    await expect(writeTo(`ids/${id}`)).rejects.toMatchObject(refusal(`contains a resource id "${id}"`));
  });

  it("are one id each where requests give them apart from names", async () => {
    const parent = raw.documents;
    const structuredQuery = { from: [{ collectionId: "a/b/c" }] };
    const refusals = [
      raw.call("CreateDocument", { parent, collectionId: "a/b/c", document: {} }),
      raw.call("CreateDocument", { parent, collectionId: "a", documentId: "b/c/d", document: {} }),
      raw.call("ListDocuments", { parent, collectionId: "a/b/c" }),
      raw.call("ListDocuments", { parent, collectionId: "__a__" }),
      raw.stream("RunQuery", { parent, structuredQuery }),
    ];
    for (const refusal of refusals) {
      await expect(refusal).rejects.toMatchObject({
        code: 3,
        details: expect.stringMatching(/^Resource id "(a\/b\/c|b\/c\/d|__a__)" is invalid because it/),
      });
    }
  });

  it("are not of the form __.*__", async () => {
    const message = 'Resource id "__secret__" is invalid because it is reserved.';
    await expect(writeTo("ids/__secret__")).rejects.toMatchObject(refusal(message));
    await expect(writeTo("__secret__/a")).rejects.toMatchObject(refusal(message));
    await expect(writeTo("ids/__open")).resolves.toBeDefined();
  });
});

describe("names", () => {
  it.each([
    ["ends in a slash", "/a/", 'has invalid trailing "/".'],
    ["has an empty id", "/a//b/c", 'contains "//"'],
    ["ends in a collection", "/a", 'lacks "/" at index'],
  ])("is refused when it %s", async (_, path, message) => {
    const name = `${raw.documents}${path}`;
    await expect(raw.call("GetDocument", { name })).rejects.toMatchObject(refusal(message));
  });

  it("are refused that lack their fixed parts", async () => {
    await expect(raw.call("GetDocument", { name: "" })).rejects.toMatchObject(
      refusal('lacks "projects" at index 0'),
    );
    await expect(raw.call("GetDocument", { name: "projects/p/database/d" })).rejects.toMatchObject(
      refusal('lacks "databases" at index 11'),
    );
    await expect(raw.commit([], { database: "projects/p" })).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
    });
  });

  it("have at most 100 levels of collections", async () => {
    const levels = (count: number) => Array.from({ length: count }, () => "c/d").join("/");
    await expect(writeTo(levels(100))).resolves.toBeDefined();
    await expect(writeTo(levels(101))).rejects.toMatchObject({ code: INVALID_ARGUMENT });
  });
});

describe("documents", () => {
  /** firebase.google.com/docs/firestore/storage-size: name 16 + ids + 1 each, field name + 1, string + 1, 32 more. */
  it("have at most 1 MiB, counted as documented", async () => {
    const overhead = 16 + "docs".length + 1 + "a".length + 1 + 2 * ("f".length + 1) + 2 + 32;
    const half = Math.floor((1_048_576 - overhead) / 2);
    const fields = (more: number) => ({
      f: { stringValue: "x".repeat(half + more) },
      g: { stringValue: "x".repeat(1_048_576 - overhead - half) },
    });
    await expect(writeTo("docs/a", fields(0))).resolves.toBeDefined();
    await expect(writeTo("docs/a", fields(1))).rejects.toMatchObject(
      refusal(
        /Document '.*\/docs\/a' cannot be written because its size \(1,048,577 bytes\) exceeds the maximum allowed size of 1,048,576 bytes\./,
      ),
    );
  });

  it("have no single value that fills them", async () => {
    const stringValue = "x".repeat(1_048_488);
    await expect(writeTo("docs/b", { text: { stringValue } })).rejects.toMatchObject(
      refusal('The value of property "text" is longer than 1048487 bytes.'),
    );
  });

  it("may be many in one commit, and large together", async () => {
    const fields = { text: { stringValue: "x".repeat(900_000) } };
    const writes = Array.from({ length: 9 }, (_, i) => ({
      update: { name: `${raw.documents}/large/d${i}`, fields },
    }));
    await expect(raw.commit(writes)).resolves.toBeDefined();
    expect(await raw.runQuery({ from: [{ collectionId: "large" }] })).toHaveLength(9);
  });
});

describe("requests", () => {
  it("have at most 11 MiB", async () => {
    const fields = { text: { stringValue: "x".repeat(1_000_000) } };
    const writes = Array.from({ length: 12 }, (_, i) => ({
      update: { name: `${raw.documents}/large/d${i}`, fields },
    }));
    await expect(raw.commit(writes)).rejects.toMatchObject(
      refusal("Request payload size exceeds the limit: 11534336 bytes."),
    );
  });
});

describe("field names", () => {
  it("have at most 1,500 bytes", async () => {
    await expect(writeTo("fields/a", { ["x".repeat(1_500)]: { integerValue: 1 } })).resolves.toBeDefined();
    await expect(writeTo("fields/a", { ["x".repeat(1_501)]: { integerValue: 1 } })).rejects.toMatchObject({
      code: INVALID_ARGUMENT,
    });
  });
});

describe("databases", () => {
  it("of any project and id are there, apart from each other", async () => {
    const other = `projects/some-project/databases/some-database`;
    const name = `${other}/documents/a/b`;
    await raw.call("Commit", { database: other, writes: [{ update: { name, fields: {} } }] });
    await expect(raw.call("GetDocument", { name })).resolves.toMatchObject({ name });
    await expect(raw.call("GetDocument", { name: `${raw.documents}/a/b` })).rejects.toMatchObject({
      code: 5,
    });
  });
});
