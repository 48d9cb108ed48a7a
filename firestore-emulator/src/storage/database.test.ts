import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastId } from "../model/path.ts";
import type { Timestamp, Value } from "../model/value.ts";
import { Database } from "./database.ts";
import { HISTORY_LIMITS } from "./history.ts";

const name = (id: string) => `projects/p/databases/(default)/documents/a/${id}`;
const set = (id: string, v: number) => ({
  kind: "set" as const,
  name: name(id),
  fields: new Map<string, Value>([["v", BigInt(v)]]),
  transforms: [],
});

function databaseAt(clock: () => number): Database {
  return new Database({ projectId: "p", databaseId: "(default)" }, clock);
}

describe("commit times", () => {
  it("increase even when the clock stands still or goes back", () => {
    let nowMs = 1_000;
    const database = databaseAt(() => nowMs);
    const first = database.commit([set("x", 1)]).commitTime.toMicros();
    const second = database.commit([set("x", 2)]).commitTime.toMicros();
    nowMs = 1;
    const third = database.commit([set("x", 3)]).commitTime.toMicros();
    expect(first).toBeGreaterThanOrEqual(1_000_000);
    expect([second - first, third - second].every((step) => step >= 1)).toBe(true);
  });

  it("are later than every read time before them", () => {
    const database = databaseAt(() => 1_000);
    const read = database.now();
    database.commit([set("x", 1)]);
    expect(database.get(name("x"), read)).toBeUndefined();
  });
});

describe("history", () => {
  it("gives every version at its time, deletions too", () => {
    const database = databaseAt(() => 1_000);
    const times: Timestamp[] = [];
    for (let v = 0; v < 5; v++) times.push(database.commit([set("x", v)]).commitTime);
    times.push(database.commit([{ ...set("x", 0), kind: "delete" }]).commitTime);
    const seen = times.map((time) => database.get(name("x"), time)?.fields.get("v"));
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n, undefined]);
  });

  it("is forgotten after an hour and beyond a number of changes", () => {
    let nowMs = 1_000;
    const database = databaseAt(() => nowMs);
    const old = database.commit([set("x", 1)]).commitTime;
    nowMs += HISTORY_LIMITS.maxAgeMs + 1_000;
    expect(() => database.get(name("x"), old)).toThrow("The requested snapshot version is too old.");
    const recent = database.now();
    for (let i = 0; i <= HISTORY_LIMITS.maxChanges / 500; i++) {
      database.commit(Array.from({ length: 500 }, (_, k) => set(`d${k}`, i)));
    }
    expect(() => database.get(name("x"), recent)).toThrow("The requested snapshot version is too old.");
  });
});

describe("listeners", () => {
  it("are told each commit once, in order, with what changed", () => {
    const database = databaseAt(() => 1_000);
    const told: unknown[] = [];
    const stop = database.onCommit(({ changes }) => {
      told.push(
        changes.map(({ name: n, before, after }) => [n, before?.fields.get("v"), after?.fields.get("v")]),
      );
    });
    database.commit([set("x", 1), set("x", 2), set("y", 1)]);
    database.commit([set("x", 2)]);
    database.commit([{ ...set("x", 0), kind: "delete" }]);
    stop();
    database.commit([set("z", 1)]);
    expect(told).toEqual([
      [
        [name("x"), undefined, 2n],
        [name("y"), undefined, 1n],
      ],
      [[name("x"), 2n, undefined]],
    ]);
  });
});

describe("history in bytes", () => {
  const limits = { maxChanges: 30, maxBytes: 20_000 };

  it("never keeps more changes or bytes than allowed, whatever is written", () => {
    const write = fc.record({
      id: fc.constantFrom("a", "b", "c"),
      chars: fc.nat(9_000),
      isDelete: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(write, { minLength: 1, maxLength: 40 }), { maxLength: 30 }),
        (commits) => {
          const database = new Database({ projectId: "p", databaseId: "(default)" }, () => 1_000, limits);
          for (const [round, writes] of commits.entries()) {
            database.commit(
              writes.map(({ id, chars, isDelete }, at) => ({
                kind: isDelete ? ("delete" as const) : ("set" as const),
                name: name(id),
                fields: new Map<string, Value>([["v", "x".repeat(chars) + round + at]]),
                transforms: [],
              })),
            );
            const { bytes, changes } = database.historySize;
            expect(bytes).toBeLessThanOrEqual(limits.maxBytes);
            expect(changes).toBeLessThanOrEqual(limits.maxChanges);
          }
        },
      ),
    );
  });

  it("gives what it still keeps, and refuses what it has forgotten", () => {
    const database = new Database({ projectId: "p", databaseId: "(default)" }, () => 1_000, limits);
    const times: Timestamp[] = [];
    for (let v = 0; v < 100; v++) times.push(database.commit([set("x", v)]).commitTime);
    const known = times.filter((time) => {
      try {
        database.checkReadTime(time);
        return true;
      } catch {
        return false;
      }
    });
    expect(known).toEqual(times.slice(100 - limits.maxChanges - 1));
    for (const time of known) {
      expect(database.get(name("x"), time)?.fields.get("v")).toBe(BigInt(times.indexOf(time)));
    }
  });

  it("forgets a commit that is larger than the limit, and goes on", () => {
    const database = new Database({ projectId: "p", databaseId: "(default)" }, () => 1_000, limits);
    const large = (v: string) => ({
      ...set("x", 0),
      fields: new Map<string, Value>([["v", v.repeat(30_000)]]),
    });
    database.commit([large("a")]);
    const before = database.now();
    const { commitTime } = database.commit([large("b")]);
    expect(database.historySize).toEqual({ changes: 0, bytes: 0 });
    expect(() => database.get(name("x"), before)).toThrow("The requested snapshot version is too old.");
    expect(database.get(name("x"), commitTime)?.fields.get("v")).toBe("b".repeat(30_000));
  });
});

describe("replacing everything", () => {
  it("by nothing removes everything, the past too", () => {
    const database = databaseAt(() => 1_000);
    database.commit([set("x", 1)]);
    const before = database.now();
    database.replaceAll([]);
    expect(database.documents.size).toBe(0);
    expect(database.historySize).toEqual({ changes: 0, bytes: 0 });
    expect(() => database.get(name("x"), before)).toThrow("The requested snapshot version is too old.");
    expect(database.get(name("x"), database.now())).toBeUndefined();
  });

  it("by a snapshot brings back what it held, and tells listeners what changed", () => {
    const database = databaseAt(() => 1_000);
    database.commit([set("kept", 1), set("changed", 1), set("deleted", 1)]);
    const snapshot = database.snapshot();
    const kept = database.get(name("kept"));
    database.commit([set("changed", 2), set("new", 1), { ...set("deleted", 0), kind: "delete" }]);
    const told: string[] = [];
    database.onCommit(({ changes }) => told.push(...changes.map((change) => lastId(change.name))));
    const latest = database.get(name("changed"))?.updateTime.toMicros() ?? 0;
    database.replaceAll(snapshot);
    expect(told.sort()).toEqual(["changed", "deleted", "new"]);
    const values = database.snapshot().map(({ name: n, fields }) => [lastId(n), fields.get("v")]);
    expect(new Map(values as [string, bigint][])).toEqual(
      new Map([
        ["kept", 1n],
        ["changed", 1n],
        ["deleted", 1n],
      ]),
    );
    expect(database.get(name("kept"))).toBe(kept);
    // Clients ignore a document that is older than the one they have.
    expect(database.get(name("changed"))?.updateTime.toMicros()).toBeGreaterThan(latest);
    told.length = 0;
    database.replaceAll(snapshot);
    expect(told).toEqual([]);
  });
});

describe("indexes", () => {
  it("go with the last document of their collection", () => {
    const database = databaseAt(() => 1_000);
    const documents = Array.from({ length: 600 }, (_, at) => set(`d${at}`, at));
    database.commit(documents);
    expect(database.indexes.scopes).toBe(1);
    database.commit(documents.map((document) => ({ ...document, kind: "delete" })));
    expect(database.indexes.scopes).toBe(0);
  });
});
