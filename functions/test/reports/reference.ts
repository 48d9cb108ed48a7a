import { businessSecondsBetween } from "../../src/availability/business-hours.ts";
import type { Happening } from "../../src/metrics/history.ts";
import type { Hours } from "../../src/metrics/measure.ts";

/**
 * What docs/metrics.md says, once more and in another way: for each number all events are scanned, with no state that is
 * carried along. Slow, and easy to compare with the page.
 */

export interface Duration {
  readonly seconds: number;
  readonly business: number;
}

/** A duration, when it counts and for whom. */
export interface Sample extends Duration {
  readonly name: string;
  readonly at: number;
  readonly groupId: string;
  readonly agentId: string | null;
  readonly tagIds: readonly string[];
}

export interface Stretch {
  readonly isFirst: boolean;
  readonly startedAt: number;
  readonly closedAt: number;
  readonly groupId: string;
  readonly agentId: string | null;
  readonly tagIds: readonly string[];
  readonly outcome: string;
  readonly isShort: boolean;
  readonly startedBy: string;
  readonly asked: boolean;
  readonly queued: boolean;
}

export interface Ownership {
  readonly agentId: string;
  readonly groupId: string;
  readonly from: number;
  readonly to: number;
  readonly active: readonly (readonly [number, number])[];
}

export interface Reference {
  readonly stretches: Stretch[];
  readonly samples: Sample[];
  readonly ownerships: Ownership[];
}

function durationOf(from: number, to: number, hours: Hours): Duration {
  const seconds = (to - from) / 1000;
  return { seconds, business: hours ? businessSecondsBetween(hours, new Date(from), new Date(to)) : seconds };
}

function total(durations: readonly Duration[]): Duration {
  return {
    seconds: durations.reduce((sum, one) => sum + one.seconds, 0),
    business: durations.reduce((sum, one) => sum + one.business, 0),
  };
}

/** From an opening to its close, both included. */
function stretchesOf(history: readonly Happening[]): Happening[][] {
  const starts = history.flatMap(({ type }, i) => (type === "opened" || type === "reopened" ? [i] : []));
  return starts.map((start, i) => history.slice(start, starts[i + 1]));
}

type Placed = Extract<Happening, { groupId: string }>;

/** The group and its hours in which the conversation was just before something happened. */
function placeBefore(events: readonly Happening[], index: number): Placed {
  return events.slice(0, index).findLast((event) => "groupId" in event) as Placed;
}

type Assigned = Extract<Happening, { type: "assigned" }>;

/** Who has it just before something happens. */
function ownerBefore(events: readonly Happening[], index: number): Assigned | null {
  const last = events
    .slice(0, index)
    .findLast(
      ({ type }) => type === "assigned" || type === "queued" || type === "opened" || type === "reopened",
    );
  return last?.type === "assigned" ? last : null;
}

const indexesOf = (events: readonly Happening[], ...types: Happening["type"][]): number[] =>
  events.flatMap(({ type }, i) => (types.includes(type) ? [i] : []));

/** Where waits for a person begin: with the stretch, and where a bot's ownership ends before the close. */
function waitStarts(events: readonly Happening[]): { index: number; isHandOff: boolean }[] {
  const handOffs = indexesOf(events, "assigned", "queued").filter((i) => ownerBefore(events, i)?.isBot);
  return [{ index: 0, isHandOff: false }, ...handOffs.map((index) => ({ index, isHandOff: true }))];
}

function firstResponses(events: readonly Happening[]) {
  const starts = waitStarts(events);
  return starts.flatMap(({ index, isHandOff }, i) => {
    const end = starts[i + 1]?.index ?? events.length;
    const visitor = indexesOf(events, "visitor").find((j) => j > index && j < end);
    const people = indexesOf(events, "person").filter((j) => j > index && j < end);
    const person = isHandOff ? people[0] : people.find((j) => visitor !== undefined && j > visitor);
    if (person === undefined) return [];
    const from = visitor !== undefined && visitor < person ? visitor : index;
    return [{ from: events[from] as Happening, index: person }];
  });
}

function responses(events: readonly Happening[]) {
  return indexesOf(events, "person").flatMap((index) => {
    const last = indexesOf(events, "person", "bot").findLast((j) => j < index) ?? -1;
    const from = indexesOf(events, "visitor").find((j) => j > last && j < index);
    return from === undefined ? [] : [{ from: events[from] as Happening, index }];
  });
}

/** Stretches of time without an owner, each measured by the hours that held at its end. */
function queueOf(events: readonly Happening[]): Duration {
  return total(
    indexesOf(events, "assigned", "closed").flatMap((end) => {
      const changes = indexesOf(events, "opened", "reopened", "queued", "assigned").filter((i) => i < end);
      const owned = changes.findLast((i) => events[i]?.type === "assigned");
      const start = changes.find((i) => i > (owned ?? -1));
      if (start === undefined) return [];
      return [
        durationOf(
          (events[start] as Happening).at,
          (events[end] as Happening).at,
          placeBefore(events, end).hours ?? null,
        ),
      ];
    }),
  );
}

/** From a person's first message to the close, without the time of bots. */
function handlingOf(events: readonly Happening[]): Duration | null {
  const first = indexesOf(events, "person")[0];
  if (first === undefined) return null;
  const isBotAfter = (i: number) => ownerBefore(events, i + 1)?.isBot === true;
  const begins = indexesOf(events, "assigned", "queued").filter(
    (i) => i > first && ownerBefore(events, i)?.isBot && !isBotAfter(i),
  );
  const starts = isBotAfter(first) ? begins : [first, ...begins];
  return total(
    starts.map((start) => {
      const end = events.findIndex(
        (event, i) => i > start && (event.type === "closed" || (event.type === "assigned" && event.isBot)),
      );
      return durationOf(
        (events[start] as Happening).at,
        (events[end] as Happening).at,
        placeBefore(events, end).hours ?? null,
      );
    }),
  );
}

function ownershipsOf(events: readonly Happening[]): Ownership[] {
  return indexesOf(events, "assigned").map((start) => {
    const { agentId, at: from } = events[start] as Assigned;
    const end = indexesOf(events, "assigned", "queued", "closed").find((i) => i > start) as number;
    const to = (events[end] as Happening).at;
    const within = events.slice(start, end + 1);
    const edges = [
      from,
      ...within.filter(({ type }) => type === "snoozed" || type === "woken").map(({ at }) => at),
      to,
    ];
    const active = Array.from(
      { length: Math.floor(edges.length / 2) },
      (_, i) => [edges[2 * i] as number, edges[2 * i + 1] as number] as const,
    );
    return { agentId, groupId: placeBefore(events, end).groupId, from, to, active };
  });
}

function outcomeOf(events: readonly Happening[]): string {
  const owners = events.filter((event) => event.type === "assigned");
  if (owners.length === 0) return "abandoned";
  if (owners.every(({ isBot }) => isBot)) return "bot";
  return events.some(({ type }) => type === "person") ? "answered" : "missed";
}

/** Everything that a conversation counts and measures. */
export function scan(history: readonly Happening[], into: Reference): void {
  for (const [i, events] of stretchesOf(history).entries()) {
    into.ownerships.push(...ownershipsOf(events));
    const written = indexesOf(events, "visitor", "person", "bot");
    const visitor = indexesOf(events, "visitor")[0];
    if (visitor === undefined && indexesOf(events, "person").length === 0) continue;
    const first = events[written[0] as number] as Happening;
    const startedAt = (events[visitor ?? (written[0] as number)] as Happening).at;
    const end = events.length - 1;
    const closed = events[end] as Extract<Happening, { type: "closed" }>;
    const { groupId, hours = null } = placeBefore(events, end);
    const agentId = ownerBefore(events, end)?.agentId ?? null;
    const { tagIds = [] } = closed;
    const outcome = outcomeOf(events);
    const queue = queueOf(events);
    const resolution = durationOf(startedAt, closed.at, hours);
    const own = { at: closed.at, groupId, agentId, tagIds };
    const add = (name: string, duration: Duration) => into.samples.push({ name, ...own, ...duration });
    add("queue", queue);
    if (outcome === "abandoned") add("queueLeft", queue);
    const handling = handlingOf(events);
    if (handling) add("handling", handling);
    add("resolution", resolution);
    add("duration", durationOf(first.at, closed.at, hours));
    for (const [name, list] of [
      ["firstResponse", firstResponses(events)],
      ["response", responses(events)],
    ] as const) {
      for (const { from, index } of list) {
        const person = events[index] as Extract<Happening, { type: "person" }>;
        const place = placeBefore(events, index);
        const duration = durationOf(from.at, person.at, place.hours ?? null);
        into.samples.push({ name, ...own, ...duration, groupId: place.groupId, agentId: person.agentId });
      }
    }
    into.stretches.push({
      isFirst: i === 0,
      startedAt,
      closedAt: closed.at,
      groupId,
      agentId,
      tagIds,
      outcome,
      isShort: outcome === "abandoned" && resolution.seconds < 10,
      startedBy: events.some(({ type }) => type === "greeting")
        ? "greeting"
        : first.type === "person"
          ? "agent"
          : "visitor",
      asked: closed.asksRating === true,
      queued: queue.seconds > 0,
    });
  }
}
