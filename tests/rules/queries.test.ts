import type firebase from "firebase/compat/app";
import { getCountFromServer, type Query } from "firebase/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, isAllowed, PERSONS, type Person, World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.reset();
});
afterAll(() => world.stop());

type Ask = (db: Client) => { get(): Promise<unknown> };

const eventsOf = (db: Client, conversation: string) =>
  db.collectionGroup("events").where("conversationId", "==", conversation);
const visibleEventsOf = (db: Client, conversation: string, visitor: string) =>
  eventsOf(db, conversation).where("visitorId", "==", visitor).where("visibility", "==", "all");

const OVERSEERS: Person[] = ["supervisor", "admin"];
const GROUP_AND_OVERSEERS: Person[] = ["agent of the group", ...OVERSEERS];
const AGENTS_OF_CHAT: Person[] = ["owner", ...GROUP_AND_OVERSEERS];

/** A query as a client would send it, and all who may. */
const QUERIES: [string, Ask, Person[]][] = [
  [
    "the visible events of the chat, as its visitor",
    (db) => visibleEventsOf(db, "chat", "vera").orderBy("seq"),
    ["own visitor", ...AGENTS_OF_CHAT],
  ],
  ["all events of the chat, as an agent", (db) => eventsOf(db, "chat").orderBy("seq"), AGENTS_OF_CHAT],
  [
    "the chat's events without saying which are visible",
    (db) => eventsOf(db, "chat").where("visitorId", "==", "vera"),
    AGENTS_OF_CHAT,
  ],
  [
    "private notes of the chat",
    (db) => eventsOf(db, "chat").where("visitorId", "==", "vera").where("visibility", "==", "agents"),
    AGENTS_OF_CHAT,
  ],
  [
    "visible events or private notes",
    (db) =>
      eventsOf(db, "chat").where("visitorId", "==", "vera").where("visibility", "in", ["all", "agents"]),
    AGENTS_OF_CHAT,
  ],
  [
    "events that are not visible to all",
    (db) => eventsOf(db, "chat").where("visitorId", "==", "vera").where("visibility", "!=", "all"),
    AGENTS_OF_CHAT,
  ],
  [
    "visible events of several visitors",
    (db) =>
      db
        .collectionGroup("events")
        .where("visitorId", "in", ["vera", "victor"])
        .where("visibility", "==", "all"),
    OVERSEERS,
  ],
  [
    "events of several conversations",
    (db) => db.collectionGroup("events").where("conversationId", "in", ["chat", "other"]),
    OVERSEERS,
  ],
  ["all visible events", (db) => db.collectionGroup("events").where("visibility", "==", "all"), OVERSEERS],
  [
    "visible events in one thread",
    (db) =>
      db
        .collection("threads/chat-1/events")
        .where("visitorId", "==", "vera")
        .where("visibility", "==", "all")
        .limit(10),
    ["own visitor", ...OVERSEERS],
  ],
  [
    "a thread's events",
    (db) => db.collection("threads/chat-1/events").where("conversationId", "==", "chat"),
    AGENTS_OF_CHAT,
  ],
  [
    "the visitor's conversations",
    (db) => db.collection("conversations").where("visitorId", "==", "vera"),
    ["own visitor", ...OVERSEERS],
  ],
  [
    "the owner's conversations",
    (db) =>
      db.collection("conversations").where("assignedAgentId", "==", "olga").where("status", "==", "active"),
    ["owner", ...OVERSEERS],
  ],
  [
    "the group's queue",
    (db) =>
      db
        .collection("conversations")
        .where("groupId", "==", "sales")
        .where("status", "==", "pending")
        .orderBy("queue.queuedAt")
        .limit(50),
    GROUP_AND_OVERSEERS,
  ],
  [
    "two groups' conversations",
    (db) => db.collection("conversations").where("groupId", "in", ["sales", "support"]),
    OVERSEERS,
  ],
  [
    "all waiting conversations",
    (db) => db.collection("conversations").where("status", "==", "pending"),
    OVERSEERS,
  ],
  [
    "the chat's threads, as its visitor",
    (db) => db.collection("threads").where("visitorId", "==", "vera"),
    ["own visitor", ...OVERSEERS],
  ],
  [
    "the chat's threads, as an agent",
    (db) => db.collection("threads").where("conversationId", "==", "chat"),
    AGENTS_OF_CHAT,
  ],
  [
    "who takes part in any conversation",
    (db) => db.collectionGroup("participants").where("lastSeenSeq", ">", 0),
    [],
  ],
  ["all notifications", (db) => db.collectionGroup("notifications").where("read", "==", false), []],
  [
    "one's own notifications",
    (db) => db.collection("agents/anna/notifications").where("read", "==", false),
    ["agent of the group"],
  ],
  [
    "the team",
    (db) => db.collection("agents").where("isDeleted", "==", false),
    ["agent of another group", "agent of the group", "owner", ...OVERSEERS],
  ],
  ["deleted agents", (db) => db.collection("agents").where("isDeleted", "==", true), []],
  ["agents, deleted or not", (db) => db.collection("agents").where("role", "==", "agent"), []],
  ["agents by name, deleted or not", (db) => db.collection("agents").orderBy("name").limit(5), []],
];

/** What fixes whose events are asked for, and which. */
const EVENT_FILTERS: [string, string][] = [
  ["conversationId", "chat"],
  ["visitorId", "vera"],
  ["visibility", "all"],
];
const SUBSETS = Array.from({ length: 2 ** EVENT_FILTERS.length }, (_, bits) =>
  EVENT_FILTERS.filter((_filter, at) => bits & (1 << at)),
);

/** Whoever oversees needs no filter, other agents of the chat the conversation, its visitor itself and "all". */
function mayAskFor(filters: [string, string][]): Person[] {
  const has = (name: string) => filters.some(([field]) => field === name);
  const visitor: Person[] = has("visitorId") && has("visibility") ? ["own visitor"] : [];
  return [...OVERSEERS, ...visitor, ...(has("conversationId") ? AGENTS_OF_CHAT : [])];
}

describe("the events of all threads", () => {
  it.each(
    SUBSETS.map((filters) => [filters.map(([field]) => field).join(", ") || "nothing", filters] as const),
  )("filtered by %s", async (_names, filters) => {
    const allowed: Person[] = [];
    for (const person of PERSONS) {
      let query: firebase.firestore.Query = world.as(person).collectionGroup("events");
      for (const [field, value] of filters) query = query.where(field, "==", value);
      const answers = [isAllowed(query.get()), isAllowed(query.limit(1).get()), isAllowed(count(query))];
      const [all, first, counted] = await Promise.all(answers);
      expect([person, first, counted]).toEqual([person, all, all]);
      if (all) allowed.push(person);
    }
    expect(new Set(allowed)).toEqual(new Set(mayAskFor(filters)));
  });
});

/** How many there are, without reading them: may be known by those alone who may read them. */
function count(query: firebase.firestore.Query): Promise<unknown> {
  const { _delegate } = query as unknown as { _delegate: Query };
  return getCountFromServer(_delegate);
}

describe("queries", () => {
  it.each(QUERIES)("%s", async (_what, ask, may) => {
    const allowed: Person[] = [];
    for (const person of PERSONS) {
      if (await isAllowed(ask(world.as(person)).get())) allowed.push(person);
    }
    expect(new Set(allowed)).toEqual(new Set(may));
  });

  it("give the visitor the chat without its notes, and the owner all of it", async () => {
    const visible = await visibleEventsOf(world.as("own visitor"), "chat", "vera").orderBy("seq").get();
    expect(visible.docs.map((event) => event.get("seq"))).toEqual([1, 3]);
    const all = await eventsOf(world.as("owner"), "chat").orderBy("seq").get();
    expect(all.docs.map((event) => event.get("seq"))).toEqual([1, 2, 3]);
  });
});
