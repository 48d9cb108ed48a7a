import { randomOf } from "./seeded-random.ts";
/** A visitor who comes at a time and keeps an agent busy for a while. Times in seconds from the start. */
export interface Arrival {
  readonly atSeconds: number;
  readonly visitorId: string;
  readonly handlingSeconds: number;
}

const COLUMNS = ["arrived_at", "visitor", "handling_seconds"] as const;
const MAX_ARRIVALS = 100_000;
const MILLIS = 1_000;

/** A mistake in what the user gave; its message says where and what to do. */
export class InputError extends Error {}

const SECONDS = /^\d+(\.\d+)?$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i;

function parseTime(text: string, line: number): number {
  if (SECONDS.test(text)) return Number(text);
  const seconds = RFC_3339.test(text) ? Date.parse(text) / MILLIS : Number.NaN;
  if (Number.isFinite(seconds)) return seconds;
  throw new InputError(`Line ${line}: "${text}" is neither seconds nor a time like 2026-03-02T09:00:00Z.`);
}

function parseDuration(text: string, line: number): number {
  const seconds = Number(text);
  if (text === "" || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InputError(`Line ${line}: handling_seconds must be more than 0, not "${text}".`);
  }
  return seconds;
}

/** The cells of a line; one in double quotes may hold commas, and quotes doubled (RFC 4180). */
function cellsOf(text: string, line: number): string[] {
  const cell = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  const cells: string[] = [];
  for (;;) {
    const match = cell.exec(text);
    if (!match) throw new InputError(`Line ${line}: a quote stands in the wrong place.`);
    const [, quoted, plain = "", end] = match;
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === "") return cells;
  }
}

interface Line {
  readonly line: number;
  readonly isInSeconds: boolean;
  readonly arrival: Arrival;
}

function parseLine(text: string, line: number): Line {
  const cells = cellsOf(text, line);
  if (cells.length !== COLUMNS.length) {
    throw new InputError(`Line ${line}: expected ${COLUMNS.length} columns, found ${cells.length}.`);
  }
  const [time = "", visitor = "", handling = ""] = cells;
  const visitorId = visitor === "" ? `visitor-${line}` : visitor;
  const [atSeconds, handlingSeconds] = [parseTime(time, line), parseDuration(handling, line)];
  return { line, isInSeconds: SECONDS.test(time), arrival: { atSeconds, visitorId, handlingSeconds } };
}

/** Seconds count from anywhere, times from 1970: together they make no sense. */
function checkSameKind(lines: readonly Line[]): void {
  const odd = lines.find(({ isInSeconds }) => isInSeconds !== lines[0]?.isInSeconds);
  if (odd) throw new InputError(`Line ${odd.line}: arrived_at must be in seconds in all lines, or in none.`);
}

/**
 * Reads recorded arrivals: a header line `arrived_at,visitor,handling_seconds`, then a line for each. `arrived_at` is in
 * seconds or RFC 3339; an empty `visitor` is somebody new.
 * @throws InputError that names the line.
 */
export function parseArrivals(csv: string): Arrival[] {
  const lines = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header = cellsOf(lines[0] ?? "", 1).map((cell) => cell.toLowerCase());
  if (header.join() !== COLUMNS.join()) {
    throw new InputError(`Line 1: expected the header ${COLUMNS.join(",")}.`);
  }
  const filled = lines.map((text, i) => ({ text, line: i + 1 })).slice(1);
  const parsed = filled
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, line }) => parseLine(text, line));
  checkSameKind(parsed);
  const arrivals = parsed.map(({ arrival }) => arrival);
  if (arrivals.length === 0) throw new InputError("The file holds no arrivals.");
  if (arrivals.length > MAX_ARRIVALS)
    throw new InputError(`The file holds more than ${MAX_ARRIVALS} arrivals.`);
  const start = arrivals.reduce((least, { atSeconds }) => Math.min(least, atSeconds), Infinity);
  return arrivals
    .map((arrival) => ({ ...arrival, atSeconds: arrival.atSeconds - start }))
    .toSorted((a, b) => a.atSeconds - b.atSeconds);
}

export interface Generation {
  readonly count: number;
  readonly perHour: number;
  readonly handlingSeconds: number;
  readonly seed: number;
}

const SECONDS_PER_HOUR = 3_600;
/** One visitor in so many has been here before. */
const RETURNING_ONE_IN = 3;

/** Arrivals at random: exponential times between them and exponential handling times, as in a queue of type M/M/c. */
export function generateArrivals({ count, perHour, handlingSeconds, seed }: Generation): Arrival[] {
  const next = randomOf(seed);
  const exponential = (mean: number) => -Math.log(1 - next()) * mean;
  const arrivals: Arrival[] = [];
  let atSeconds = 0;
  for (let i = 0; i < count; i++) {
    atSeconds += exponential(SECONDS_PER_HOUR / perHour);
    const known = Math.floor(next() * RETURNING_ONE_IN) === 0 ? arrivals[Math.floor(next() * i)] : undefined;
    const visitorId = known?.visitorId ?? `visitor-${i + 1}`;
    arrivals.push({ atSeconds, visitorId, handlingSeconds: Math.max(1, exponential(handlingSeconds)) });
  }
  return arrivals;
}
