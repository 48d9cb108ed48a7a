import { expect, it } from "vitest";
import { KEPT_OPEN_LIMITS, KeptOpen } from "./kept-open.ts";

const { MOST, EVERY_MS } = KEPT_OPEN_LIMITS;
const chats = (count: number) => Array.from({ length: count }, (_, n) => `chat-${n}`);
/** The order after somebody has written in this one. */
const writtenIn = (own: readonly string[], id: string) => [id, ...own.filter((other) => other !== id)];

it("keeps all of few open, at once and also after an hour of changes", () => {
  const kept = new KeptOpen();
  let own = chats(MOST - 1);
  expect(kept.choose(own, 0).ids).toHaveLength(MOST - 1);
  own = ["new", ...own];
  const { ids, againMs } = kept.choose(own, 1);
  expect([...ids].sort()).toEqual([...own].sort());
  expect(againMs).toBeNull();
  expect([...kept.choose(own.slice(1), 2).ids].sort()).toEqual(chats(MOST - 1).sort());
});

it("gives what is new among many the place of the one with the oldest activity", () => {
  const kept = new KeptOpen();
  const own = chats(500);
  expect(kept.choose(own, 0).ids).toEqual(own.slice(0, MOST));
  const { ids } = kept.choose(writtenIn(own, "chat-400"), 1);
  expect([...ids].sort()).toEqual(["chat-400", ...own.slice(0, MOST - 1)].sort());
});

it("changes one a second while somebody writes in all of five hundred, and none twice", () => {
  const kept = new KeptOpen();
  let own = chats(500);
  let before = kept.choose(own, 0).ids;
  let opened = 0;
  for (let n = 0; n < 200; n += 1) {
    own = writtenIn(own, `chat-${(n * 37 + 100) % 500}`);
    const { ids } = kept.choose(own, n * 50);
    expect(ids.length).toBe(MOST);
    expect(new Set(ids).size).toBe(MOST);
    opened += ids.filter((id) => !before.includes(id)).length;
    before = ids;
  }
  expect(opened).toBe((200 * 50) / EVERY_MS);
});

it("says when those that wait have their turn, until the newest are all open", () => {
  const kept = new KeptOpen();
  let own = chats(500);
  kept.choose(own, 0);
  for (const n of [100, 101, 102]) own = writtenIn(own, `chat-${n}`);
  let now = 0;
  let choice = kept.choose(own, now);
  while (choice.againMs !== null) {
    now += choice.againMs;
    choice = kept.choose(own, now);
  }
  expect(now).toBe(2 * EVERY_MS);
  expect([...choice.ids].sort()).toEqual(own.slice(0, MOST).sort());
});

it("follows at once where nobody looks", () => {
  const kept = new KeptOpen();
  const own = chats(500);
  kept.choose(own, 10_000);
  expect(kept.choose([...own].reverse(), 10_001, true).ids).toEqual([...own].reverse().slice(0, MOST));
});

it("leaves what has not changed the same object", () => {
  const kept = new KeptOpen();
  const first = kept.choose(chats(40), 0).ids;
  expect(kept.choose(writtenIn(chats(40), "chat-3"), 1).ids).toBe(first);
});
