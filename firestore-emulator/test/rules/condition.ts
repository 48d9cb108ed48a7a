import type { StoredDocument } from "../../src/model/document.ts";
import { Bytes, GeoPoint, type MapValue, Reference, Timestamp, type Value } from "../../src/model/value.ts";
import { compileRules } from "../../src/rules/decide/compile.ts";
import type { RulesAuth, RulesRequest, Verdict } from "../../src/rules/interface.ts";

/** Monday, 2 March 2026, 14:05:06.789012 UTC: the time of all requests in these tests. */
export const NOW = new Timestamp(Date.UTC(2026, 2, 2, 14, 5, 6) / 1_000, 789_012_000);

const ROOT = "projects/demo/databases/(default)/documents";

/** The document that conditions see as `resource`: one field of every type. */
export const FIELDS: MapValue = new Map<string, Value>([
  ["nothing", null],
  ["yes", true],
  ["no", false],
  ["int", 7n],
  ["big", 9_007_199_254_740_993n],
  ["float", 2.5],
  ["whole", 3],
  ["nan", Number.NaN],
  ["text", "Hello, World"],
  ["empty", ""],
  ["emoji", "a😀b"],
  ["when", new Timestamp(1_772_460_306, 789_012_000)],
  ["bytes", new Bytes(Uint8Array.of(1, 2, 255))],
  ["place", new GeoPoint(52.52, 13.405)],
  ["link", new Reference(`${ROOT}/people/ada`)],
  ["list", ["a", "b", "c"]],
  ["numbers", [1n, 2n, 2n, 3n]],
  ["map", mapOf({ a: 1n, b: mapOf({ c: "deep" }) })],
]);

export function mapOf(entries: Readonly<Record<string, Value>>): MapValue {
  return new Map(Object.entries(entries));
}

export function storedDocument(path: string, fields: MapValue): StoredDocument {
  return { name: `${ROOT}/${path}`, fields, createTime: NOW, updateTime: NOW };
}

/** Ada, signed in, with a claim. */
export const ADA: RulesAuth = {
  uid: "ada",
  token: mapOf({ email: "ada@example.com", email_verified: true, roles: ["editor"], level: 3n }),
};

/** What get() and exists() find. */
const STORED: Readonly<Record<string, MapValue>> = {
  "people/ada": mapOf({ name: "Ada", level: 3n }),
  "people/ben": mapOf({ name: "Ben", level: 1n }),
};

export const DATABASE = {
  get: (path: string): StoredDocument | undefined => {
    const fields = STORED[path];
    return fields ? storedDocument(path, fields) : undefined;
  },
};

export const GET: RulesRequest = {
  method: "get",
  path: "things/one",
  auth: ADA,
  time: NOW,
  resource: storedDocument("things/one", FIELDS),
};

/** Puts statements and functions into a match block for /things/{thing}. */
export function rulesAround(body: string): string {
  return `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /things/{thing} {
      ${body}
    }
  }
}`;
}

/** Evaluates one condition. */
export function check(condition: string, request: RulesRequest = GET): Verdict {
  return compileRules(rulesAround(`allow ${request.method}: if ${condition};`)).check(request, DATABASE);
}

/** "true", "false", or the text of the error that a condition ends with. */
export function outcome(condition: string, request: RulesRequest = GET): string {
  const [statement] = check(condition, request).statements;
  return statement?.error?.message ?? statement?.result ?? "no statement";
}

/** A condition and what it comes to: true, false, or a part of its error message. */
export type Case = readonly [condition: string, expected: boolean | string];
