import { LIMITS } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "../../test/fakes.ts";
import { ServerTime } from "../connection/server-time.ts";
import { ChatError } from "../platform/chat-error.ts";
import type { ParticipantUpdate } from "../platform/live-database.ts";
import { PARTICIPANT_LIMITS } from "./participant-limits.ts";
import { ParticipantUpdates } from "./participant-updates.ts";

const MINUTE_MS = 60_000;

let clock: FakeClock;
let written: ParticipantUpdate[];
let errors: ChatError[];
let updates: ParticipantUpdates;
beforeEach(() => {
  clock = new FakeClock();
  written = [];
  errors = [];
  const write = async (update: ParticipantUpdate) => void written.push(update);
  updates = new ParticipantUpdates({
    clock,
    serverTime: new ServerTime(clock),
    write,
    onError: (error) => errors.push(error),
  });
});

describe("marks", () => {
  it("say typing at most 15 times in a minute of typing without a pause, each ahead of the next", async () => {
    for (let millis = 0; millis < MINUTE_MS; millis += 50) {
      updates.typing();
      await clock.advance(50);
    }
    expect(written).toHaveLength(MINUTE_MS / PARTICIPANT_LIMITS.TYPING_EVERY_MS);
    const [first, second] = written.map(({ typingUntil }) => typingUntil ?? 0);
    expect((second ?? 0) - (first ?? 0)).toBe(PARTICIPANT_LIMITS.TYPING_EVERY_MS);
    expect(first).toBeGreaterThan((second ?? 0) - PARTICIPANT_LIMITS.TYPING_AHEAD_MS);
  });

  it("say typing at the first key after a message, as soon as the rules take it", async () => {
    updates.typing();
    await clock.advance(100);
    updates.sent();
    updates.typing();
    expect(written).toHaveLength(1);
    await clock.advance(PARTICIPANT_LIMITS.APART_MS - 100);
    expect(written).toHaveLength(2);
  });

  it("say nothing of typing that a message has ended before it could be said", async () => {
    updates.typing();
    updates.sent();
    updates.typing();
    updates.sent();
    await clock.advance(MINUTE_MS);
    expect(written).toHaveLength(1);
  });

  it("are never closer than the rules take them, whatever happens", async () => {
    const times: number[] = [];
    const write = async () => void times.push(clock.now());
    const deps = { clock, serverTime: new ServerTime(clock), write, onError: () => {} };
    const busy = new ParticipantUpdates(deps);
    for (let step = 0; step < 400; step += 1) {
      if (step % 3 === 0) busy.typing();
      if (step % 7 === 0) busy.sent();
      if (step % 5 === 0) busy.seen(step);
      await clock.advance(170);
    }
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(pauses.length).toBeGreaterThan(15);
    expect(Math.min(...pauses)).toBeGreaterThan(LIMITS.PARTICIPANT_UPDATES_APART_SECONDS * 1000);
  });

  it("say what was seen at most 20 times in a minute, and the last in the end", async () => {
    for (let seq = 1; seq <= 600; seq += 1) {
      updates.seen(seq);
      await clock.advance(100);
    }
    expect(written.length).toBeLessThanOrEqual(MINUTE_MS / PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    expect(written.at(-1)).toEqual({ lastSeenSeq: 600 });
    const seqs = written.map(({ lastSeenSeq }) => lastSeenSeq ?? 0);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  });

  it("write nothing that the server knows already", async () => {
    updates.alreadySeen(7);
    updates.seen(7);
    updates.seen(3);
    await clock.advance(MINUTE_MS);
    expect(written).toEqual([]);
    updates.seen(8);
    await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    expect(written).toEqual([{ lastSeenSeq: 8 }]);
  });

  it("let a receipt go along with typing, in one write", async () => {
    updates.seen(8);
    await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS - 1);
    updates.typing();
    await clock.advance(MINUTE_MS);
    expect(written).toEqual([{ typingUntil: expect.any(Number), lastSeenSeq: 8 }]);
  });

  it("write no receipt for what an own message has answered meanwhile", async () => {
    updates.seen(8);
    updates.alreadySeen(9);
    await clock.advance(MINUTE_MS);
    expect(written).toEqual([]);
  });

  it("write nothing after the end", async () => {
    updates.seen(1);
    await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
    updates.seen(2);
    updates.stop();
    await clock.advance(MINUTE_MS);
    expect(written).toEqual([{ lastSeenSeq: 1 }]);
  });

  it("are nobody's trouble when the rules refuse them: they came too late, or after another tab's", async () => {
    const late = () => Promise.reject(new ChatError("authorization", "no"));
    const deps = { clock, serverTime: new ServerTime(clock), onError: (e: ChatError) => errors.push(e) };
    new ParticipantUpdates({ ...deps, write: late }).typing();
    await clock.advance(0);
    expect(errors).toEqual([]);
  });

  describe("that are refused", () => {
    /** Takes what comes after so many refusals. */
    function refusing(times: number): ParticipantUpdates {
      let left = times;
      const write = async (update: ParticipantUpdate) => {
        written.push(update);
        left -= 1;
        if (left >= 0) throw new ChatError("authorization", "no");
      };
      const onError = (error: ChatError) => errors.push(error);
      return new ParticipantUpdates({ clock, serverTime: new ServerTime(clock), write, onError });
    }

    it("are written again when they say what was seen: right after another tab's typing, for example", async () => {
      refusing(1).seen(4);
      await clock.advance(MINUTE_MS);
      expect(written).toEqual([{ lastSeenSeq: 4 }, { lastSeenSeq: 4 }]);
      expect(errors).toEqual([]);
    });

    it("are told with what was seen since", async () => {
      const late = refusing(1);
      late.seen(4);
      await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
      late.seen(5);
      await clock.advance(MINUTE_MS);
      expect(written).toEqual([{ lastSeenSeq: 4 }, { lastSeenSeq: 5 }]);
    });

    it("are given up where access is lost, until there is something new", async () => {
      const refused = refusing(Number.POSITIVE_INFINITY);
      refused.seen(4);
      await clock.advance(10 * MINUTE_MS);
      expect(written).toHaveLength(PARTICIPANT_LIMITS.TRIES);
      refused.seen(5);
      await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
      expect(written.at(-1)).toEqual({ lastSeenSeq: 5 });
      refused.stop();
    });

    it("are not written again once a message has said as much", async () => {
      const late = refusing(1);
      late.seen(4);
      await clock.advance(PARTICIPANT_LIMITS.RECEIPT_AFTER_MS);
      late.alreadySeen(5);
      await clock.advance(MINUTE_MS);
      expect(written).toEqual([{ lastSeenSeq: 4 }]);
    });
  });

  it("pass on why they could not be written", async () => {
    const refused = new ChatError("internal", "no");
    const failing = {
      clock,
      serverTime: new ServerTime(clock),
      onError: (error: ChatError) => errors.push(error),
    };
    new ParticipantUpdates({ ...failing, write: () => Promise.reject(refused) }).typing();
    await clock.advance(0);
    expect(errors).toEqual([refused]);
  });
});

describe("the server's time", () => {
  it("is learned from a token, however wrong our clock is", () => {
    const wrong = new FakeClock(Date.parse("2026-03-09T00:00:00Z"));
    const time = new ServerTime(wrong);
    const claims = btoa(
      JSON.stringify({ iat: Date.parse("2026-03-02T09:00:00Z") / 1000, name: "ü?".slice(1) }),
    );
    time.learn(`x.${claims.replaceAll("+", "-").replaceAll("/", "_")}.y`);
    expect(new Date(time.now()).toISOString()).toBe("2026-03-02T09:00:00.000Z");
  });

  it("is no earlier than what the server has dated since, and not held back by what is old", () => {
    const time = new ServerTime(clock);
    time.learn(`x.${btoa(JSON.stringify({ iat: clock.now() / 1000 - 9 }))}.y`);
    expect(time.now()).toBe(clock.now() - 9_000);
    time.noEarlierThan(clock.now() + 500);
    time.noEarlierThan(clock.now() - MINUTE_MS);
    expect(time.now()).toBe(clock.now() + 500);
  });

  it("is ours as long as there is nothing to learn from", () => {
    const time = new ServerTime(clock);
    for (const token of ["", "nonsense", "a.b.c", `a.${btoa("{}")}.c`]) time.learn(token);
    expect(time.now()).toBe(clock.now());
  });
});
