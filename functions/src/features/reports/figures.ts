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
  /** The very same object as `histogram` while both hold the same: most companies keep no hours. */
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

function measureIn({ measures }: Figures, name: MeasureName): Measure {
  const histogram: Histogram = {};
  measures[name] ??= { count: 0, seconds: 0, histogram, businessSeconds: 0, businessHistogram: histogram };
  return measures[name];
}

const isShared = ({ histogram, businessHistogram }: Pick<Measure, "histogram" | "businessHistogram">) =>
  histogram === businessHistogram;

/** Gives business time a histogram of its own. */
function part(measure: Measure): void {
  if (isShared(measure)) measure.businessHistogram = { ...measure.histogram };
}

/** @param times -1 takes back what was added before. */
export function addDuration(
  figures: Figures,
  name: MeasureName,
  { seconds, businessSeconds, times = 1 }: Duration & { readonly times?: number },
): void {
  const measure = measureIn(figures, name);
  const [bucket, businessBucket] = [bucketOf(seconds), bucketOf(businessSeconds)];
  if (bucket !== businessBucket) part(measure);
  measure.count += times;
  measure.seconds = rounded(measure.seconds + times * seconds);
  measure.businessSeconds = rounded(measure.businessSeconds + times * businessSeconds);
  addTo(measure.histogram, bucket, times);
  if (!isShared(measure)) addTo(measure.businessHistogram, businessBucket, times);
  if (measure.count === 0 && Object.keys(measure.histogram).length === 0) delete figures.measures[name];
}

function addMeasure(to: Measure, from: Measure): void {
  if (!isShared(from)) part(to);
  to.count += from.count;
  to.seconds = rounded(to.seconds + from.seconds);
  to.businessSeconds = rounded(to.businessSeconds + from.businessSeconds);
  addAll(to.histogram, from.histogram);
  if (!isShared(to)) addAll(to.businessHistogram, from.businessHistogram);
}

function addAll(to: Histogram, from: Histogram): void {
  // Not as entries: a year has a million of them.
  for (const bucket in from) addTo(to, bucket, from[bucket]);
}

/** Adds figures to others, which change. */
export function addFigures(to: Figures, { counts, measures }: Figures): void {
  for (const [name, count] of Object.entries(counts)) addCount(to, name as Count, count);
  for (const [name, measure] of Object.entries(measures)) {
    addMeasure(measureIn(to, name as MeasureName), measure);
  }
}

/** [count, seconds, histogram], and where business time is another [..., seconds, histogram]. */
type Stored = [number, number, Histogram, ...([] | [number, Histogram])];

/** Short, because a year of them is read at once. */
export function toText({ counts, measures }: Figures): string {
  const entries = Object.entries(measures).map(([name, measure]): [string, Stored] => {
    const { count, seconds, histogram, businessSeconds, businessHistogram } = measure;
    const clock = [count, seconds, histogram] as const;
    const isSame =
      businessSeconds === seconds &&
      (histogram === businessHistogram || isSameHistogram(histogram, businessHistogram));
    return [name, isSame ? [...clock] : [...clock, businessSeconds, businessHistogram]];
  });
  return JSON.stringify({ counts, measures: Object.fromEntries(entries) });
}

function isSameHistogram(a: Histogram, b: Histogram): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

interface StoredFigures {
  readonly counts: Counts;
  readonly measures: Record<string, Stored>;
}

/** Figures as they are stored, or as they are counted. */
export type Held = Figures | string;

/**
 * Adds figures to others, which change. What is stored is read and dropped one after the other: a year of figures that
 * are all held at once costs more to collect than to read.
 * @param wanted leaves all other measures out.
 */
export function addHeld(to: Figures, held: Held, wanted: ReadonlySet<string>): void {
  const { counts, measures } = typeof held === "string" ? (JSON.parse(held) as StoredFigures) : held;
  for (const [name, count] of Object.entries(counts)) addCount(to, name as Count, count);
  for (const [name, found] of Object.entries(measures)) {
    if (wanted.has(name)) addMeasure(measureIn(to, name as MeasureName), measureOf(found));
  }
}

function measureOf(stored: Stored | Measure): Measure {
  if (!Array.isArray(stored)) return stored;
  const [count, seconds, histogram, businessSeconds = seconds, businessHistogram = histogram] = stored;
  return { count, seconds, histogram, businessSeconds, businessHistogram };
}

export function fromText(text: string): Figures {
  const { counts, measures } = JSON.parse(text) as StoredFigures;
  const entries = Object.entries(measures).map(([name, stored]) => [name, measureOf(stored)]);
  return { counts, measures: Object.fromEntries(entries) };
}
