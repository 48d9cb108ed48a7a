import type { Duration } from "../../store/progress.ts";
import { addTo, bucketOf, type Histogram } from "./histogram.ts";

export const COUNTS = [
  "chats",
  "reopened",
  "closed",
  "answered",
  "missed",
  "abandoned",
  "abandonedShort",
  "byBots",
  "offlineMessages",
  "queued",
  "asked",
  "good",
  "bad",
  "startedByVisitor",
  "startedByGreeting",
  "startedByAgent",
  "messages",
  "assigned",
  "handled",
  "ownClosed",
  "transferredOut",
  "messagesSent",
  /** Time of chats within the slot, of several at once added up. */
  "chatSeconds",
] as const;
export type Count = (typeof COUNTS)[number];
export type Counts = Partial<Record<Count, number>>;

export const MEASURES = [
  "firstResponse",
  "response",
  "queue",
  "queueLeft",
  "handling",
  "resolution",
  "duration",
  "owned",
] as const;
export type MeasureName = (typeof MEASURES)[number];

/** Durations of one kind, by the clock and in business time. */
export interface Measure {
  count: number;
  seconds: number;
  histogram: Histogram;
  businessSeconds: number;
  businessHistogram: Histogram;
}

/** What happened in some time: numbers that are added up, and durations with their spread. */
export interface Figures {
  readonly counts: Counts;
  readonly measures: Partial<Record<MeasureName, Measure>>;
}

export const noFigures = (): Figures => ({ counts: {}, measures: {} });

/** To the millisecond: sums in any order are the same. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

export function addCount(figures: Figures, name: Count, by = 1): void {
  const sum = rounded((figures.counts[name] ?? 0) + by);
  if (sum === 0) delete figures.counts[name];
  else figures.counts[name] = sum;
}

function emptyMeasure(): Measure {
  return {
    count: 0,
    seconds: 0,
    histogram: {},
    businessSeconds: 0,
    businessHistogram: {},
  };
}

/** @param times -1 takes back what was added before. */
export function addDuration(
  { measures }: Figures,
  name: MeasureName,
  { seconds, businessSeconds, times = 1 }: Duration & { readonly times?: number },
): void {
  measures[name] ??= emptyMeasure();
  const measure = measures[name];
  measure.count += times;
  measure.seconds = rounded(measure.seconds + times * seconds);
  measure.businessSeconds = rounded(measure.businessSeconds + times * businessSeconds);
  addTo(measure.histogram, bucketOf(seconds), times);
  addTo(measure.businessHistogram, bucketOf(businessSeconds), times);
  if (measure.count === 0 && Object.keys(measure.histogram).length === 0) delete measures[name];
}

function addMeasure(to: Measure, from: Measure): void {
  to.count += from.count;
  to.seconds = rounded(to.seconds + from.seconds);
  to.businessSeconds = rounded(to.businessSeconds + from.businessSeconds);
  for (const [bucket, count] of Object.entries(from.histogram)) addTo(to.histogram, bucket, count);
  for (const [bucket, count] of Object.entries(from.businessHistogram)) {
    addTo(to.businessHistogram, bucket, count);
  }
}

/** Adds figures to others, which change. */
export function addFigures(to: Figures, { counts, measures }: Figures): void {
  for (const [name, count] of Object.entries(counts)) addCount(to, name as Count, count);
  for (const [name, measure] of Object.entries(measures)) {
    to.measures[name as MeasureName] ??= emptyMeasure();
    addMeasure(to.measures[name as MeasureName] as Measure, measure);
  }
}

/** [count, seconds, histogram], and where business time is another [..., seconds, histogram]. */
type Stored = [number, number, Histogram, ...([] | [number, Histogram])];

/** Short, because a year of them is read at once. */
export function toText({ counts, measures }: Figures): string {
  const entries = Object.entries(measures).map(([name, measure]): [string, Stored] => {
    const { count, seconds, histogram, businessSeconds, businessHistogram } = measure;
    const clock = [count, seconds, histogram] as const;
    const isSame = businessSeconds === seconds && isSameHistogram(histogram, businessHistogram);
    return [name, isSame ? [...clock] : [...clock, businessSeconds, businessHistogram]];
  });
  return JSON.stringify({ counts, measures: Object.fromEntries(entries) });
}

function isSameHistogram(a: Histogram, b: Histogram): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

export function fromText(text: string): Figures {
  const { counts, measures } = JSON.parse(text) as { counts: Counts; measures: Record<string, Stored> };
  const entries = Object.entries(measures).map(([name, stored]): [string, Measure] => {
    const [count, seconds, histogram, businessSeconds, businessHistogram] = stored;
    const business = {
      businessSeconds: businessSeconds ?? seconds,
      businessHistogram: businessHistogram ?? { ...histogram },
    };
    return [name, { count, seconds, histogram, ...business }];
  });
  return { counts, measures: Object.fromEntries(entries) };
}
