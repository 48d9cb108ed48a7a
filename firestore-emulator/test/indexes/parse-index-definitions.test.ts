import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIndexDefinitions } from "../../src/indexes/parse-index-definitions.ts";
import { FieldPath } from "../../src/model/field-path.ts";
import { StatusError } from "../../src/model/status.ts";

const FILE = "firestore.indexes.json";

function refusal(text: string): string {
  try {
    parseIndexDefinitions(text, FILE);
  } catch (error) {
    if (error instanceof StatusError) {
      return error.message;
    }
    throw error;
  }
  return "accepted";
}

test("indexes and overrides are read as the Firebase CLI writes them", () => {
  const definitions = parseIndexDefinitions(
    JSON.stringify({
      indexes: [
        {
          collectionGroup: "conversations",
          queryScope: "COLLECTION",
          density: "SPARSE_ALL",
          fields: [
            { fieldPath: "status", order: "ASCENDING" },
            { fieldPath: "createdAt", order: "DESCENDING" },
          ],
        },
      ],
      fieldOverrides: [
        {
          collectionGroup: "agents",
          fieldPath: "lastSeenAt",
          ttl: false,
          indexes: [{ order: "ASCENDING", queryScope: "COLLECTION_GROUP" }],
        },
      ],
    }),
    FILE,
  );
  expect(definitions.composites).toEqual([
    {
      collectionId: "conversations",
      scope: "collection",
      fields: [
        { path: new FieldPath(["status"]), mode: "asc" },
        { path: expect.objectContaining({ segments: ["createdAt"] }), mode: "desc" },
      ],
      nameDirection: "desc",
    },
  ]);
  expect(definitions.singleField("agents", FieldPath.parse("lastSeenAt"))).toEqual([
    { scope: "group", mode: "asc" },
  ]);
  expect(definitions.singleField("agents", FieldPath.parse("name"))).toHaveLength(3);
});

test.each([
  ['{"indexes": [}', `${FILE}:1:14: `],
  ['{\n  "indexes": [],\n  oops\n}', `${FILE}:3:3: `],
  ['{"indexes": [', `${FILE}:1:14: Unexpected end of JSON input.`],
  ["", `${FILE}:1:1: Unexpected end of JSON input.`],
  ["[]", `${FILE}: the file must be an object.`],
  ['{"indexes": {}}', `${FILE}: indexes must be an array.`],
  ['{"indexes": [7]}', `${FILE}: indexes[0] must be an object.`],
  ['{"indexes": [{}]}', `${FILE}: indexes[0].collectionGroup must be a string.`],
  [
    '{"indexes": [{"collectionGroup": "a/b"}]}',
    `${FILE}: indexes[0].collectionGroup must be a collection id`,
  ],
  ['{"indexes": [{"collectionGroup": "a"}]}', `${FILE}: indexes[0].fields must hold at least one field.`],
  [
    '{"indexes": [{"collectionGroup": "a", "queryScope": "ALL", "fields": []}]}',
    `${FILE}: indexes[0].queryScope must be COLLECTION or COLLECTION_GROUP.`,
  ],
  [
    '{"indexes": [{"collectionGroup": "a", "fields": [{"fieldPath": "x", "order": "UP"}]}]}',
    `${FILE}: indexes[0].fields[0].order must be ASCENDING or DESCENDING.`,
  ],
  [
    '{"indexes": [{"collectionGroup": "a", "fields": [{"fieldPath": "x"}]}]}',
    `${FILE}: indexes[0].fields[0] must have either "order"`,
  ],
  [
    '{"indexes": [{"collectionGroup": "a", "fields": [{"fieldPath": "x..y", "order": "ASCENDING"}]}]}',
    `${FILE}: indexes[0].fields[0].fieldPath must be a field path`,
  ],
  [
    '{"indexes": [{"collectionGroup": "a", "fields": [{"fieldPath": "v", "vectorConfig": {"dimension": 0}}]}]}',
    `${FILE}: indexes[0].fields[0].vectorConfig.dimension must be an integer from 1 to 2048.`,
  ],
  [
    '{"fieldOverrides": [{"collectionGroup": "a", "fieldPath": "x", "indexes": [{}]}]}',
    `${FILE}: fieldOverrides[0].indexes[0] must have either "order"`,
  ],
])("%s is refused with its place", (text, message) => {
  expect(refusal(text).slice(0, message.length)).toBe(message);
});

test("whatever JSON comes is read or refused with its place", () => {
  const shaped = fc.record(
    { indexes: fc.jsonValue(), fieldOverrides: fc.array(fc.jsonValue()) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), shaped), (json) => {
      expect(refusal(JSON.stringify(json))).toMatch(/^accepted$|^firestore\.indexes\.json: /);
    }),
    { numRuns: 500 },
  );
});

test("whatever text comes is refused with line and column", () => {
  const spoiled = fc.tuple(fc.jsonValue(), fc.nat(), fc.string({ minLength: 1 })).map(([json, at, noise]) => {
    const text = JSON.stringify(json, null, 2);
    return text.slice(0, at % (text.length + 1)) + noise + text.slice(at % (text.length + 1));
  });
  fc.assert(
    fc.property(spoiled, (text) => {
      expect(refusal(text)).toMatch(/^accepted$|^firestore\.indexes\.json(: |:\d+:\d+: )/);
    }),
    { numRuns: 500 },
  );
});
