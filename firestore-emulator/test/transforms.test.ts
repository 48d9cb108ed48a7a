import { FieldValue, type Firestore, type Timestamp } from "@google-cloud/firestore";
import { describe, expect, it } from "vitest";
import type { RawClient } from "./raw-client.ts";
import { useServer } from "./server-fixture.ts";

let db: Firestore;
let raw: RawClient;
useServer((server) => {
  ({ db, raw } = server);
});

/** Applies one update to a document that holds `before` under "v" and gives what "v" is then. */
async function transformed(before: unknown, update: FieldValue): Promise<unknown> {
  const ref = db.collection("transforms").doc();
  await ref.set(before === undefined ? {} : { v: before });
  await ref.set({ v: update }, { merge: true });
  return (await ref.get()).get("v");
}

describe("increment", () => {
  it.each([
    ["adds integers", 1, 2, 3],
    ["makes a double of a double and an integer", 1.5, 1, 2.5],
    ["starts from nothing", undefined, 7, 7],
    ["replaces what is no number", "text", 7, 7],
    ["takes negative operands", 1, -3, -2],
  ])("%s", async (_, before, operand, after) => {
    expect(await transformed(before, FieldValue.increment(operand))).toBe(after);
  });

  /** "If the resulting value overflows, it is set to the largest magnitude value" (v1 FieldTransform.increment). */
  it("stops at the bounds of int64", async () => {
    const name = `${raw.documents}/transforms/bounds`;
    const transform = (value: string) => ({
      update: { name, fields: {} },
      updateMask: { fieldPaths: [] },
      updateTransforms: [{ fieldPath: "v", increment: { integerValue: value } }],
    });
    await raw.commit([{ update: { name, fields: { v: { integerValue: "9223372036854775806" } } } }]);
    const answer = await raw.commit([transform("5")]);
    const [result] = answer.writeResults as { transformResults: { integerValue: object }[] }[];
    expect(String(result?.transformResults[0]?.integerValue)).toBe("9223372036854775807");
  });
});

describe("maximum and minimum", () => {
  const apply = async (kind: "maximum" | "minimum", before: object, operand: object) => {
    const name = `${raw.documents}/transforms/extreme`;
    await raw.commit([{ update: { name, fields: { v: before } } }]);
    const answer = await raw.commit([
      {
        update: { name, fields: {} },
        updateMask: { fieldPaths: [] },
        updateTransforms: [{ fieldPath: "v", [kind]: operand }],
      },
    ]);
    const [result] = answer.writeResults as { transformResults: Record<string, unknown>[] }[];
    return JSON.parse(JSON.stringify(result?.transformResults[0]));
  };

  it("keep the stored value unless the operand lies beyond it", async () => {
    expect(await apply("maximum", { integerValue: 3 }, { integerValue: 5 })).toEqual({ integerValue: "5" });
    expect(await apply("maximum", { integerValue: 3 }, { doubleValue: 2.5 })).toEqual({ integerValue: "3" });
    expect(await apply("minimum", { integerValue: 3 }, { doubleValue: 2.5 })).toEqual({ doubleValue: 2.5 });
  });

  it("leave a value that is equal but of the other type as it was", async () => {
    expect(await apply("maximum", { integerValue: 3 }, { doubleValue: 3 })).toEqual({ integerValue: "3" });
    expect(await apply("minimum", { doubleValue: 3 }, { integerValue: 3 })).toEqual({ doubleValue: 3 });
  });

  it("replace what is no number, and yield to NaN", async () => {
    expect(await apply("maximum", { stringValue: "z" }, { integerValue: -1 })).toEqual({
      integerValue: "-1",
    });
    expect(await apply("minimum", { doubleValue: Number.NaN }, { integerValue: 1 })).toEqual({
      doubleValue: "NaN",
    });
  });
});

describe("array transforms", () => {
  it("append what is missing, in order, once, equal numbers being the same", async () => {
    expect(await transformed([1, "a"], FieldValue.arrayUnion(1.0, "b", "b", { c: 1 }))).toEqual([
      1,
      "a",
      "b",
      { c: 1 },
    ]);
    expect(await transformed(undefined, FieldValue.arrayUnion(1, 1))).toEqual([1]);
    expect(await transformed("text", FieldValue.arrayUnion(1))).toEqual([1]);
  });

  it("remove every occurrence", async () => {
    expect(await transformed([1, 2, 1, null], FieldValue.arrayRemove(1, null))).toEqual([2]);
    expect(await transformed(undefined, FieldValue.arrayRemove(1))).toEqual([]);
    expect(await transformed("text", FieldValue.arrayRemove(1))).toEqual([]);
  });
});

describe("server timestamps", () => {
  const millisOf = (time: Timestamp): number => Math.floor(time.toMillis());

  it("are the commit's time, on create, update and in nested fields", async () => {
    const ref = db.collection("transforms").doc();
    const created = await ref.create({ at: FieldValue.serverTimestamp() });
    expect((await ref.get()).get("at").toMillis()).toBe(millisOf(created.writeTime));
    const updated = await ref.update({ "nested.at": FieldValue.serverTimestamp() });
    expect((await ref.get()).get("nested.at").toMillis()).toBe(millisOf(updated.writeTime));
  });

  it("are whole milliseconds, also where commits are closer to each other", async () => {
    const commits = Array.from({ length: 20 }, async () => {
      const ref = db.collection("transforms").doc();
      await ref.create({ at: FieldValue.serverTimestamp() });
      return ((await ref.get()).get("at") as Timestamp).nanoseconds % 1_000_000;
    });
    expect(new Set(await Promise.all(commits))).toEqual(new Set([0]));
  });
});

describe("transform results", () => {
  it("are one for each transform, in order, null for arrays", async () => {
    const name = `${raw.documents}/transforms/results`;
    const answer = await raw.commit([
      {
        update: { name, fields: { list: { arrayValue: {} } } },
        updateTransforms: [
          { fieldPath: "list", appendMissingElements: { values: [{ integerValue: 1 }] } },
          { fieldPath: "count", increment: { integerValue: 1 } },
          { fieldPath: "count", increment: { integerValue: 10 } },
          { fieldPath: "at", setToServerValue: 1 },
        ],
      },
    ]);
    const [result] = answer.writeResults as { transformResults: Record<string, unknown>[] }[];
    const [list, first, second, at] = result?.transformResults ?? [];
    expect(Object.keys(list ?? {})).toEqual(["nullValue"]);
    expect(String(first?.integerValue)).toBe("1");
    expect(String(second?.integerValue)).toBe("11");
    expect(at?.timestampValue).toEqual(answer.commitTime);
  });

  it("end at 500 transforms of a document", async () => {
    const write = (count: number) => ({
      update: { name: `${raw.documents}/transforms/many`, fields: {} },
      updateTransforms: Array.from({ length: count }, (_, i) => ({
        fieldPath: `f${i}`,
        increment: { integerValue: 1 },
      })),
    });
    await expect(raw.commit([write(500)])).resolves.toBeDefined();
    await expect(raw.commit([write(501)])).rejects.toMatchObject({
      code: 3,
      details: "cannot have more than 500 field transforms on a single document",
    });
  });

  it("refuse operands of the wrong type", async () => {
    const transform = (operation: object) => ({
      update: { name: `${raw.documents}/transforms/wrong`, fields: {} },
      updateTransforms: [{ fieldPath: "v", ...operation }],
    });
    await expect(raw.commit([transform({ increment: { stringValue: "1" } })])).rejects.toMatchObject({
      code: 3,
    });
    await expect(raw.commit([transform({})])).rejects.toMatchObject({ code: 3 });
  });
});
