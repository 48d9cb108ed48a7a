import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import type { RulesDatabase } from "../../src/rules/interface.ts";
import { check, DATABASE, GET, mapOf, rulesAround, storedDocument } from "./condition.ts";
import { describeCases } from "./expect-cases.ts";

// firebase.google.com/docs/firestore/security/rules-conditions#access_other_documents

const PEOPLE = "/databases/$(database)/documents/people";

describeCases("get() and exists()", [
  [`get(${PEOPLE}/ada).data.name == 'Ada'`, true],
  [`get(${PEOPLE}/$(request.auth.uid)).data.level == 3`, true],
  [`get(${PEOPLE}/$('a' + 'da')).id == 'ada'`, true],
  [`get(${PEOPLE}/ada).__name__ == ${PEOPLE}/ada`, true],
  ["get(/databases/(default)/documents/people/ada).data.name == 'Ada'", true],
  ["get(resource.data.link).data.name == 'Ada'", true],
  ["get(path('databases/(default)/documents/people/ben')).data.name == 'Ben'", true],
  [
    "get(path('databases/{db}/documents/people/{uid}').bind({'db': database, 'uid': 'ben'})).data.level == 1",
    true,
  ],
  [`get(${PEOPLE}/nobody) == null`, true],
  [`get(${PEOPLE}/nobody).data.name == 'x'`, "Null value error."],
  [`exists(${PEOPLE}/ada)`, true],
  [`exists(${PEOPLE}/nobody)`, false],
  [`!exists(${PEOPLE}/nobody)`, true],
  [`exists(${PEOPLE}/nobody) && get(${PEOPLE}/nobody).data.name == 'x'`, false],
  [`exists(${PEOPLE}/$(resource.data.missing))`, "Property missing is undefined on object."],
  [`exists(${PEOPLE}/$(null))`, "Null value error."],
  [`exists(${PEOPLE}/$(true))`, "Type error."],
  [`exists(${PEOPLE}/$('a/b'))`, "Invalid document path"],
  [`exists(${PEOPLE})`, "Invalid document path"],
  ["exists(/people/ada)", "Invalid document path"],
  ["exists(/databases/other/documents/people/ada)", "Unknown database"],
  ["exists('people/ada')", "Type error. Expected: [path]."],
  ["exists()", "Incorrect number of arguments. Received: 0. Expected: exists(path)."],
  [`exists(${PEOPLE}/ada, 1)`, "Incorrect number of arguments. Received: 2."],
]);

describe("getAfter() and existsAfter()", () => {
  const database: RulesDatabase = {
    get: DATABASE.get,
    getAfter: (path) =>
      path === "people/new"
        ? storedDocument(path, mapOf({ level: 9n }))
        : path === "people/ada"
          ? undefined
          : DATABASE.get(path),
  };
  const decide = (condition: string) =>
    compileRules(rulesAround(`allow get: if ${condition};`)).check(GET, database).allowed;

  it.each([
    `getAfter(${PEOPLE}/new).data.level == 9`,
    `existsAfter(${PEOPLE}/new) && !exists(${PEOPLE}/new)`,
    `!existsAfter(${PEOPLE}/ada) && exists(${PEOPLE}/ada)`,
    `getAfter(${PEOPLE}/ada) == null`,
    `getAfter(${PEOPLE}/ben).data == get(${PEOPLE}/ben).data`,
  ])("%s", (condition) => {
    expect(decide(condition)).toBe(true);
  });

  it("see the present state when nothing is being written", () => {
    expect(check(`getAfter(${PEOPLE}/ada).data.name == 'Ada' && existsAfter(${PEOPLE}/ben)`).allowed).toBe(
      true,
    );
  });
});

/** exists() of `count` different documents. */
function calls(count: number, prefix = "'p'"): string {
  return Array.from({ length: count }, (_, i) => `!exists(${PEOPLE}/$(${prefix} + '${i}'))`).join(" && ");
}

// firebase.google.com/docs/firestore/security/rules-conditions#access_call_limits

describe("document calls", () => {
  it("are limited to 10 in one operation", () => {
    expect(check(calls(10)).allowed).toBe(true);
    const verdict = check(`${calls(11)} || true`);
    expect(verdict.allowed).toBe(false);
    expect(verdict.message).toContain("Too many document access calls");
  });

  it("count once for the same document", () => {
    const same = Array.from({ length: 30 }, () => `exists(${PEOPLE}/ada)`).join(" && ");
    expect(check(`${same} && get(${PEOPLE}/ada).data.level == 3`)).toMatchObject({ allowed: true, reads: 1 });
  });

  it("are limited to 20 in a request of several operations", () => {
    const ruleset = compileRules(rulesAround(`allow get: if ${calls(8, "thing")};`));
    const session = ruleset.newSession();
    const ask = (thing: string) =>
      ruleset.check({ ...GET, path: `things/${thing}` }, DATABASE, { session }).allowed;
    expect([ask("a"), ask("b"), ask("b"), ask("c")]).toEqual([true, true, true, false]);
  });

  it("are billed as one read for each document, missing ones too", () => {
    expect(check(`exists(${PEOPLE}/ada) && get(${PEOPLE}/ben).data.level == 1`).reads).toBe(2);
    expect(check(`!exists(${PEOPLE}/nobody)`).reads).toBe(1);
    expect(check("true").reads).toBe(0);
  });

  it("are billed also when the request is denied", () => {
    expect(check(`exists(${PEOPLE}/ada) && false`)).toMatchObject({ allowed: false, reads: 1 });
  });

  it("that are not reached are free", () => {
    expect(check(`true || exists(${PEOPLE}/ada)`).reads).toBe(0);
  });

  it("tell which documents the decision rests on", () => {
    const { documentsRead } = check(`exists(${PEOPLE}/ada) && !exists(${PEOPLE}/nobody)`);
    expect(documentsRead).toEqual(["people/ada", "people/nobody"]);
  });
});

// firebase.google.com/docs/reference/rules/rules.Path

describeCases("paths", [
  ["(/a/b/c)[1] == 'b'", true],
  ["(/a/b/c)[3] == 'd'", "Index out of bound error. Index: [3] , size: [3]."],
  ["(/a/b/c)[0:2] == /a/b", true],
  ["'b' in /a/b/c", "Function not found error: Name: [in]."],
  ["/a/$('b')/c == /a/b/c", true],
  ["/a/$(1 + 1) == /a/$('2')", true],
  ["/$(/a/b)/c == /a/b/c", true],
  ["(/path/$(foo)/$(bar)).bind({'foo': 'something', 'bar': 'another'}) == /path/something/another", true],
  ["(/path/$(foo)).bind({'foo': 'x'}).foo == 'x'", true],
  ["(/path/$(foo)).bind({'foo': 'x'})['foo'] == 'x'", true],
  ["(/path/$(thing)).thing == 'one'", true],
  ["(/path/$(thing)).bind({'thing': 'x'}) == /path/one", true],
  ["(/path/$(foo)).foo == 'x'", "Property foo is undefined on object."],
  ["exists(/databases/$(database)/documents/people/$(uid))", "Variable is not bound in path template."],
  ["exists((/databases/$(database)/documents/people/$(uid)).bind({'uid': 'ada'}))", true],
  ["path('users/{uid}').bind({'uid': 'ada'}) == /users/ada", true],
  ["path('users/$(uid)').bind({'uid': 'ada'}) == /users/ada", true],
  ["path('users/{uid}').bind({'other': 'x'})[1] == '{uid}'", true],
  ["path('users/{uid}').bind({'uid': 1}) == /users/1", "Variable is not bound in path template."],
  [
    "path('users/{uid}').bind('ada') == /users/ada",
    "Unsupported operation error. Received: path.bind(string). Expected: path.bind(map).",
  ],
  ["path('users/{uid}').bind(null) == /users/ada", "Null value error."],
  ["resource.data.link[4] == 'ada'", true],
]);
