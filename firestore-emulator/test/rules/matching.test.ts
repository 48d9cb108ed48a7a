import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { DATABASE, GET } from "./condition.ts";

// firebase.google.com/docs/firestore/security/rules-structure

function rules(body: string, version: "1" | "2" = "2"): string {
  return `rules_version = '${version}';
service cloud.firestore {
  match /databases/{database}/documents {
    ${body}
  }
}`;
}

type Row = readonly [title: string, body: string, path: string, allowed: boolean];

const version2: readonly Row[] = [
  ["a literal document", "match /cities/sf { allow get; }", "cities/sf", true],
  ["another document", "match /cities/sf { allow get; }", "cities/la", false],
  ["a wildcard", "match /cities/{city} { allow get: if city == 'sf'; }", "cities/sf", true],
  ["a wildcard of another value", "match /cities/{city} { allow get: if city == 'sf'; }", "cities/la", false],
  ["another collection", "match /cities/{city} { allow get; }", "towns/sf", false],
  ["a document below", "match /cities/{city} { allow get; }", "cities/sf/landmarks/bridge", false],
  [
    "a longer path in one block",
    "match /cities/{city}/landmarks/{l} { allow get: if city == 'sf' && l == 'b'; }",
    "cities/sf/landmarks/b",
    true,
  ],
  ["the parent of a longer path", "match /cities/{city}/landmarks/{l} { allow get; }", "cities/sf", false],
  [
    "nested blocks",
    "match /cities/{city} { match /landmarks/{l} { allow get: if city == 'sf' && l == 'b'; } }",
    "cities/sf/landmarks/b",
    true,
  ],
  [
    "the outer of nested blocks",
    "match /cities/{city} { allow get: if false; match /landmarks/{l} { allow get; } }",
    "cities/sf",
    false,
  ],
  [
    "a collection wildcard",
    "match /{collection}/{id} { allow get: if collection == 'cities'; }",
    "cities/sf",
    true,
  ],
  ["a recursive wildcard, one level", "match /cities/{document=**} { allow get; }", "cities/sf", true],
  [
    "a recursive wildcard, deeper",
    "match /cities/{document=**} { allow get; }",
    "cities/sf/landmarks/b",
    true,
  ],
  [
    "a recursive wildcard after a wildcard, deeper",
    "match /cities/{city}/{document=**} { allow get: if city == 'sf'; }",
    "cities/sf/landmarks/b",
    true,
  ],
  [
    "a recursive wildcard of no segments",
    "match /cities/{city}/{document=**} { allow get; }",
    "cities/sf",
    true,
  ],
  ["everything", "match /{document=**} { allow get; }", "a/b/c/d/e/f", true],
  [
    "a recursive wildcard as a path",
    "match /{document=**} { allow get: if document == /cities/sf; }",
    "cities/sf",
    true,
  ],
  [
    "a recursive wildcard's segment",
    "match /{document=**} { allow get: if document[0] == 'cities' && document[1] == 'sf'; }",
    "cities/sf",
    true,
  ],
  [
    "a recursive wildcard first: no segments",
    "match /{path=**}/songs/{song} { allow get: if song == 's'; }",
    "songs/s",
    true,
  ],
  [
    "a recursive wildcard first: nested",
    "match /{path=**}/songs/{song} { allow get: if path == /artists/a; }",
    "artists/a/songs/s",
    true,
  ],
  [
    "a recursive wildcard first: another collection",
    "match /{path=**}/songs/{song} { allow get; }",
    "artists/a/albums/s",
    false,
  ],
  [
    "a block inside a recursive block",
    "match /{path=**} { match /songs/{song} { allow get: if song == 's'; } }",
    "artists/a/songs/s",
    true,
  ],
  [
    "two blocks: the second allows",
    "match /cities/{c} { allow get: if false; } match /cities/{c} { allow get; }",
    "cities/sf",
    true,
  ],
  [
    "two blocks: a narrow denial does not undo a wide permission",
    "match /cities/sf { allow get: if false; } match /{d=**} { allow get; }",
    "cities/sf",
    true,
  ],
  [
    "the path in a condition",
    "match /cities/{c} { allow get: if request.path == /databases/$(database)/documents/cities/$(c); }",
    "cities/sf",
    true,
  ],
  [
    "dashes and dots in literals",
    "match /my-cities/san.francisco_1 { allow get; }",
    "my-cities/san.francisco_1",
    true,
  ],
  [
    "ids with spaces",
    "match /cities/{c} { allow get: if c == 'San Francisco'; }",
    "cities/San Francisco",
    true,
  ],
];

const version1: readonly Row[] = [
  [
    "a recursive wildcard needs a segment",
    "match /cities/{city}/{document=**} { allow get; }",
    "cities/sf",
    false,
  ],
  [
    "a recursive wildcard, deeper",
    "match /cities/{city}/{document=**} { allow get; }",
    "cities/sf/landmarks/b",
    true,
  ],
  [
    "a recursive wildcard in place of the id",
    "match /cities/{document=**} { allow get; }",
    "cities/sf",
    true,
  ],
  ["everything", "match /{document=**} { allow get; }", "a/b/c/d", true],
  ["exact paths as in version 2", "match /cities/{city} { allow get; }", "cities/sf", true],
];

describe("match blocks in version 2", () => {
  it.each(version2)("%s", (_title, body, path, allowed) => {
    expect(compileRules(rules(body)).check({ ...GET, path }, DATABASE).allowed).toBe(allowed);
  });
});

describe("match blocks in version 1", () => {
  it.each(version1)("%s", (_title, body, path, allowed) => {
    expect(compileRules(rules(body, "1")).check({ ...GET, path }, DATABASE).allowed).toBe(allowed);
  });

  it("is what a source without rules_version means", () => {
    const source = rules("match /cities/{city}/{document=**} { allow get; }").replace(
      /rules_version.*\n/,
      "",
    );
    const ruleset = compileRules(source);
    expect(ruleset.version).toBe("1");
    expect(ruleset.check({ ...GET, path: "cities/sf" }, DATABASE).allowed).toBe(false);
  });
});

describe("services and databases", () => {
  it("ignore the rules of other services", () => {
    const source = `rules_version = '2';
service firebase.storage { match /b/{bucket}/o { match /{all=**} { allow read; } } }
${rules("match /cities/{c} { allow get; }").replace(/rules_version.*\n/, "")}`;
    const ruleset = compileRules(source);
    expect(ruleset.check({ ...GET, path: "cities/sf" }, DATABASE).allowed).toBe(true);
    expect(ruleset.check({ ...GET, path: "other/x" }, DATABASE).allowed).toBe(false);
  });

  it("may be written for one database", () => {
    const source = `rules_version = '2';
service cloud.firestore { match /databases/other/documents { match /{d=**} { allow get; } } }`;
    const ruleset = compileRules(source);
    expect(ruleset.check(GET, DATABASE).allowed).toBe(false);
    expect(ruleset.check({ ...GET, databaseId: "other" }, DATABASE).allowed).toBe(true);
  });

  it("may name the default database", () => {
    const source = `rules_version = '2';
service cloud.firestore { match /databases/(default)/documents { match /{d=**} { allow get; } } }`;
    expect(compileRules(source).check(GET, DATABASE).allowed).toBe(true);
  });
});

describe("methods", () => {
  const grants = [
    ["read", ["get", "list"]],
    ["write", ["create", "update", "delete"]],
    ["get", ["get"]],
    ["list", ["list"]],
    ["create", ["create"]],
    ["update", ["update"]],
    ["delete", ["delete"]],
    ["get, create", ["get", "create"]],
    ["read, write", ["get", "list", "create", "update", "delete"]],
  ] as const;

  it.each(grants)("allow %s", (granted, methods) => {
    const ruleset = compileRules(rules(`match /cities/{c} { allow ${granted}: if true; }`));
    for (const method of ["get", "list", "create", "update", "delete"] as const) {
      const path = method === "list" ? "cities" : "cities/sf";
      const { allowed } = ruleset.check({ ...GET, method, path }, DATABASE);
      expect([method, allowed]).toEqual([method, (methods as readonly string[]).includes(method)]);
    }
  });
});
