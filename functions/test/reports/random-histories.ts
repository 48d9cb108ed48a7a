import type { Happening } from "../../src/metrics/history.ts";
import type { Hours } from "../../src/metrics/measure.ts";

export const GROUPS = ["sales", "support", "success"];
export const PEOPLE = ["anna", "ben", "chloe"];
const BOTS = ["robo"];
export const TAGS = ["billing", "bug"];

const office = (version: number, timeZone: string, end: string): Hours => ({
  id: "office",
  version,
  timeZone,
  weekly: [1, 2, 3, 4, 5].map((day) => ({ day, intervals: [{ start: "09:00", end }] })),
  exceptions: [],
});

/** None, and hours that were edited meanwhile. */
const HOURS: readonly Hours[] = [
  null,
  office(1, "Europe/Berlin", "18:00"),
  office(2, "Europe/Berlin", "16:30"),
  { ...(office(1, "Australia/Lord_Howe", "24:00") as NonNullable<Hours>), id: "nights" },
];

/** Both clock changes of Berlin and Lord Howe lie within. */
const FIRST = Date.parse("2026-03-20T00:00:00Z");
const SPAN_MILLIS = 20 * 24 * 3_600_000;

export type Random = () => number;
export const pick = <T>(items: readonly T[], random: Random): T =>
  items[Math.floor(random() * items.length)] as T;

/** Mostly seconds and minutes, at times hours, a few days, or nothing at all. */
function pause(random: Random): number {
  const kind = random();
  if (kind < 0.1) return 0;
  if (kind < 0.8) return Math.floor(random() * 300_000);
  if (kind < 0.95) return Math.floor(random() * 4 * 3_600_000);
  return Math.floor(random() * 3 * 24 * 3_600_000);
}

interface State {
  owner: string | null;
  isBot: boolean;
  isSnoozed: boolean;
}

/** What may happen next to an open conversation. */
function next(state: State, at: number, random: Random): Happening {
  const kind = random();
  const hours = pick(HOURS, random);
  if (state.isSnoozed) return { type: "woken", at };
  if (kind < 0.3) return { type: "visitor", at };
  if (kind < 0.55) {
    if (state.isBot && random() < 0.7) return { type: "bot", at };
    return { type: "person", agentId: pick(PEOPLE, random), at };
  }
  if (kind < 0.75) {
    const isBot = random() < 0.25;
    const others = (isBot ? BOTS : PEOPLE).filter((id) => id !== state.owner);
    if (others.length > 0) return { type: "assigned", agentId: pick(others, random), isBot, at };
  }
  if (kind < 0.87) return { type: "queued", groupId: pick(GROUPS, random), hours, at };
  if (kind < 0.92 && state.owner !== null) return { type: "snoozed", at };
  const tagIds = TAGS.filter(() => random() < 0.3);
  return { type: "closed", tagIds, asksRating: random() < 0.7, at };
}

function follow(state: State, happening: Happening): State {
  if (happening.type === "assigned")
    return { owner: happening.agentId, isBot: happening.isBot === true, isSnoozed: false };
  if (happening.type === "queued" || happening.type === "closed")
    return { owner: null, isBot: false, isSnoozed: false };
  if (happening.type === "snoozed") return { ...state, isSnoozed: true };
  return happening.type === "woken" ? { ...state, isSnoozed: false } : state;
}

/** One conversation, closed at the end, perhaps reopened in between. */
export function randomHistory(random: Random): Happening[] {
  let at = FIRST + Math.floor(random() * SPAN_MILLIS);
  const history: Happening[] = [];
  const closes = 1 + Math.floor(random() * 2.5);
  for (let close = 0; close < closes; close++) {
    const type = close === 0 ? "opened" : "reopened";
    history.push({ type, groupId: pick(GROUPS, random), hours: pick(HOURS, random), at });
    if (random() < 0.15) history.push({ type: "greeting", at });
    if (random() < 0.9) history.push({ type: "visitor", at });
    let state: State = { owner: null, isBot: false, isSnoozed: false };
    for (;;) {
      at += pause(random);
      const happening = next(state, at, random);
      history.push(happening);
      state = follow(state, happening);
      if (happening.type === "closed") break;
    }
    at += 60_000 + pause(random);
  }
  return history;
}
