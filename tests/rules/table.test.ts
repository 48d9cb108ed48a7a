import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, isAllowed, PERSONS, type Person, World } from "./world.ts";

/** One collection, one document in it, and who may get and list. Everyone else may not; nobody may write. */
interface Row {
  collection: string;
  document: string;
  get: readonly Person[];
  list: readonly Person[];
  /** Everything below this name, wherever it is: nobody, for no collection. */
  group: string;
}

const OVERSEERS: Person[] = ["supervisor", "admin"];
const AGENTS: Person[] = ["agent of another group", "agent of the group", "owner", ...OVERSEERS];
const AGENTS_OF_CHAT: Person[] = ["agent of the group", "owner", ...OVERSEERS];
const IN_CHAT: Person[] = ["own visitor", ...AGENTS_OF_CHAT];

const row = (path: string, get: readonly Person[], list: readonly Person[] = get): Row => {
  const parts = path.split("/");
  const collection = parts.slice(0, -1).join("/");
  return { collection, document: path, get, list, group: parts.at(-2) as string };
};

const TABLE: Row[] = [
  row("agents/anna", AGENTS, []),
  row("agents/dora", [], []),
  row("agents/anna/notifications/n1", ["agent of the group"]),
  row("agents/dora/notifications/n1", []),
  row("agentCredentials/anna", []),
  row("agentStats/anna", []),
  row("facts/thread-1", []),
  row("rollups/agent-anna-2026-03-02", []),
  row("rollupCursors/facts", []),
  row("agentStats/anna/months/2026-03", []),
  row("idempotencyKeys/crm", []),
  row("rateLimits/login:anna", []),
  row("groups/sales", AGENTS),
  row("tags/vip", AGENTS),
  row("uniqueKeys/email:anna@x", []),
  row("presence/anna", []),
  row("routingLeases/sales", []),
  row("assignments/chat", []),
  row("visitorSessions/vera", []),
  row("visitors/vera", AGENTS_OF_CHAT, OVERSEERS),
  row("conversations/chat", IN_CHAT, OVERSEERS),
  row("conversations/chat/participants/vera", IN_CHAT),
  row("threads/chat-1", IN_CHAT, OVERSEERS),
  row("threads/chat-1/events/chat-hello", IN_CHAT, OVERSEERS),
  row("threads/chat-1/events/chat-note", AGENTS_OF_CHAT, OVERSEERS),
  row("queues/sales", ["own visitor", "other visitor", ...AGENTS], AGENTS),
  // Read through the API alone.
  row("agentSettings/anna", []),
  row("apiKeys/k1", []),
  row("audit/a1", []),
  row("bans/b1", []),
  row("cannedResponses/c1", []),
  row("bots/b1", []),
  row("deliveries/d1", []),
  row("drafts/anna:chat:reply", []),
  row("feed/state", []),
  row("files/f1", []),
  row("identities/i1", []),
  row("identityKeys/k1", []),
  row("meta/schema", []),
  row("occurrences/o1", []),
  row("pushKeys/vapid", []),
  row("pushSubscriptions/p1", []),
  row("ratings/r1", []),
  row("schedules/s1", []),
  row("settings/company", []),
  row("views/v1", []),
  row("visitorNotes/vera", []),
  row("webhooks/w1", []),
  row("widgets/w1", []),
  row("widgetCounts/w1", []),
  row("somethingElse/x", []),
];

/** Collection-group queries without any filter: too much for everyone but those who see everything. */
const GROUP_LISTS: Readonly<Record<string, readonly Person[]>> = { events: OVERSEERS };

const WRITES: Readonly<Record<string, (db: Client, row: Row) => Promise<unknown>>> = {
  create: (db, { collection }) =>
    db.collection(collection).doc("made-by-client").set({ id: "x", read: true }),
  update: (db, { document }) => db.doc(document).update({ read: true }),
  replace: (db, { document }) => db.doc(document).set({ read: true }),
  delete: (db, { document }) => db.doc(document).delete(),
};

/** The names of all collections that the backend defines. */
async function definedCollections(): Promise<string[]> {
  const store = join(import.meta.dirname, "..", "..", "functions", "src", "store");
  const files = (await readdir(store)).filter((file) => !file.endsWith(".test.ts"));
  const modules = await Promise.all(files.map((file) => import(join(store, file))));
  const parts = modules.flatMap((module) => Object.values(module as Record<string, unknown>));
  const collections = parts.filter(
    (part): part is { name: string } => typeof part === "object" && part !== null && "parseAll" in part,
  );
  return collections.map(({ name }) => name);
}

describe("the rules table", () => {
  it("covers every collection of the backend, and those below others", async () => {
    const defined = [...(await definedCollections()), "notifications", "participants"];
    expect(defined.length).toBeGreaterThan(15);
    const covered = TABLE.map(({ group }) => group);
    expect(defined.filter((name) => !covered.includes(name))).toEqual([]);
  });

  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await world.reset();
  });
  afterAll(() => world.stop());

  describe.each(TABLE)("$document", (entry) => {
    it.each(PERSONS)("get and list: %s", async (person) => {
      const db = world.as(person);
      const allowed = {
        get: await isAllowed(db.doc(entry.document).get()),
        list: await isAllowed(db.collection(entry.collection).get()),
        group: await isAllowed(db.collectionGroup(entry.group).get()),
      };
      expect(allowed).toEqual({
        get: entry.get.includes(person),
        list: entry.list.includes(person),
        group: (GROUP_LISTS[entry.group] ?? []).includes(person),
      });
    });

    it.each(PERSONS)("create, update, replace, delete: %s", async (person) => {
      const before = world.contents();
      for (const write of Object.values(WRITES)) {
        expect(await isAllowed(write(world.as(person), entry))).toBe(false);
      }
      expect(world.contents()).toEqual(before);
    });
  });
});
