import { describe, expect, it } from "vitest";
import { bitsOf } from "../../src/listen/bloom-filter.ts";
import { listenFixture, news, steps } from "./listen-fixture.ts";
import type { RawResponse } from "./raw-stream.ts";

const { db, listen, nameOf, reconnect, room, rooms, stream } = listenFixture("demo-listen-resume");

function resumeToken(responses: readonly RawResponse[]): Buffer {
  const token = responses.at(-1)?.targetChange?.resumeToken;
  if (!token) throw new Error("The snapshot has no resume token.");
  return token;
}

function mightContain(filter: RawResponse["filter"], name: string): boolean {
  if (!filter) throw new Error("No filter was sent.");
  const { bits, hashCount } = filter.unchangedNames;
  const bitCount = bits.bitmap.length * 8 - (bits.padding ?? 0);
  return bitsOf(name, bitCount, hashCount).every((bit) => ((bits.bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1);
}

describe("resuming", () => {
  async function resume(target: object): Promise<RawResponse[]> {
    reconnect();
    listen(1, { query: rooms(), ...target });
    return stream().snapshot();
  }

  it("replays only what changed, removals included", async () => {
    await db().batch().set(room("a"), { n: 1 }).set(room("b"), { n: 1 }).set(room("c"), { n: 1 }).commit();
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    await room("b").delete();
    await room("c").update({ n: 2 });
    await room("d").set({ n: 1 });
    const resumed = await resume({ resumeToken: token });
    expect(news(resumed).sort()).toEqual(["1!rooms/b", "1+rooms/c", "1+rooms/d"]);
    expect(steps(resumed)).toEqual(["ADD", "CURRENT", "NO_CHANGE"]);
  });

  it("sends nothing when nothing changed", async () => {
    await room("a").set({ n: 1 });
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    expect(news(await resume({ resumeToken: token }))).toEqual([]);
  });

  it("resumes from a read time", async () => {
    await room("a").set({ n: 1 });
    listen(1, { query: rooms() });
    const readTime = (await stream().snapshot()).at(-1)?.targetChange?.readTime;
    await room("b").set({ n: 1 });
    expect(news(await resume({ readTime }))).toEqual(["1+rooms/b"]);
  });

  it("resets the target when the token is not known", async () => {
    await room("a").set({ n: 1 });
    const resumed = await resume({ resumeToken: Buffer.from("another run's token") });
    expect(steps(resumed)).toEqual(["ADD", "RESET", "CURRENT", "NO_CHANGE"]);
    expect(news(resumed)).toEqual(["1+rooms/a"]);
  });

  it("sends an existence filter with the names that did not change when the client's count differs", async () => {
    await db().batch().set(room("a"), { n: 1 }).set(room("b"), { n: 1 }).commit();
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    await room("b").update({ n: 2 });
    const resumed = await resume({ resumeToken: token, expectedCount: { value: 3 } });
    const filter = resumed.find((response) => response.filter)?.filter;
    expect(filter).toMatchObject({ targetId: 1, count: 2 });
    expect(mightContain(filter, nameOf("rooms/a"))).toBe(true);
    expect(mightContain(filter, nameOf("rooms/b"))).toBe(false);
  });

  it("sends no filter when the counts agree", async () => {
    await room("a").set({ n: 1 });
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    const resumed = await resume({ resumeToken: token, expectedCount: { value: 1 } });
    expect(resumed.some((response) => response.filter)).toBe(false);
  });
});
