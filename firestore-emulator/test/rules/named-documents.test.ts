import { describe, expect, it } from "vitest";
import { Reference } from "../../src/model/value.ts";
import { compileRules } from "../../src/rules/decide/compile.ts";
import type { RulesFilter, RulesQuery, Verdict } from "../../src/rules/interface.ts";
import { ADA, mapOf, NOW, rulesAround, storedDocument } from "./condition.ts";

/** Queries that name their documents: each is decided on what is stored under the name, as in Google's emulator. */

const STORED = new Map(
  [
    storedDocument("things/hers", mapOf({ owner: "ada", open: true })),
    storedDocument("things/his", mapOf({ owner: "ben", open: true })),
  ].map((document) => [document.name.split("/documents/")[1] ?? "", document]),
);

const reference = (id: string) => new Reference(`projects/demo/databases/(default)/documents/things/${id}`);
const named = (...ids: string[]): RulesFilter =>
  ids.length === 1
    ? { kind: "field", field: ["__name__"], op: "==", value: reference(ids[0] ?? "") }
    : { kind: "field", field: ["__name__"], op: "in", value: ids.map(reference) };
const isOpen: RulesFilter = { kind: "field", field: ["open"], op: "==", value: true };
const isHers: RulesFilter = { kind: "field", field: ["owner"], op: "==", value: "ada" };
const or = (...filters: RulesFilter[]): RulesFilter => ({ kind: "or", filters });
const and = (...filters: RulesFilter[]): RulesFilter => ({ kind: "and", filters });

function check(condition: string, filter: RulesFilter): Verdict {
  const query: RulesQuery = { parent: "", collectionId: "things", allDescendants: false, filter };
  const database = { get: (path: string) => STORED.get(path) };
  return compileRules(rulesAround(`allow list: if ${condition};`)).check(
    { method: "list", path: "things", auth: ADA, time: NOW, query },
    database,
  );
}

const OWNER = "resource.data.owner == request.auth.uid";

describe.each<[condition: string, filter: RulesFilter, allowed: boolean]>([
  [OWNER, named("hers"), true],
  [OWNER, named("his"), false],
  [OWNER, named("hers", "his"), false],
  [OWNER, named("none"), false],
  [OWNER, named("hers", "none"), false],
  ["resource == null", named("none"), true],
  ["resource == null", named("hers"), false],
  [`resource == null || ${OWNER}`, named("hers", "none"), true],
  ["resource.id == 'hers'", named("hers"), true],
  ["resource.data.size() == 2", named("hers"), true],
  ["!('closed' in resource.data)", named("hers"), true],
  [OWNER, and(named("hers"), isOpen), true],
  [OWNER, and(named("his"), isHers), false],
  // One disjunct is decided on the stored document, the other proven from its filter.
  [OWNER, or(named("hers"), isHers), true],
  [OWNER, or(named("his"), isHers), false],
  [OWNER, or(named("hers"), isOpen), false],
  [OWNER, or(named("hers", "none"), isHers), false],
])("%s", (condition, filter, allowed) => {
  it(`is ${allowed} for ${JSON.stringify(filter)}`, () => {
    expect(check(condition, filter).allowed).toBe(allowed);
  });
});

it("the documents that are named are no calls of the rules, but the decision rests on them", () => {
  const { reads, documentsRead } = check(OWNER, named("hers"));
  expect({ reads, documentsRead }).toEqual({ reads: 0, documentsRead: ["things/hers"] });
});
