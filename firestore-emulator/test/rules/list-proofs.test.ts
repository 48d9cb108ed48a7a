import { describe, expect, it } from "vitest";
import { Reference, type Value } from "../../src/model/value.ts";
import { compileRules } from "../../src/rules/decide/compile.ts";
import type { FilterOperator, RulesFilter, RulesQuery, RulesRequest } from "../../src/rules/interface.ts";
import { ADA, DATABASE, NOW, rulesAround } from "./condition.ts";

// firebase.google.com/docs/firestore/security/rules-query: "rules are not filters"

const ALL: RulesQuery = { parent: "", collectionId: "things", allDescendants: false };

function where(field: string, op: FilterOperator, value: Value): RulesFilter {
  return { kind: "field", field: field.split("."), op, value };
}

function and(...filters: RulesFilter[]): RulesFilter {
  return { kind: "and", filters };
}

function or(...filters: RulesFilter[]): RulesFilter {
  return { kind: "or", filters };
}

function orderedBy(field: string): Partial<RulesQuery> {
  return { orderBy: [{ field: field.split("."), direction: "ASC" }] };
}

function isAllowed(source: string, query: RulesQuery, auth: RulesRequest["auth"] = ADA): boolean {
  const path = [query.parent, query.collectionId].filter(Boolean).join("/");
  return compileRules(source).check({ method: "list", path, auth, time: NOW, query }, DATABASE).allowed;
}

/** A condition, a filter (or more of a query), and whether the one proves the other. */
type Row = readonly [
  condition: string,
  query: RulesFilter | Partial<RulesQuery> | undefined,
  proven: boolean,
];

function describeProofs(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows.map((row, i) => [i + 1, ...row] as const))("%i: %s", (_number, condition, given, proven) => {
      const query = given && "kind" in given ? { ...ALL, filter: given } : { ...ALL, ...given };
      expect(isAllowed(rulesAround(`allow list: if ${condition};`), query)).toBe(proven);
    });
  });
}

describeProofs("conditions that do not look at the document", [
  ["true", undefined, true],
  ["false", undefined, false],
  ["request.auth != null", undefined, true],
  ["request.auth.uid == 'ada'", undefined, true],
  ["request.auth.uid == 'ben'", where("owner", "==", "ben"), false],
  ["request.time.year() == 2026", undefined, true],
  ["request.method == 'list'", undefined, true],
  ["request.path == /databases/$(database)/documents/things", undefined, true],
  ["request.resource == null", undefined, false],
  ["exists(/databases/$(database)/documents/people/$(request.auth.uid))", undefined, true],
  ["get(/databases/$(database)/documents/people/$(request.auth.uid)).data.level == 3", undefined, true],
  ["get(/databases/$(database)/documents/people/$(request.auth.uid)).data.level == 4", undefined, false],
]);

describeProofs("equality", [
  ["resource.data.owner == request.auth.uid", undefined, false],
  ["resource.data.owner == request.auth.uid", where("owner", "==", "ada"), true],
  ["request.auth.uid == resource.data.owner", where("owner", "==", "ada"), true],
  ["resource.data.owner == request.auth.uid", where("owner", "==", "ben"), false],
  ["resource.data.owner == request.auth.uid", where("author", "==", "ada"), false],
  ["resource.data.owner == request.auth.uid", where("owner", ">=", "ada"), false],
  ["resource.data.owner == request.auth.uid", where("owner", "!=", "ben"), false],
  ["resource.data['owner'] == 'ada'", where("owner", "==", "ada"), true],
  ["resource.data.public", where("public", "==", true), true],
  ["resource.data.public == true", where("public", "==", true), true],
  ["!resource.data.hidden", where("hidden", "==", false), true],
  ["!resource.data.hidden", undefined, false],
  ["resource.data.deleted == null", where("deleted", "==", null), true],
  ["resource.data.deleted == null", undefined, false],
  ["resource.data.a == 1 && resource.data.b == 2", and(where("a", "==", 1n), where("b", "==", 2n)), true],
  ["resource.data.a == 1 && resource.data.b == 2", where("a", "==", 1n), false],
  ["resource.data.a == 1 || resource.data.b == 2", where("a", "==", 1n), true],
  ["resource.data.a == 1 || resource.data.b == 2", where("b", "==", 2n), true],
  ["resource.data.a == 1 || resource.data.b == 2", where("c", "==", 3n), false],
  ["resource.data.a == resource.data.b", and(where("a", "==", 1n), where("b", "==", 1n)), true],
  ["resource.data.a == resource.data.b", where("a", "==", 1n), false],
  ["resource.data.a != 'x'", where("a", "==", "y"), true],
  ["resource.data.map.a == 1", where("map.a", "==", 1n), true],
  ["resource.data.map.a == 1", where("map", "==", new Map([["a", 1n]])), true],
  ["resource.data.map.b == 1", where("map.a", "==", 1n), false],
  ["resource.data.map[request.auth.uid] == 'editor'", where("map.ada", "==", "editor"), true],
  ["resource.data.map[request.auth.uid] == 'editor'", where("map.ben", "==", "editor"), false],
]);

// github.com/firebase/firebase-tools/issues/4420
describeProofs("what the query does not constrain, which is absent as in Google's emulator", [
  ["!('owner' in resource.data)", undefined, true],
  ["!('owner' in resource.data)", where("owner", "==", "ada"), false],
  ["!('owner' in resource.data)", where("owner", ">", "ada"), false],
  ["!('owner' in resource.data)", orderedBy("owner"), false],
  ["!('b' in resource.data.map)", where("map.a", "==", 1n), true],
  ["!('deleted' in resource.data) || resource.data.deleted == false", where("owner", "==", "ada"), true],
  ["!('deleted' in resource.data) || resource.data.deleted == false", where("deleted", "==", true), false],
  ["!resource.data.keys().hasAll(['owner'])", undefined, true],
  ["resource.data.keys().hasAll(['a'])", where("a", "==", 1n), true],
  ["resource.data.keys().hasAll(['a', 'b'])", and(where("a", "==", 1n), where("b", ">", 1n)), true],
  ["resource.data.keys().hasAll(['a', 'b'])", where("a", "==", 1n), false],
  ["resource.data.keys().hasOnly(['a', 'b'])", where("a", ">", 1n), true],
  ["resource.data.size() == 1", where("a", "==", 1n), true],
  ["resource.data.size() == 2", and(where("a", "==", 1n), where("b", ">", 1n)), true],
  ["resource.data == {'a': 1}", where("a", "==", 1n), true],
  ["resource.data.get('owner', 'ada') == 'ada'", undefined, true],
  ["resource.data.get('owner', 'ada') == 'ada'", where("owner", "==", "ben"), false],
  ["resource.data.get('owner', 'ada') == 'ada'", where("owner", ">", ""), false],
  ["resource.data.get('owner', 'ada') == 'ada'", where("age", ">", 1n), true],
  ["resource.data.get(['map', 'b'], 2) == 2", where("map.a", ">", 1n), true],
  ["resource.data.get(['map', 'a'], 2) == 2", where("map.a", ">", 1n), false],
  ["{'a': 1}.get('a', resource.data.age) == 1", where("age", ">", 1n), true],
  ["resource.data.owner == null", undefined, false],
  ["resource.data.owner != 'ada'", undefined, false],
  ["resource.data.owner == 'ada' || request.auth != null", undefined, true],
  ["!(resource.data.owner == 'ada')", undefined, false],
]);

describeProofs("known values in larger expressions", [
  ["resource.data.owner.lower() == 'ada'", where("owner", "==", "ADA"), true],
  ["resource.data.name.matches('a.*')", where("name", "==", "ada"), true],
  ["resource.data.name.matches('a.*')", undefined, false],
  ["resource.data.count + 1 == 3", where("count", "==", 2n), true],
  ["resource.data.count < 3", where("count", "==", 2n), true],
  ["resource.data.count > 3", where("count", "==", 2n), false],
  ["resource.data.kind in ['a', 'b']", where("kind", "==", "a"), true],
  ["resource.data.kind in ['a', 'b']", where("kind", "==", "c"), false],
  ["resource.data.kind in ['a', 'b']", undefined, false],
  ["resource.data.owner is string", where("owner", "==", "ada"), true],
  ["resource.data.owner is string", undefined, false],
  ["resource.data.get('owner', 'nobody') == 'ada'", where("owner", "==", "ada"), true],
  ["'owner' in resource.data", where("owner", "==", "ada"), true],
  ["'owner' in resource.data", undefined, false],
  ["resource.data.public ? true : resource.data.owner == 'ada'", where("public", "==", true), true],
  ["resource.data.public ? false : true", where("public", "==", true), false],
  ["resource.data.public ? true : true", undefined, false],
  ["resource.data.a == 1 ? true : true", where("a", ">", 0n), true],
  [
    "exists(/databases/$(database)/documents/people/$(resource.data.owner))",
    where("owner", "==", "ada"),
    true,
  ],
  [
    "exists(/databases/$(database)/documents/people/$(resource.data.owner))",
    where("owner", "==", "nobody"),
    false,
  ],
  ["exists(/databases/$(database)/documents/people/$(resource.data.owner))", undefined, false],
  [
    "get(/databases/$(database)/documents/people/$(resource.data.owner)).data.level == 3",
    where("owner", "==", "ada"),
    true,
  ],
  [
    "get(resource.data.link).data.level == 3",
    where("link", "==", new Reference("projects/demo/databases/(default)/documents/people/ada")),
    true,
  ],
  ["resource.data.missing == 1 || true", undefined, true],
  ["resource.data.missing == 1 && false", undefined, false],
  ["!(resource.data.missing == 1 && false)", undefined, true],
  ["debug(resource.data.owner) == 'ada'", where("owner", "==", "ada"), true],
  ["[resource.data.owner].hasAny(['ada'])", where("owner", "==", "ada"), true],
  ["[resource.data.owner].hasAny(['ada'])", undefined, false],
  ["resource.data != null", undefined, true],
  ["resource != null", undefined, true],
  ["resource == null", undefined, false],
]);

describeProofs("in, or and array-contains", [
  ["resource.data.kind in ['a', 'b']", where("kind", "in", ["a", "b"]), true],
  ["resource.data.kind in ['a', 'b']", where("kind", "in", ["a"]), true],
  ["resource.data.kind in ['a', 'b']", where("kind", "in", ["a", "c"]), false],
  ["resource.data.kind == 'a'", where("kind", "in", ["a", "b"]), false],
  ["resource.data.kind == 'a' || resource.data.kind == 'b'", where("kind", "in", ["a", "b"]), true],
  ["resource.data.kind == 'a'", or(where("kind", "==", "a"), where("owner", "==", "ada")), false],
  [
    "resource.data.kind == 'a' || resource.data.owner == 'ada'",
    or(where("kind", "==", "a"), where("owner", "==", "ada")),
    true,
  ],
  [
    "resource.data.public == true",
    and(where("public", "==", true), or(where("a", "==", 1n), where("b", "==", 2n))),
    true,
  ],
  [
    "resource.data.a == 1 && resource.data.public",
    and(where("public", "==", true), or(where("a", "==", 1n), where("b", "==", 2n))),
    false,
  ],
  [
    "resource.data.a in [1, 2] && resource.data.b in [3, 4]",
    and(where("a", "in", [1n, 2n]), where("b", "in", [3n, 4n])),
    true,
  ],
  ["'ada' in resource.data.members", where("members", "array-contains", "ada"), true],
  ["request.auth.uid in resource.data.members", where("members", "array-contains", "ada"), true],
  ["request.auth.uid in resource.data.members", where("members", "array-contains", "ben"), false],
  ["request.auth.uid in resource.data.members", undefined, false],
  ["'ada' in resource.data.members", where("members", "==", ["ada", "ben"]), true],
  ["'ada' in resource.data.members", where("members", "array-contains-any", ["ada"]), true],
  ["'ada' in resource.data.members", where("members", "array-contains-any", ["ada", "ben"]), false],
  [
    "'ada' in resource.data.members || 'ben' in resource.data.members",
    where("members", "array-contains-any", ["ada", "ben"]),
    true,
  ],
  ["resource.data.members.hasAll(['ada'])", where("members", "array-contains", "ada"), true],
  ["resource.data.members.hasAll(['ada', 'ben'])", where("members", "array-contains", "ada"), false],
  [
    "resource.data.members.hasAll(['ada', 'ben'])",
    and(where("members", "array-contains", "ada"), where("members", "array-contains", "ben")),
    true,
  ],
  ["resource.data.members.hasAny(['ben', 'ada'])", where("members", "array-contains", "ada"), true],
  ["resource.data.members.hasAny(['ben'])", where("members", "array-contains", "ada"), false],
  ["!resource.data.members.hasAny(['ben'])", where("members", "array-contains", "ada"), false],
  ["resource.data.members.hasOnly(['ada'])", where("members", "array-contains", "ada"), false],
  ["resource.data.members.hasAny(['ada'])", where("members", ">", "a"), false],
  ["request.auth.uid in resource.data.roles", where("roles.ada", "==", "editor"), true],
  ["request.auth.uid in resource.data.roles.keys()", where("roles.ada", "in", ["editor", "owner"]), true],
  ["request.auth.uid in resource.data.roles.keys()", where("roles.ada", ">", ""), true],
  ["request.auth.uid in resource.data.roles.keys()", where("roles.ben", "==", "editor"), false],
  ["resource.data.members is list", where("members", "array-contains", "ada"), true],
  ["!('ben' in resource.data.members)", where("members", "array-contains", "ada"), false],
]);

describeProofs("ranges and inequalities", [
  ["resource.data.age >= 18", where("age", ">=", 18n), true],
  ["resource.data.age >= 18", where("age", ">", 18n), true],
  ["resource.data.age > 18", where("age", ">=", 18n), false],
  ["resource.data.age > 18", where("age", ">=", 19n), true],
  ["resource.data.age > 18", where("age", ">=", 18.5), true],
  ["resource.data.age >= 18", where("age", ">=", 17n), false],
  ["18 <= resource.data.age", where("age", ">=", 20n), true],
  ["resource.data.age < 65", where("age", "<", 65n), true],
  ["resource.data.age < 65", where("age", "<=", 64n), true],
  ["resource.data.age <= 65", where("age", "<", 70n), false],
  [
    "resource.data.age >= 18 && resource.data.age < 65",
    and(where("age", ">=", 18n), where("age", "<", 65n)),
    true,
  ],
  ["resource.data.age >= 18 && resource.data.age < 65", where("age", ">=", 18n), false],
  ["resource.data.age >= 18", where("age", "==", 20n), true],
  ["resource.data.age >= 18", undefined, false],
  ["!(resource.data.age < 18)", where("age", ">=", 18n), true],
  ["resource.data.age != 5", where("age", ">", 5n), true],
  ["resource.data.age != 5", where("age", "!=", 5n), true],
  ["resource.data.age != 5", where("age", "!=", 6n), false],
  ["resource.data.age != null", where("age", "!=", 6n), true],
  ["resource.data.age != null", where("age", ">", 0n), true],
  ["resource.data.state != 'gone'", where("state", "not-in", ["gone", "hidden"]), true],
  ["!(resource.data.state in ['gone', 'hidden'])", where("state", "not-in", ["gone", "hidden"]), true],
  ["!(resource.data.state in ['gone', 'new'])", where("state", "not-in", ["gone", "hidden"]), false],
  ["resource.data.name >= 'm'", where("name", ">=", "n"), true],
  ["resource.data.at <= request.time", where("at", "<=", NOW), true],
  ["resource.data.at <= request.time", undefined, false],
  ["resource.data.age is number", where("age", ">", 0n), true],
  ["resource.data.age is int", where("age", ">", 0n), false],
  ["resource.data.age > 'a'", where("age", ">", 0n), false],
  ["resource.data.name is string", where("name", ">", ""), true],
  ["'age' in resource.data", where("age", ">", 0n), true],
]);

describeProofs("order, limit and offset", [
  ["request.query.limit <= 10", { limit: 10 }, true],
  ["request.query.limit <= 10", { limit: 11 }, false],
  ["request.query.limit <= 10", {}, false],
  ["request.query.limit == null || request.query.limit <= 10", {}, true],
  ["request.query.offset == 0", { offset: 0 }, true],
  ["request.query.offset == 0", { offset: 5 }, false],
  ["request.query.orderBy == {'age': 'ASC'}", orderedBy("age"), true],
  ["request.query.orderBy == {'age': 'DESC'}", orderedBy("age"), false],
  ["request.query.orderBy['map.age'] == 'ASC'", orderedBy("map.age"), true],
  ["request.query.orderBy.keys().hasOnly(['age'])", orderedBy("age"), true],
  ["request.query.orderBy == null", {}, true],
  ["'age' in resource.data", orderedBy("age"), true],
  ["'name' in resource.data", orderedBy("age"), false],
  ["resource.data.age > 0", orderedBy("age"), false],
  ["resource.data.age != null || true", orderedBy("age"), true],
  [
    "resource.data.public && request.query.limit <= 5",
    { limit: 5, filter: where("public", "==", true) },
    true,
  ],
]);

describeProofs("the document's id", [
  ["thing == 'one'", undefined, false],
  ["thing is string", undefined, true],
  ["thing == resource.id", undefined, true],
  [
    "thing == 'one'",
    where("__name__", "==", new Reference("projects/demo/databases/(default)/documents/things/one")),
    true,
  ],
  [
    "thing == 'two'",
    where("__name__", "==", new Reference("projects/demo/databases/(default)/documents/things/one")),
    false,
  ],
  [
    "thing in ['one', 'two']",
    where("__name__", "in", [
      new Reference("projects/demo/databases/(default)/documents/things/one"),
      new Reference("projects/demo/databases/(default)/documents/things/two"),
    ]),
    true,
  ],
  [
    "thing == 'one'",
    where("__name__", ">=", new Reference("projects/demo/databases/(default)/documents/things/one")),
    false,
  ],
]);

describe("functions in proofs", () => {
  it("see what the query fixes", () => {
    const source = rulesAround(`function owns(doc, uid) { let owner = doc.data.owner; return owner == uid; }
      allow list: if owns(resource, request.auth.uid);`);
    expect(isAllowed(source, { ...ALL, filter: where("owner", "==", "ada") })).toBe(true);
    expect(isAllowed(source, { ...ALL, filter: where("owner", "==", "ben") })).toBe(false);
    expect(isAllowed(source, ALL)).toBe(false);
  });

  it("may be proven by different statements for different alternatives", () => {
    const source = rulesAround(
      "allow list: if resource.data.public == true; allow list: if resource.data.owner == request.auth.uid;",
    );
    const filter = or(where("public", "==", true), where("owner", "==", "ada"));
    expect(isAllowed(source, { ...ALL, filter })).toBe(true);
  });

  it("deny nobody's query where the user is asked for", () => {
    const source = rulesAround("allow list: if resource.data.owner == request.auth.uid;");
    expect(isAllowed(source, { ...ALL, filter: where("owner", "==", "ada") }, null)).toBe(false);
  });
});

describe("queries with very many alternatives", () => {
  it("are proven without their help", () => {
    const many = (field: string) =>
      where(
        field,
        "in",
        Array.from({ length: 30 }, (_, i) => BigInt(i)),
      );
    const filter = and(many("a"), many("b"), many("c"), where("public", "==", true));
    const query = { ...ALL, filter };
    expect(isAllowed(rulesAround("allow list: if resource.data.public == true;"), query)).toBe(true);
    expect(isAllowed(rulesAround("allow list: if resource.data.c >= 0;"), query)).toBe(false);
  });
});

function rules(body: string, version = "2"): string {
  return `rules_version = '${version}';
service cloud.firestore { match /databases/{database}/documents { ${body} } }`;
}

describe("the collections that a query reads", () => {
  const group: RulesQuery = { parent: "", collectionId: "songs", allDescendants: true };
  const nested: RulesQuery = { parent: "artists/a", collectionId: "songs", allDescendants: false };
  const cases: readonly (readonly [title: string, body: string, query: RulesQuery, allowed: boolean])[] = [
    ["a collection", "match /songs/{s} { allow list; }", { ...group, allDescendants: false }, true],
    ["a collection of a document", "match /artists/{a}/songs/{s} { allow list: if a == 'a'; }", nested, true],
    ["a collection of another document", "match /artists/b/songs/{s} { allow list; }", nested, false],
    [
      "a single document's rule",
      "match /songs/one { allow list; }",
      { ...group, allDescendants: false },
      false,
    ],
    ["a group by a recursive wildcard", "match /{path=**}/songs/{s} { allow list; }", group, true],
    ["a group by the rule of one level only", "match /artists/{a}/songs/{s} { allow list; }", group, false],
    ["a group by the rule of the root collection", "match /songs/{s} { allow list; }", group, false],
    ["a group by the rule of another group", "match /{path=**}/albums/{s} { allow list; }", group, false],
    ["a group by the rule for everything", "match /{document=**} { allow list; }", group, true],
    ["a group by a rule below a wildcard", "match /artists/{a}/{rest=**} { allow list; }", group, false],
    [
      "a group by a rule about its unknown path",
      "match /{path=**}/songs/{s} { allow list: if path[1] == 'a'; }",
      group,
      false,
    ],
    [
      "a group by a rule about the collection",
      "match /{path=**}/{c}/{s} { allow list: if c == 'songs'; }",
      group,
      true,
    ],
    [
      "a group by a recursive wildcard with a prefix",
      "match /artists/{a}/{path=**}/songs/{s} { allow list; }",
      group,
      false,
    ],
    [
      "a group below a document",
      "match /artists/{a}/{path=**}/songs/{s} { allow list: if a == 'a'; }",
      { ...nested, allDescendants: true },
      true,
    ],
    [
      "every collection",
      "match /{document=**} { allow list; }",
      { parent: "", collectionId: undefined, allDescendants: true },
      true,
    ],
    [
      "every collection by one collection's rule",
      "match /songs/{s} { allow list; }",
      { parent: "", collectionId: undefined, allDescendants: true },
      false,
    ],
    ["a group by a nested block", "match /{path=**} { match /songs/{s} { allow list; } }", group, true],
    ["a group by a rule for get", "match /{path=**}/songs/{s} { allow get; }", group, false],
    [
      "a group whose constraint proves the rule",
      "match /{path=**}/songs/{s} { allow list: if resource.data.a == 1; }",
      { ...group, filter: where("a", "==", 1n) },
      true,
    ],
    [
      "a group without the constraint",
      "match /{path=**}/songs/{s} { allow list: if resource.data.a == 1; }",
      group,
      false,
    ],
  ];

  it.each(cases)("%s", (_title, body, query, allowed) => {
    expect(isAllowed(rules(body), query)).toBe(allowed);
  });

  it("are the plain collection when only a path is given", () => {
    const ruleset = compileRules(rules("match /songs/{s} { allow list; }"));
    const request: RulesRequest = { method: "list", path: "songs", auth: null, time: NOW };
    expect(ruleset.check(request, DATABASE).allowed).toBe(true);
  });
});

describe("a denied query", () => {
  const ruleset = compileRules(rulesAround("allow list: if resource.data.owner == 'ada';"));
  const denialOf = (query: RulesQuery): string =>
    ruleset.check({ method: "list", path: "things", auth: ADA, time: NOW, query }, DATABASE).message;

  it("names the field that it should have constrained, as Google's emulator does", () => {
    expect(denialOf(ALL)).toBe(
      "\nevaluation error at L5:22 for 'list' @ L5, Property owner is undefined on object. for 'list' @ L5",
    );
  });

  it("says that its constraints do not prove the rule", () => {
    const message = denialOf({ ...ALL, filter: where("owner", ">=", "ada") });
    expect(message).toContain("The query's constraints do not prove the rule for all its results.");
  });
});
