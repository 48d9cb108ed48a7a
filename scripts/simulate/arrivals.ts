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

function parseTime(text: string, line: number): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text) / MILLIS;
  if (!Number.isFinite(seconds)) {
    throw new InputError(`Line ${line}: "${text}" is neither seconds nor a time like 2026-03-02T09:00:00Z.`);
  }
  return seconds;
}

function parseDuration(text: string, line: number): number {
  const seconds = Number(text);
  if (text === "" || !Number.isFinite(seconds) || seconds <= 0) {
    throw new InputError(`Line ${line}: handling_seconds must be more than 0, not "${text}".`);
  }
  return seconds;
}

function parseLine(text: string, line: number): Arrival {
  const cells = text.split(",").map((cell) => cell.trim());
  if (cells.length !== COLUMNS.length) {
    throw new InputError(`Line ${line}: expected ${COLUMNS.length} columns, found ${cells.length}.`);
  }
  const [time = "", visitor = "", handling = ""] = cells;
  const visitorId = visitor === "" ? `visitor-${line}` : visitor;
  return { atSeconds: parseTime(time, line), visitorId, handlingSeconds: parseDuration(handling, line) };
}

/**
 * Reads recorded arrivals: a header line `arrived_at,visitor,handling_seconds`, then a line for each. `arrived_at` is in
 * seconds or RFC 3339; an empty `visitor` is somebody new.
 * @throws InputError that names the line.
 */
export function parseArrivals(csv: string): Arrival[] {
  const lines = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  const header = (lines[0] ?? "").split(",").map((cell) => cell.trim().toLowerCase());
  if (header.join() !== COLUMNS.join()) {
    throw new InputError(`Line 1: expected the header ${COLUMNS.join(",")}.`);
  }
  const filled = lines.map((text, i) => ({ text, line: i + 1 })).slice(1);
  const arrivals = filled
    .filter(({ text }) => text.trim() !== "")
    .map(({ text, line }) => parseLine(text, line));
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

/** Pseudo-random numbers from 0 up to 1. Mulberry32, by Tommy Ettinger, public domain. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Arrivals at random: exponential times between them and exponential handling times, as in a queue of type M/M/c. */
export function generateArrivals({ count, perHour, handlingSeconds, seed }: Generation): Arrival[] {
  const next = numbersFrom(seed);
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
