import { describe, expect, it } from "vitest";
import { generateArrivals, parseArrivals } from "./arrivals.ts";
import { jainIndex, measure, percentile } from "./measures.ts";
import { plot } from "./plot.ts";
import { simulate } from "./simulation.ts";

const HEADER = "arrived_at,visitor,handling_seconds";

describe("arrivals", () => {
  it("are read from seconds or times, put in order and counted from the first", () => {
    const csv = `${HEADER}\r\n2026-03-02T09:00:30Z,ben,60\r\n2026-03-02T09:00:00Z,,90\r\n\r\n`;
    expect(parseArrivals(csv)).toEqual([
      { atSeconds: 0, visitorId: "visitor-3", handlingSeconds: 90 },
      { atSeconds: 30, visitorId: "ben", handlingSeconds: 60 },
    ]);
    expect(parseArrivals(`${HEADER}\n5,ann,1`)).toEqual([
      { atSeconds: 0, visitorId: "ann", handlingSeconds: 1 },
    ]);
  });

  it("may stand in quotes, as spreadsheets write them", () => {
    const csv = `"arrived_at","visitor","handling_seconds"\n"1","Smith, ""Ann""" , 60\n1,"",60\n`;
    expect(parseArrivals(csv).map(({ visitorId }) => visitorId)).toEqual(['Smith, "Ann"', "visitor-3"]);
  });

  it.each([
    ["", "Line 1"],
    ["time,who\n1,2", "Line 1"],
    [HEADER, "no arrivals"],
    [`${HEADER}\n1,ann`, "Line 2: expected 3 columns"],
    [`${HEADER}\n1,ann,60\nsoon,ben,60`, "Line 3"],
    [`${HEADER}\n1,ann,0`, "Line 2: handling_seconds"],
    [`${HEADER}\n1,ann,`, "Line 2: handling_seconds"],
    [`${HEADER}\n-5,ann,60`, "Line 2"],
    [`${HEADER}\n2026-03-02,ann,60`, "Line 2"],
    [`${HEADER}\n2026-03-02T09:00:00Z,ann,60\n5,ben,60`, "Line 3: arrived_at must be in seconds"],
    [`${HEADER}\n1,an"n,60`, "Line 2: a quote"],
    [`${HEADER}\n1,"ann,60`, "Line 2: a quote"],
  ])("say where a file is wrong: %j", (csv, message) => {
    expect(() => parseArrivals(csv)).toThrow(message);
  });

  it("are the same for the same seed, and others for another", () => {
    const wanted = { count: 50, perHour: 60, handlingSeconds: 300 };
    expect(generateArrivals({ ...wanted, seed: 4 })).toEqual(generateArrivals({ ...wanted, seed: 4 }));
    expect(generateArrivals({ ...wanted, seed: 4 })).not.toEqual(generateArrivals({ ...wanted, seed: 5 }));
  });
});

describe("a simulated day", () => {
  const arrivals = parseArrivals(`${HEADER}\n0,ann,100\n10,ben,100\n20,ann,100\n30,cleo,100`);

  it("makes visitors wait for the first free slot, in their order", () => {
    const { waits, utilisation } = simulate(arrivals, "round_robin", { agents: 1, slots: 2 });
    expect(waits).toEqual([0, 0, 80, 80]);
    expect(utilisation).toBeCloseTo(400 / (210 * 2));
  });

  it("takes turns, and brings a returning visitor back to the same agent only when sticky", () => {
    const staff = { agents: 2, slots: 5 };
    expect(simulate(arrivals, "round_robin", staff).shares).toEqual([2, 2]);
    expect(simulate(arrivals, "sticky", staff).sameAgent).toEqual({ hits: 1, of: 1 });
    expect(simulate(arrivals.slice(0, 3), "least_loaded", staff).sameAgent.of).toBe(1);
  });

  it("serves everyone, whatever the load", () => {
    const many = generateArrivals({ count: 400, perHour: 200, handlingSeconds: 600, seed: 9 });
    for (const strategy of ["round_robin", "least_loaded", "sticky"] as const) {
      const { shares, queue } = simulate(many, strategy, { agents: 4, slots: 2 });
      expect(shares.reduce((a, b) => a + b)).toBe(400);
      expect(queue.at(-1)?.waiting).toBe(0);
    }
  });

  it("is measured and drawn", () => {
    const outcomes = (["round_robin", "sticky"] as const).map((strategy) =>
      simulate(arrivals, strategy, { agents: 1, slots: 2 }),
    );
    const [first] = outcomes;
    expect(first && measure(first).slice(0, 6)).toEqual(["round_robin", 40, 0, 80, 80, "50 %"]);
    const picture = plot(outcomes);
    expect(picture).toMatch(/^<svg .*<\/svg>\n$/);
    expect(picture.match(/<polyline/g)).toHaveLength(2);
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("measures", () => {
  it("are those of the books", () => {
    expect(percentile([5, 1, 3], 50)).toBe(3);
    expect(percentile([], 95)).toBe(0);
    expect(jainIndex([4, 4, 4])).toBe(1);
    expect(jainIndex([6, 0, 0])).toBeCloseTo(1 / 3);
  });
});
