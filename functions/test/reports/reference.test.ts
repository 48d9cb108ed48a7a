import type { ReportDistribution } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { randomOf } from "../../../simulator/seeded-random.ts";
import { sumOf } from "../../src/features/reports/asked.ts";
import { bucketNames } from "../../src/features/reports/buckets.ts";
import { bucketOf, secondsOf } from "../../src/features/reports/histogram.ts";
import { slotsOf } from "../../src/features/reports/read-figures.ts";
import {
  countFact,
  fromStored,
  type Rollup,
  type Rollups,
  toStored,
} from "../../src/features/reports/rollup.ts";
import { agentRow, ROWS } from "../../src/features/reports/rows.ts";
import { lengthOf, union } from "../../src/features/reports/spans.ts";
import { factsOfHistory, type Happening } from "../../src/metrics/history.ts";
import type { StoredFact } from "../../src/store/facts.ts";
import { shuffled } from "../race.ts";
import { GROUPS, PEOPLE, pick, type Random, randomHistory, TAGS } from "./random-histories.ts";
import { type Reference, type Sample, scan } from "./reference.ts";

/** The long form: LIVECHAT_PROPERTY_RUNS=1000. */
const HISTORIES = Number(process.env.LIVECHAT_PROPERTY_RUNS ?? 200);
/** So many conversations are one company's. */
const CONVERSATIONS_PER_COMPANY = 10;
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Santiago",
];
const DISTRIBUTIONS: readonly ReportDistribution[] = ["hour", "day", "day-hours", "week", "month"];
const ALWAYS = { from: 0, to: Date.parse("2027-01-01T00:00:00Z") };

interface Filter {
  readonly kind: "group" | "agent" | "tag";
  readonly subjectId: string | null;
}

/** Folds facts in any order and in batches, each stored and read again. */
function folded(facts: readonly StoredFact[], random: Random): Rollup[] {
  let sums: Rollups = new Map();
  for (const fact of shuffled(facts, random)) {
    countFact(sums, fact);
    if (random() < 0.2) {
      const stored = [...sums.values()].map((sum) => JSON.parse(JSON.stringify(toStored(sum))));
      sums = new Map(stored.map((one) => [one.id, fromStored(one)]));
    }
  }
  return [...sums.values()].filter(({ day }) => day !== "all");
}

/** By the zone's clock as Intl knows it: another source than the reports'. */
function dayIn(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  return parts.format(new Date(at));
}

const isWhose = (
  { kind, subjectId }: Filter,
  one: { groupId: string; agentId: string | null; tagIds: readonly string[] },
) => {
  if (subjectId === null) return true;
  if (kind === "group") return one.groupId === subjectId;
  return kind === "agent" ? one.agentId === subjectId : one.tagIds.includes(subjectId);
};

function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] as number;
}

interface Row {
  count: number;
  average: number | null;
  median: number | null;
  p90: number | null;
}

function checkQuantile(shown: number | null, values: readonly number[], q: number): void {
  const exact = exactQuantile(values, q);
  if (exact < 0.001) expect(shown).toBe(0);
  else {
    expect(shown).toBeCloseTo(secondsOf(bucketOf(exact)), 3);
    expect(Math.abs((shown as number) - exact) / exact).toBeLessThan(exact < 0.1 ? 0.5 : 0.05);
  }
}

function checkDurations(row: Row & { business: Omit<Row, "count"> }, samples: readonly Sample[]): void {
  expect(row.count).toBe(samples.length);
  if (samples.length === 0) {
    expect(row.average).toBeNull();
    return;
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [clock, business] = [samples.map(({ seconds }) => seconds), samples.map((one) => one.business)];
  expect(row.average).toBeCloseTo(mean(clock), 2);
  expect(row.business.average).toBeCloseTo(mean(business), 2);
  for (const [shown, values] of [
    [row, clock],
    [row.business, business],
  ] as const) {
    checkQuantile(shown.median, values, 0.5);
    checkQuantile(shown.p90, values, 0.9);
  }
}

const MEASURES = {
  first_response_time: "firstResponse",
  response_time: "response",
  queue: "queue",
  queue_left: "queueLeft",
  handling_time: "handling",
  resolution_time: "resolution",
  duration: "duration",
} as const;

function checkOverview(
  row: Record<string, unknown>,
  reference: Reference,
  isAsked: (at: number) => boolean,
): void {
  const started = reference.stretches.filter(({ startedAt }) => isAsked(startedAt));
  const closed = reference.stretches.filter(({ closedAt }) => isAsked(closedAt));
  const outcomes = (outcome: string) => closed.filter((one) => one.outcome === outcome).length;
  const beginnings = (by: string) => started.filter((one) => one.isFirst && one.startedBy === by).length;
  expect(row).toMatchObject({
    total: started.filter(({ isFirst }) => isFirst).length,
    threads: started.length,
    closed: closed.length,
    answered: outcomes("answered"),
    missed: outcomes("missed"),
    abandoned: outcomes("abandoned"),
    by_bots: outcomes("bot"),
    abandoned_short: closed.filter(({ isShort }) => isShort).length,
    ratings: { chats: closed.length, asked: closed.filter(({ asked }) => asked).length },
    engagement: {
      started_by_customer_from_greeting: beginnings("greeting"),
      started_by_customer_without_greeting: beginnings("visitor"),
      started_by_agent: beginnings("agent"),
    },
    queue: { queued: closed.filter(({ queued }) => queued).length },
  });
  for (const [name, measure] of Object.entries(MEASURES)) {
    const samples = reference.samples.filter((one) => one.name === measure && isAsked(one.at));
    checkDurations(row[name] as never, samples);
  }
}

function checkAgent(rollups: readonly Rollup[], reference: Reference, agentId: string): void {
  const own = rollups.filter(({ kind, subjectId }) => kind === "agent" && subjectId === agentId);
  const figures = sumOf(slotsOf(own, ALWAYS, null));
  const busy = union(...own.map((one) => one.busy));
  const times = {
    name: "",
    acceptingSeconds: 0,
    busySeconds: lengthOf(busy) / 1000,
    chatSeconds: figures.counts.chatSeconds ?? 0,
  };
  const ownerships = reference.ownerships.filter((one) => one.agentId === agentId);
  const active = ownerships.flatMap((one) => one.active);
  const chatMillis = active.reduce((sum, [from, to]) => sum + to - from, 0);
  // Minute marks would do, but edges lie anywhere: between two neighbours of all edges nothing changes.
  const edges = [...new Set(active.flat())].sort((a, b) => a - b);
  const busyMillis = edges.slice(1).reduce((sum, to, i) => {
    const from = edges[i] as number;
    return sum + (active.some(([start, end]) => start <= from && to <= end) ? to - from : 0);
  }, 0);
  const row = agentRow(figures, times) as Record<string, number>;
  expect(row.assigned).toBe(ownerships.length);
  expect(row.chatting_time).toBeCloseTo(busyMillis / 1000, 2);
  expect(times.chatSeconds).toBeCloseTo(chatMillis / 1000, 1);
  if (busyMillis > 0) expect(row.concurrency).toBeCloseTo(chatMillis / busyMillis, 2);
}

/** Facts as they come back from the database. */
const stored = (facts: ReturnType<typeof factsOfHistory>): StoredFact[] =>
  facts.map((fact) => ({ ...fact, recordedAt: new Date(0).toISOString() }));

function check(histories: readonly Happening[][], random: Random): void {
  const facts = histories.flatMap((history, i) => stored(factsOfHistory(`c${i}`, history)));
  const rollups = folded(facts, random);
  const reference: Reference = { stretches: [], samples: [], ownerships: [] };
  for (const history of histories) scan(history, reference);
  const filters: Filter[] = [
    { kind: "group", subjectId: null },
    { kind: "group", subjectId: pick(GROUPS, random) },
    { kind: "agent", subjectId: pick(PEOPLE, random) },
    { kind: "tag", subjectId: pick(TAGS, random) },
  ];
  for (const filter of filters) {
    const own = rollups.filter(
      ({ kind, subjectId }) =>
        kind === filter.kind && (filter.subjectId === null || subjectId === filter.subjectId),
    );
    const theirs: Reference = {
      stretches: reference.stretches.filter((one) => isWhose(filter, one)),
      samples: reference.samples.filter((one) => isWhose(filter, one)),
      ownerships: [],
    };
    const slots = slotsOf(own, ALWAYS, null);
    checkOverview(ROWS.overview(sumOf(slots)), theirs, () => true);
    const zone = pick(ZONES, random);
    const nameOf = bucketNames("day", zone);
    const day = dayIn(zone, pick(reference.stretches, random)?.closedAt ?? 0);
    const inDay = slots.filter(({ at }) => nameOf(at) === day);
    checkOverview(ROWS.overview(sumOf(inDay)), theirs, (at) => dayIn(zone, at) === day);
    const names = bucketNames(pick(DISTRIBUTIONS, random), zone);
    const buckets = [...new Set(slots.map(({ at }) => names(at)))];
    const totals = buckets.map((name) =>
      ROWS.total_chats(sumOf(slots.filter(({ at }) => names(at) === name))),
    );
    expect(totals.reduce((sum, { total }) => sum + (total as number), 0)).toBe(
      theirs.stretches.filter(({ isFirst }) => isFirst).length,
    );
  }
  for (const agentId of PEOPLE) checkAgent(rollups, reference, agentId);
}

describe("a reference that scans all events", () => {
  it(`gives the same numbers as the rollups, for ${HISTORIES} random histories`, { timeout: 300_000 }, () => {
    for (let seed = 0; seed < HISTORIES / CONVERSATIONS_PER_COMPANY; seed++) {
      const random = randomOf(seed);
      const histories = Array.from({ length: CONVERSATIONS_PER_COMPANY }, () => randomHistory(random));
      try {
        check(histories, random);
      } catch (error) {
        throw new Error(`Seed ${seed}`, { cause: error });
      }
    }
  });
});
