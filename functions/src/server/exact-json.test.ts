import { describe, expect, it } from "vitest";
import { lossOf } from "./exact-json.ts";

describe("JSON that would not be kept as it was sent", () => {
  it.each([
    '{"id": 1983516295378495150}',
    '{"a": [{"b": -9007199254740993}]}',
    "9007199254740993",
    "1e999",
    '{"__proto__": {"a": 1}}',
    String.raw`{"\u005f_proto__": 1}`,
    '{"a": {"__proto__": null}}',
  ])("%s is named", (text) => {
    expect(lossOf(text)).not.toBeNull();
  });

  it.each([
    '{"id": 9007199254740992}',
    '{"id": 18014398509481984}',
    '{"id": "1983516295378495150"}',
    String.raw`{"text": "a quote \" and 1983516295378495150"}`,
    '{"pi": 3.14159265358979323846, "small": 1e-400}',
    '{"a": "proto", "proto": "\\u0041"}',
    "[]",
    "-0",
  ])("%s is not", (text) => {
    expect(lossOf(text)).toBeNull();
  });

  it("is found in the time that reading takes, also in long strings", () => {
    const text = JSON.stringify({ text: `${'\\"'.repeat(60_000)}`, more: "x".repeat(100_000) });
    expect(lossOf(text)).toBeNull();
  });
});
