import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { callEndpoint } from "../control/http-call.ts";

const PROJECT = "/emulator/v1/projects/demo-fuzz";
const ENDPOINTS: [string, string][] = [
  ["PUT", `${PROJECT}:securityRules`],
  ["POST", `${PROJECT}:export`],
  ["POST", `${PROJECT}:import`],
  ["POST", `${PROJECT}:faults`],
];
const DOCUMENTS = "/v1/projects/demo-fuzz/databases/(default)/documents";
const VERBS = [
  "commit",
  "batchGet",
  "batchWrite",
  "beginTransaction",
  "rollback",
  "runQuery",
  "runAggregationQuery",
];

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.stop());

/** The answer is JSON, is no server's failure, and an error has Google's shape. */
async function expectAnswer([method, path]: [string, string], body?: string): Promise<void> {
  const { status, text } = await callEndpoint(emulator, [method, path], body);
  expect(status, `${method} ${path} ${body}: ${text}`).toBeLessThan(500);
  if (status >= 400) {
    expect(text).toMatch(/"status":\s*"[A-Z_]+"/);
  }
}

const keys = fc.constantFrom(
  "rules",
  "files",
  "content",
  "name",
  "database",
  "export_directory",
  "abortCommits",
  "delayMs",
);
const shaped = fc.dictionary(keys, fc.jsonValue(), { maxKeys: 4 });
const bodies = fc.oneof(
  fc.string(),
  fc.json(),
  shaped.map((body) => JSON.stringify(body)),
);

test.each(ENDPOINTS)("%s %s answers any body", async (method, path) => {
  await fc.assert(
    fc.asyncProperty(bodies, (body) => expectAnswer([method, path], body)),
    { numRuns: 150 },
  );
});

test("any path below /emulator/v1 is answered", async () => {
  const segment = fc.oneof(
    fc.constantFrom("projects", "databases", "documents", ":usage", "%", "%00", "..", "//"),
    fc.string(),
  );
  const request = fc.tuple(
    fc.constantFrom("GET", "PUT", "POST", "DELETE"),
    fc.array(segment, { maxLength: 7 }),
  );
  await fc.assert(
    fc.asyncProperty(request, async ([method, segments]) => {
      // What fetch refuses to send is no request.
      const path = `/emulator/v1/${segments.join("/").replaceAll(/[^\x21-\x7e]|[#?\\.]/g, "")}`;
      await expectAnswer([method, path], method === "GET" ? undefined : "{}");
    }),
    { numRuns: 200 },
  );
});

test("rules of any text are compiled or refused with line and column", async () => {
  const words = fc.constantFrom(
    ..."service cloud.firestore match allow read write if let return function {} () [] ; : , . == && || ! 'a' 1 2.5 true null in is request resource data /{a} /{b=**} $( ) \n".split(
      " ",
    ),
  );
  const source = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 60 }).map((all) => all.join(" ")),
  );
  await fc.assert(
    fc.asyncProperty(source, async (content) => {
      const body = JSON.stringify({ rules: { files: [{ content }] } });
      const { status, json } = await callEndpoint(emulator, ["PUT", `${PROJECT}:securityRules`], body);
      expect([200, 400]).toContain(status);
      if (status === 400) {
        expect(json).toMatchObject({
          issues: expect.arrayContaining([
            {
              sourcePosition: {
                fileName: "security.rules",
                line: expect.any(Number),
                column: expect.any(Number),
              },
              description: expect.any(String),
              severity: "ERROR",
            },
          ]),
        });
      }
    }),
    { numRuns: 300 },
  );
});

test.each(VERBS)("REST :%s answers any body", async (verb) => {
  const name = "projects/demo-fuzz/databases/(default)/documents/visitors/ada";
  const known = fc.constantFrom(
    "writes",
    "update",
    "name",
    "fields",
    "structuredQuery",
    "from",
    "where",
    "documents",
    "transaction",
    "value",
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constant(name),
    fc.dictionary(known, fc.jsonValue(), { maxKeys: 3 }),
  );
  const body = fc.oneof(
    fc.string(),
    fc
      .dictionary(known, fc.oneof(value, fc.array(value, { maxLength: 3 })), { maxKeys: 4 })
      .map((json) => JSON.stringify(json)),
  );
  await fc.assert(
    fc.asyncProperty(body, (text) => expectAnswer(["POST", `${DOCUMENTS}:${verb}`], text)),
    { numRuns: 100 },
  );
});
