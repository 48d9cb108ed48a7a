import { DAY_MILLIS, dayOf, daysBetween } from "../../store/days.ts";
import type { ConversationFact, StoredFact, ThreadFact } from "../../store/facts.ts";
import { type RollupKind, rollupId, SLOT_MILLIS, type StoredRollup } from "../../store/rollups.ts";
import { addCount, addDuration, type Figures, fromText, noFigures, toText } from "./figures.ts";
import { lengthOf, type Spans, union, within } from "./spans.ts";

/** What a group, an agent or a tag did on a UTC day, by quarter hour; agents and tags by group, too. */
export interface Rollup {
  readonly id: string;
  readonly kind: RollupKind;
  readonly subjectId: string;
  readonly day: string;
  /** By slot (0 to 95) and group: `36|<group id>`. */
  readonly slots: Map<string, Figures>;
  /** When an agent had a chat, and when it accepted chats: milliseconds since 1970. */
  busy: Spans;
  accepting: Spans;
}

/** Rollups by their ids: those that are read, and those that facts make. */
export type Rollups = Map<string, Rollup>;

/** In place of a day: an agent's sum of all times, so that it costs one read. */
export const ALL_DAYS = "all";

export function fromStored({ slots, busy, accepting, ...rollup }: StoredRollup): Rollup {
  const figures = Object.entries(slots).map(([key, text]) => [key, fromText(text)] as const);
  return { ...rollup, slots: new Map(figures), busy, accepting };
}

export function toStored({ slots, busy, accepting, ...rollup }: Rollup): StoredRollup {
  const texts = [...slots].map(([key, figures]) => [key, toText(figures)] as const);
  return { ...rollup, slots: Object.fromEntries(texts), busy: [...busy], accepting: [...accepting] };
}

interface Place {
  readonly kind: RollupKind;
  readonly subjectId: string;
}

/** The slot of a time, and its group. */
export function slotKey(time: string, groupId: string): string {
  const millis = Date.parse(time);
  return `${Math.floor((millis % DAY_MILLIS) / SLOT_MILLIS)}|${groupId}`;
}

function rollupOf(rollups: Rollups, { kind, subjectId }: Place, day: string): Rollup {
  const id = rollupId(kind, subjectId, day);
  const known = rollups.get(id);
  if (known) return known;
  const made: Rollup = { id, kind, subjectId, day, slots: new Map(), busy: [], accepting: [] };
  rollups.set(id, made);
  return made;
}

function figuresIn(rollup: Rollup, key: string): Figures {
  const known = rollup.slots.get(key);
  if (known) return known;
  const made = noFigures();
  rollup.slots.set(key, made);
  return made;
}

interface When {
  readonly at: string;
  readonly groupId: string;
}

/** Where something counts: on its day, and for an agent in the sum of all times. */
function countIn(rollups: Rollups, place: Place, when: When, count: (figures: Figures) => void): void {
  count(figuresIn(rollupOf(rollups, place, dayOf(when.at)), slotKey(when.at, when.groupId)));
  if (place.kind === "agent") count(figuresIn(rollupOf(rollups, place, ALL_DAYS), `0|${when.groupId}`));
}

const toMillis = (spans: readonly { from: string; to: string }[]): Spans =>
  spans.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);

function addSpans(rollups: Rollups, agentId: string, name: "busy" | "accepting", spans: Spans): void {
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [spans[i] as number, spans[i + 1] as number];
    const days = daysBetween(dayOf(new Date(from).toISOString()), dayOf(new Date(to).toISOString()));
    for (const day of days) {
      const start = Date.parse(day);
      const part = within([from, to], start, start + DAY_MILLIS);
      if (part.length === 0) continue;
      const rollup = rollupOf(rollups, { kind: "agent", subjectId: agentId }, day);
      rollup[name] = union(rollup[name], part);
    }
  }
}

/** The time of a chat, on the slots in which it was: several at once are added up there. */
function addChatTime(rollups: Rollups, { agentId, groupId }: ThreadFact, active: Spans): void {
  for (let i = 0; i < active.length; i += 2) {
    const [from, to] = [active[i] as number, active[i + 1] as number];
    for (let start = from - (from % SLOT_MILLIS); start < to; start += SLOT_MILLIS) {
      const seconds = lengthOf(within([from, to], start, start + SLOT_MILLIS)) / 1000;
      const when = { at: new Date(start).toISOString(), groupId };
      countIn(rollups, { kind: "agent", subjectId: agentId }, when, (figures) =>
        addCount(figures, "chatSeconds", seconds),
      );
    }
  }
}

function countThread(rollups: Rollups, fact: ThreadFact): void {
  const agent: Place = { kind: "agent", subjectId: fact.agentId };
  const { groupId, startedAt, endedAt, end, owned, messagesSent } = fact;
  countIn(rollups, agent, { at: startedAt, groupId }, (figures) => addCount(figures, "assigned"));
  const active = toMillis(fact.active);
  countIn(rollups, agent, { at: endedAt, groupId }, (figures) => {
    addCount(figures, "handled");
    if (end === "closed") addCount(figures, "ownClosed");
    if (end === "transferred_out") addCount(figures, "transferredOut");
    addCount(figures, "messagesSent", messagesSent);
    addDuration(figures, "owned", owned);
  });
  addSpans(rollups, fact.agentId, "busy", active);
  addChatTime(rollups, fact, active);
}

const STARTED = {
  visitor: "startedByVisitor",
  greeting: "startedByGreeting",
  agent: "startedByAgent",
} as const;

/** A close that counts, or with -1 counts no longer. */
type Counted = ConversationFact & { readonly times: number };

/** What a chat counts on the day on which it starts. */
function countStart(figures: Figures, { ordinal, startedBy, times }: Counted): void {
  addCount(figures, ordinal === 1 ? "chats" : "reopened", times);
  if (ordinal === 1) addCount(figures, STARTED[startedBy], times);
}

const OUTCOME = { answered: "answered", missed: "missed", abandoned: "abandoned", bot: "byBots" } as const;

/** What it counts when it is closed. */
function countClose(figures: Figures, fact: Counted): void {
  const { outcome, isShort, queue, handling, resolution, duration, messages, asksRating, times } = fact;
  addCount(figures, "closed", times);
  addCount(figures, OUTCOME[outcome], times);
  if (isShort) addCount(figures, "abandonedShort", times);
  if (queue.seconds > 0) addCount(figures, "queued", times);
  if (asksRating) addCount(figures, "asked", times);
  addCount(figures, "messages", times * messages);
  addDuration(figures, "queue", { ...queue, times });
  if (outcome === "abandoned") addDuration(figures, "queueLeft", { ...queue, times });
  if (handling) addDuration(figures, "handling", { ...handling, times });
  addDuration(figures, "resolution", { ...resolution, times });
  addDuration(figures, "duration", { ...duration, times });
}

function placesOf({
  agentId,
  groupId,
  tagIds,
}: Pick<ConversationFact, "agentId" | "groupId" | "tagIds">): Place[] {
  return [
    { kind: "group", subjectId: groupId },
    ...(agentId === null ? [] : [{ kind: "agent", subjectId: agentId } as const]),
    ...tagIds.map((tagId) => ({ kind: "tag", subjectId: tagId }) as const),
  ];
}

/** Answers count for whoever wrote them, and for the group in which the conversation was then. */
function countReplies(rollups: Rollups, { replies, closedAt, groupId, tagIds, times }: Counted): void {
  for (const reply of replies) {
    const name = reply.isFirst ? "firstResponse" : "response";
    const places: Place[] = [
      { kind: "group", subjectId: reply.groupId },
      { kind: "agent", subjectId: reply.agentId },
      ...tagIds.map((tagId) => ({ kind: "tag", subjectId: tagId }) as const),
    ];
    for (const place of places) {
      const when = { at: closedAt, groupId: place.kind === "tag" ? groupId : reply.groupId };
      countIn(rollups, place, when, (figures) => addDuration(figures, name, { ...reply, times }));
    }
  }
}

function countConversation(rollups: Rollups, fact: Counted): void {
  const { startedAt, closedAt, groupId, channel } = fact;
  const places = placesOf(fact);
  if (channel === "offline") {
    const when = { at: startedAt, groupId };
    for (const place of places)
      countIn(rollups, place, when, (figures) => addCount(figures, "offlineMessages", fact.times));
    return;
  }
  for (const place of places) {
    countIn(rollups, place, { at: startedAt, groupId }, (figures) => countStart(figures, fact));
    countIn(rollups, place, { at: closedAt, groupId }, (figures) => countClose(figures, fact));
  }
  countReplies(rollups, fact);
}

function countRating(rollups: Rollups, fact: Extract<StoredFact, { kind: "rating" }>): void {
  const { at, groupId, isGood, wasGood } = fact;
  for (const place of placesOf(fact)) {
    countIn(rollups, place, { at, groupId }, (figures) => {
      if (wasGood !== null) addCount(figures, wasGood ? "good" : "bad", -1);
      addCount(figures, isGood ? "good" : "bad");
    });
  }
}

/** Counts a close, or takes it back. */
export function countClosed(rollups: Rollups, fact: ConversationFact, times: 1 | -1): void {
  countConversation(rollups, { ...fact, times });
}

/** Counts a fact, once: the rollups that are not there yet are made. What is spam is for `countAll`. */
export function countFact(rollups: Rollups, fact: StoredFact): void {
  if (fact.kind === "conversation") countClosed(rollups, fact, 1);
  else if (fact.kind === "thread") countThread(rollups, fact);
  else if (fact.kind === "rating") countRating(rollups, fact);
  else if (fact.kind === "accepting") addSpans(rollups, fact.agentId, "accepting", toMillis([fact]));
  else if (fact.kind === "message") {
    const agent: Place = { kind: "agent", subjectId: fact.agentId };
    countIn(rollups, agent, fact, (figures) => addCount(figures, "messagesSent"));
  }
}

/** Facts with the closes that those of them name which say what is spam. */
export interface FactsToCount {
  readonly list: readonly StoredFact[];
  readonly named: ReadonlyMap<string, ConversationFact>;
}

/** Counts facts, each once. */
export function countAll(rollups: Rollups, { list, named }: FactsToCount): void {
  for (const fact of list) {
    if (fact.kind !== "spam") countFact(rollups, fact);
    else {
      const closes = fact.factIds.flatMap((id) => named.get(id) ?? []);
      for (const close of closes) countClosed(rollups, close, fact.isSpam ? -1 : 1);
    }
  }
}

/** The rollups in which facts count. */
export function rollupIdsOf(facts: FactsToCount): string[] {
  const rollups: Rollups = new Map();
  countAll(rollups, facts);
  return [...rollups.keys()];
}
