import { expect, test } from "vitest";
import { IndexCheck } from "../../src/indexes/index-check.ts";
import { parseIndexDefinitions } from "../../src/indexes/parse-index-definitions.ts";
import { StatusCode, StatusError } from "../../src/model/status.ts";
import type { Query } from "../../src/query/query.ts";
import { and, field, query } from "./query-text.ts";

const DATABASE = { projectId: "demo-livechat", databaseId: "(default)" };
const NONE = parseIndexDefinitions("{}", "firestore.indexes.json");

function refusal(tested: Query): StatusError {
  try {
    new IndexCheck(NONE).check(tested, DATABASE);
  } catch (error) {
    if (error instanceof StatusError) {
      return error;
    }
  }
  throw new Error("The query was not refused.");
}

/** The definition at the end of the message, put into a file, makes the query run. */
function fileOf({ message }: StatusError): string {
  const [, section = "", definition = ""] =
    /Add to "(\w+)" in firestore.indexes.json:\n(.*)$/s.exec(message) ?? [];
  return `{"${section}": [${definition}]}`;
}

const REFUSED: [string, Query][] = [
  ["equality and order", query({ where: field("status", "=="), orderBy: ["age desc"] })],
  ["array-contains and range", query({ where: and(field("tags", "array-contains"), field("age", ">")) })],
  ["a group", query({ where: field("status", "=="), group: true })],
  ["a group's list", query({ where: field("tags", "array-contains"), group: true })],
  ["a group's equalities", query({ where: and(field("a", "=="), field("b", "==")), group: true })],
  [
    "a group's equalities, last first",
    query({ where: and(field("a", "=="), field("b", "==")), orderBy: ["__name__ desc"], group: true }),
  ],
  ["names downwards", query({ orderBy: ["__name__ desc"] })],
  ["nearest", query({ nearest: ["embedding", 3] })],
];

test.each(REFUSED)("%s: the definition in the message is the one that helps", (_, tested) => {
  const error = refusal(tested);
  expect(error.code).toBe(StatusCode.FAILED_PRECONDITION);
  const definitions = parseIndexDefinitions(fileOf(error), "firestore.indexes.json");
  expect(() => new IndexCheck(definitions).check(tested, DATABASE)).not.toThrow();
});

test("the message is production's, with the console's link", () => {
  const { message } = refusal(query({ where: field("status", "=="), orderBy: ["age desc"] }));
  const link =
    "https://console.firebase.google.com/v1/r/project/demo-livechat/firestore/indexes?create_composite=";
  expect(message.startsWith(`The query requires an index. You can create it here: ${link}`)).toBe(true);
  const encoded = message.split("create_composite=")[1]?.split("\n")[0] ?? "";
  const index = Buffer.from(encoded, "base64url").toString("latin1");
  expect(index).toContain("projects/demo-livechat/databases/(default)/collectionGroups/chats/indexes/_");
  expect(index).toContain(
    "\x1a\x0a\x0a\x06status\x10\x01\x1a\x07\x0a\x03age\x10\x02\x1a\x0c\x0a\x08__name__\x10\x02",
  );
});

test("a missing single-field index is named by its kind", () => {
  const { message } = refusal(query({ where: field("status", "=="), group: true }));
  expect(message).toContain(
    "The query requires a COLLECTION_GROUP_ASC index for collection chats and field status.",
  );
});

test("without definitions nothing is refused", () => {
  const check = new IndexCheck();
  for (const [, tested] of REFUSED) {
    expect(() => check.check(tested, DATABASE)).not.toThrow();
  }
});
