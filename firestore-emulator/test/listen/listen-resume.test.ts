import { describe, expect, it } from "vitest";
import { bitsOf } from "../../src/listen/bloom-filter.ts";
import { TargetChangeType } from "../../src/listen/responses.ts";
import { isOurs } from "../under-test.ts";
import { listenFixture, news, steps } from "./listen-fixture.ts";
import type { RawResponse } from "./raw-stream.ts";

let nowMs = Date.now();

const { db, listen, nameOf, reconnect, room, rooms, stream } = listenFixture("demo-listen-resume", {
  clock: () => nowMs,
});

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

  it("sends an existence filter with all names of the results when the client's count differs", async () => {
    await db().batch().set(room("a"), { n: 1 }).set(room("b"), { n: 1 }).commit();
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    await room("b").update({ n: 2 });
    const resumed = await resume({ resumeToken: token, expectedCount: { value: 3 } });
    const filter = resumed.find((response) => response.filter)?.filter;
    expect(filter).toMatchObject({ targetId: 1, count: 2 });
    // "Despite its name, contains ... ALL the documents that match" (v1 ExistenceFilter.unchanged_names):
    // the SDKs take the changed document b for gone if it is missing.
    expect(mightContain(filter, nameOf("rooms/a"))).toBe(true);
    expect(mightContain(filter, nameOf("rooms/b"))).toBe(true);
    expect(mightContain(filter, nameOf("rooms/c"))).toBe(false);
  });

  it("sends no filter when the counts agree", async () => {
    await room("a").set({ n: 1 });
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    const resumed = await resume({ resumeToken: token, expectedCount: { value: 1 } });
    expect(resumed.some((response) => response.filter)).toBe(false);
  });

  /** Listens to a and b, leaves, deletes b, and comes back with a client that has two documents. */
  async function afterDeletion(wait: () => void): Promise<RawResponse[]> {
    await db().batch().set(room("a"), { n: 1 }).set(room("b"), { n: 1 }).commit();
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    stream().send({ removeTarget: 1 });
    await stream().next(({ targetChange }) => targetChange?.targetChangeType === TargetChangeType.REMOVE);
    await room("b").delete();
    wait();
    return resume({ resumeToken: token, expectedCount: { value: 2 } });
  }

  it("names what left the results of a query that had listeners a moment ago, and lets the count be checked", async () => {
    const resumed = await afterDeletion(() => {});
    expect(news(resumed)).toEqual(["1!rooms/b"]);
    const filter = resumed.find((response) => response.filter)?.filter;
    expect(filter).toMatchObject({ targetId: 1, count: 1 });
    expect(mightContain(filter, nameOf("rooms/a"))).toBe(true);
  });

  it.runIf(isOurs)(
    "of a query that had none for some time it only says which names are still there",
    async () => {
      const resumed = await afterDeletion(() => {
        nowMs += 10_000;
      });
      expect(news(resumed)).toEqual([]);
      const filter = resumed.find((response) => response.filter)?.filter;
      expect(filter).toMatchObject({ targetId: 1, count: 1 });
      expect(mightContain(filter, nameOf("rooms/a"))).toBe(true);
      expect(mightContain(filter, nameOf("rooms/b"))).toBe(false);
    },
  );

  it.runIf(isOurs)("names it all the same to clients that cannot check", async () => {
    await room("a").set({ n: 1 });
    listen(1, { query: rooms() });
    const token = resumeToken(await stream().snapshot());
    stream().close();
    await room("a").delete();
    nowMs += 10_000;
    expect(news(await resume({ resumeToken: token }))).toEqual(["1!rooms/a"]);
  });
});
