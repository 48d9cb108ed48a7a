import { describe, expect, it } from "vitest";
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
    nowMs += HISTORY_LIMITS.MAX_AGE_MS + 1_000;
    expect(() => database.get(name("x"), old)).toThrow("The requested snapshot version is too old.");
    const recent = database.now();
    for (let i = 0; i <= HISTORY_LIMITS.MAX_CHANGES / 500; i++) {
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

describe("clearing", () => {
  it("removes everything and leaves what was readable", () => {
    const database = databaseAt(() => 1_000);
    database.commit([set("x", 1)]);
    const before = database.now();
    database.clear();
    expect(database.documents.size).toBe(0);
    expect(database.get(name("x"), before)?.fields.get("v")).toBe(1n);
  });
});
