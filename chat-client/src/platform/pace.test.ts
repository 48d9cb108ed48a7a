import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock, FakeVisibility } from "../../test/fakes.ts";
import { PACE_LIMITS, Pace } from "./pace.ts";

const { EVERY_MS } = PACE_LIMITS;

let clock: FakeClock;
let visibility: FakeVisibility;
let pace: Pace;
let told: string[];
const say = (what: string) => () => void told.push(what);

beforeEach(() => {
  clock = new FakeClock();
  visibility = new FakeVisibility();
  pace = new Pace({ clock, visibility });
  told = [];
});

describe("what is told at a pace", () => {
  it("is told at once after a pause, then the last of what came meanwhile", async () => {
    const mine = pace.telling();
    mine.tell(say("first"));
    await clock.advance(0);
    expect(told).toEqual(["first"]);
    for (const what of ["second", "third", "fourth"]) mine.tell(say(what));
    await clock.advance(EVERY_MS - 1);
    expect(told).toEqual(["first"]);
    await clock.advance(1);
    expect(told).toEqual(["first", "fourth"]);
    await clock.advance(EVERY_MS);
    mine.tell(say("fifth"));
    await clock.advance(0);
    expect(told).toEqual(["first", "fourth", "fifth"]);
  });

  it("is told in one turn where one change comes by several listeners", async () => {
    const [mine, waiting] = [pace.telling(), pace.telling()];
    mine.tell(say("mine"));
    waiting.tell(say("waiting"));
    await clock.advance(0);
    expect(told).toEqual(["mine", "waiting"]);
    waiting.tell(say("waiting again"));
    await clock.advance(EVERY_MS - 1);
    mine.tell(say("mine again"));
    expect(told).toEqual(["mine", "waiting"]);
    await clock.advance(1);
    expect(told).toEqual(["mine", "waiting", "waiting again", "mine again"]);
  });

  it("is not withheld from a page that nobody sees, whose timers browsers hold back", () => {
    const mine = pace.telling();
    visibility.set(false);
    for (const what of ["first", "second"]) mine.tell(say(what));
    expect(told).toEqual(["first", "second"]);
  });

  it("is not withheld longer because the clock was set back", async () => {
    const mine = pace.telling();
    mine.tell(say("first"));
    await clock.advance(0);
    clock.sleep(-3_600_000);
    mine.tell(say("second"));
    await clock.advance(0);
    expect(told).toEqual(["first", "second"]);
  });

  it("is told now in place of what waits, and not at all once it has stopped", async () => {
    const mine = pace.telling();
    mine.tell(say("first"));
    mine.tellNow(say("urgent"));
    expect(told).toEqual(["urgent"]);
    mine.tell(say("after"));
    mine.stop();
    await clock.advance(EVERY_MS);
    expect(told).toEqual(["urgent"]);
  });
});

it("whatever comes when: nothing waits longer than the bound, the last is told, none too often, none out of order", async () => {
  const news = fc.record({ after: fc.integer({ min: 0, max: 400 }), by: fc.nat({ max: 2 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(news, { maxLength: 60 }), async (all) => {
      const time = new FakeClock();
      const shared = new Pace({ clock: time, visibility: { isVisible: () => true } });
      const tellings = [0, 1, 2].map(() => ({ telling: shared.telling(), offered: 0, shown: 0 }));
      const turns = new Set<number>();
      for (const { after, by } of all) {
        await time.advance(after);
        const one = tellings[by];
        if (!one) continue;
        one.offered += 1;
        const { offered } = one;
        const at = time.now();
        one.telling.tell(() => {
          expect(time.now() - at).toBeLessThanOrEqual(EVERY_MS);
          expect(offered).toBeGreaterThan(one.shown);
          one.shown = offered;
          turns.add(time.now());
        });
      }
      await time.advance(EVERY_MS);
      for (const { offered, shown } of tellings) expect(shown).toBe(offered);
      const times = [...turns];
      for (const [n, at] of times.slice(1).entries())
        expect(at - (times[n] ?? 0)).toBeGreaterThanOrEqual(EVERY_MS);
    }),
  );
});
