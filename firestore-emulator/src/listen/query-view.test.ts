import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldPath } from "../model/field-path.ts";
import type { Query } from "../query/query.ts";
import { Database } from "../storage/database.ts";
import { createQueryView } from "./query-view.ts";

const ID = { projectId: "p", databaseId: "(default)" };
const N = new FieldPath(["n"]);

function query(more: Partial<Query>): Query {
  const direction = "asc" as const;
  return {
    parent: "projects/p/databases/(default)/documents",
    collectionId: "rooms",
    allDescendants: false,
    orderBy: [{ path: N, direction }],
    orders: [
      { path: N, direction },
      { path: FieldPath.DOCUMENT_NAME, direction },
    ],
    offset: 0,
    ...more,
  };
}

const where = { kind: "field", path: N, op: "<", value: 6n } as const;
const QUERIES: readonly [string, Query][] = [
  ["everything", query({})],
  ["a filter", query({ where })],
  ["a limit", query({ limit: 3 })],
  ["a filter and a limit", query({ where, limit: 2 })],
  ["an offset", query({ offset: 2 })],
  ["an offset and a limit", query({ offset: 1, limit: 3 })],
  ["a limit of nothing", query({ limit: 0 })],
];

/** A commit: per document its new n, or undefined to delete it. */
const commits = fc.array(
  fc.dictionary(
    fc.constantFrom("a", "b", "c", "d", "e", "f"),
    fc.option(fc.bigInt(0n, 9n), { nil: undefined }),
    {
      minKeys: 1,
      maxKeys: 3,
    },
  ),
  { maxLength: 25 },
);

describe.each(QUERIES)("a view of %s", (_name, viewed) => {
  it("tells exactly how the results change, commit by commit", () => {
    fc.assert(
      fc.property(commits, (steps) => {
        const database = new Database(ID, () => 0);
        const view = createQueryView(viewed, (asked) => database.run(asked));
        const mirror = new Map<string, unknown>();
        database.onCommit(({ changes }) => {
          for (const { name, document, inView } of view.apply(changes)) {
            if (inView) mirror.set(name, document);
            else expect(mirror.delete(name)).toBe(true);
          }
        });
        for (const step of steps) {
          database.commit(
            Object.entries(step).map(([id, n]) => ({
              kind: n === undefined ? ("delete" as const) : ("set" as const),
              name: `${database.root}/rooms/${id}`,
              fields: new Map(n === undefined ? [] : [["n", n]]),
              transforms: [],
            })),
          );
          const results = database.run(viewed);
          expect([...mirror.keys()].sort()).toEqual(results.map(({ name }) => name).sort());
          for (const document of results) expect(mirror.get(document.name)).toEqual(document);
        }
      }),
      { numRuns: 200 },
    );
  });
});
