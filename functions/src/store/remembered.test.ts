import { describe, expect, it } from "vitest";
import type { Context } from "../platform/context.ts";
import { Remembered } from "./remembered.ts";

let millis = 0;
const ctx = {
  db: {},
  now: () => new Date(millis),
  config: { listenersKnownWithinSeconds: 5 },
} as unknown as Context;

/** How often the database was asked, when it is asked for the same at these seconds. */
async function readsAt(remembered: Remembered<number>, ...seconds: number[]): Promise<number> {
  let reads = 0;
  for (const second of seconds) {
    millis = second * 1000;
    await remembered.get("key", async () => ++reads, ctx);
  }
  return reads;
}

describe("what is remembered", () => {
  it("is read again when it is older than the figure says", async () => {
    expect(await readsAt(new Remembered<number>(10), 0, 9.9, 10, 19.9, 20)).toBe(3);
  });

  it("is read again when it is older than the configuration says", async () => {
    const remembered = new Remembered<number>(({ config }) => config.listenersKnownWithinSeconds);
    expect(await readsAt(remembered, 0, 4.9, 5, 9.9, 10)).toBe(3);
  });
});
