import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  initializeTestEnvironment,
  type RulesTestContext,
  type RulesTestEnvironment,
} from "@firebase/rules-unit-testing";
import { setLogLevel } from "firebase/firestore";
import { type Emulator, startEmulator } from "../../firestore-emulator/src/index.ts";

// Refusals are what these tests are about; the SDK would report each.
setLogLevel("silent");

const root = join(import.meta.dirname, "..", "..");
const DAY_MILLIS = 24 * 3600 * 1000;

export const rulesSource = (): Promise<string> => readFile(join(root, "firestore.rules"), "utf8");

const HOUR_MILLIS = 3600 * 1000;
const justMinted = Date.now();
/** A sign-in of a session that has ended since: it gets no other. */
const mintedTooLongAgo = justMinted - HOUR_MILLIS;

/** Everybody that the rules tell apart. Olga owns Vera's conversation although she has left its group since. */
export const PEOPLE = {
  nobody: null,
  stranger: { uid: "stranger", claims: {} },
  "stranger who claims everything": {
    uid: "stranger",
    claims: {
      kind: "admin",
      role: "admin",
      admin: true,
      agentId: "adam",
      visitorId: "vera",
      groupIds: ["sales"],
    },
  },
  "agent's uid without a claim": { uid: "adam", claims: { role: "admin" } },
  "agent's uid with several claims": { uid: "adam", claims: { kind: ["agent", "visitor"] } },
  "agent by claim alone": { uid: "ghost", claims: { kind: "agent" } },
  "other visitor": { uid: "victor", claims: { kind: "visitor", mintedAt: justMinted } },
  "own visitor": { uid: "vera", claims: { kind: "visitor", mintedAt: justMinted } },
  "visitor whose session ended": { uid: "eve", claims: { kind: "visitor", mintedAt: mintedTooLongAgo } },
  "visitor whose session expired": { uid: "xenia", claims: { kind: "visitor", mintedAt: mintedTooLongAgo } },
  "visitor with an agent's uid": { uid: "anna", claims: { kind: "visitor" } },
  "agent of another group": { uid: "otto", claims: { kind: "agent" } },
  "agent of the group": { uid: "anna", claims: { kind: "agent" } },
  owner: { uid: "olga", claims: { kind: "agent" } },
  supervisor: { uid: "sonia", claims: { kind: "agent" } },
  admin: { uid: "adam", claims: { kind: "agent" } },
  "deleted agent": { uid: "dora", claims: { kind: "agent" } },
} as const;

export type Person = keyof typeof PEOPLE;
export const PERSONS = Object.keys(PEOPLE) as Person[];
export type Documents = Record<string, Record<string, unknown>>;

function agent(id: string, facts: Record<string, unknown> = {}) {
  return { id, name: id, role: "agent", status: "online", groupIds: [], isDeleted: false, ...facts };
}

function session(facts: Record<string, unknown> = {}) {
  const expiresAt = new Date(Date.now() + DAY_MILLIS);
  return { tokenHash: "hash", expiresAt, endedAt: null, openConversationId: null, ...facts };
}

function conversation(id: string, visitorId: string, facts: Record<string, unknown> = {}) {
  return {
    id,
    visitorId,
    groupId: "sales",
    status: "active",
    assignedAgentId: null,
    queue: null,
    lastSeq: 3,
    updatedAt: new Date(),
    ...facts,
  };
}

function conversationWithThread(
  id: string,
  visitorId: string,
  facts: Record<string, unknown> = {},
): Documents {
  const threadId = `${id}-1`;
  const part = { conversationId: id, threadId, visitorId, authorType: "visitor", authorId: visitorId };
  return {
    [`conversations/${id}`]: conversation(id, visitorId, facts),
    [`conversations/${id}/participants/${visitorId}`]: { lastSeenSeq: 1, lastSeenAt: new Date() },
    [`threads/${threadId}`]: { id: threadId, conversationId: id, visitorId, status: "active" },
    [`threads/${threadId}/events/${id}-hello`]: { ...part, seq: 1, visibility: "all", text: "Hello" },
    [`threads/${threadId}/events/${id}-note`]: { ...part, seq: 2, visibility: "agents", text: "A note" },
    [`threads/${threadId}/events/${id}-answer`]: { ...part, seq: 3, visibility: "all", text: "Hi" },
    [`assignments/${id}`]: { state: "assigned", attempts: 1 },
  };
}

function team(): Documents {
  return {
    "agents/anna": agent("anna", { groupIds: ["sales"] }),
    "agents/olga": agent("olga", { activeConversationIds: ["chat"] }),
    "agents/otto": agent("otto", { groupIds: ["support"] }),
    "agents/sonia": agent("sonia", { role: "supervisor" }),
    "agents/adam": agent("adam", { role: "admin" }),
    "agents/dora": agent("dora", { role: "admin", groupIds: ["sales"], isDeleted: true }),
    "agents/anna/notifications/n1": { kind: "assigned", read: false },
    "agents/dora/notifications/n1": { kind: "assigned", read: false },
    "agentCredentials/anna": { passwordHash: "secret", role: "agent" },
    "agentStats/anna": { assigned: 1 },
    "facts/thread-1": { kind: "thread" },
    "rollups/agent-anna-2026-03-02": { kind: "agent" },
    "rollupCursors/facts": { factId: "thread-1" },
    "agentStats/anna/months/2026-03": { assigned: 1 },
    "idempotencyKeys/crm": { fingerprint: "", result: "", expiresAt: new Date() },
    "rateLimits/login:anna": { failures: 1 },
    "groups/sales": { id: "sales", name: "Sales", isDeleted: false },
    "groups/support": { id: "support", name: "Support", isDeleted: false },
    "tags/vip": { id: "vip", name: "VIP", isDeleted: false },
    "uniqueKeys/email:anna@x": { id: "anna" },
    "presence/anna": { leases: {} },
    "routingLeases/sales": { holder: "x" },
    "queues/sales": { waiting: 1, boundaries: [] },
  };
}

/** What is stored at the start of every test: small, and with one of everything. */
export function documents(): Documents {
  const visitor = (id: string, ...conversationIds: string[]) => ({ id, name: id, conversationIds });
  return {
    ...team(),
    "visitors/vera": visitor("vera", "chat"),
    "visitors/victor": visitor("victor", "other"),
    "visitorSessions/vera": session(),
    "visitorSessions/victor": session(),
    "visitorSessions/eve": session({ endedAt: new Date() }),
    "visitorSessions/xenia": session({ expiresAt: new Date(Date.now() - DAY_MILLIS) }),
    ...conversationWithThread("chat", "vera", { assignedAgentId: "olga" }),
    ...conversationWithThread("other", "victor", { groupId: "support", status: "pending" }),
    ...conversationWithThread("ended", "eve"),
    ...conversationWithThread("expired", "xenia"),
  };
}

export type Client = ReturnType<RulesTestContext["firestore"]>;

let projects = 0;

interface Clock {
  /** Milliseconds since 1970; null while it goes. */
  stoppedAt: number | null;
}

/** An embedded Firestore with the project's rules, and a client for each person. */
export class World {
  private readonly clients = new Map<Person, Client>();

  private constructor(
    readonly emulator: Emulator,
    readonly environment: RulesTestEnvironment,
    private readonly clock: Clock,
  ) {}

  static async start(): Promise<World> {
    const rules = await rulesSource();
    const clock: Clock = { stoppedAt: null };
    // Without index definitions, so that nothing but the rules refuses a query.
    const emulator = await startEmulator({ clock: () => clock.stoppedAt ?? Date.now() });
    const environment = await initializeTestEnvironment({
      projectId: `rules-${process.pid}-${++projects}`,
      firestore: { host: emulator.host, port: emulator.port, rules },
    });
    return new World(emulator, environment, clock);
  }

  /** The time that the rules see stands still meanwhile, however long it takes. */
  async atOnce<T>(run: () => Promise<T>): Promise<T> {
    this.clock.stoppedAt = Date.now();
    try {
      return await run();
    } finally {
      this.clock.stoppedAt = null;
    }
  }

  /** The person's client; one each, as every client is a connection. */
  as(person: Person): Client {
    const known = this.clients.get(person);
    if (known) return known;
    const who = PEOPLE[person];
    const context =
      who === null
        ? this.environment.unauthenticatedContext()
        : this.environment.authenticatedContext(who.uid, who.claims);
    const client = context.firestore();
    this.clients.set(person, client);
    return client;
  }

  /** Writes past the rules, as the backend does. */
  async store(changes: Documents): Promise<void> {
    await this.environment.withSecurityRulesDisabled(async (context) => {
      const db = context.firestore();
      const batch = db.batch();
      for (const [path, data] of Object.entries(changes)) batch.set(db.doc(path), data, { merge: true });
      await batch.commit();
    });
  }

  async reset(): Promise<void> {
    await this.environment.clearFirestore();
    await this.store(documents());
  }

  /** Everything that is stored, to see that nothing has changed. */
  contents(): string[] {
    const [database] = this.emulator.context.databases.list(this.environment.projectId);
    return [...(database?.store.documents.all() ?? [])]
      .map((stored) => `${stored.name} ${JSON.stringify([...stored.fields], jsonSafe)}`)
      .sort();
  }

  async stop(): Promise<void> {
    await this.environment.cleanup();
    await this.emulator.stop();
  }
}

function jsonSafe(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  return value instanceof Map ? [...value] : value;
}

/** Whether the operation was allowed. Anything but success and permission-denied is a mistake of the test. */
export async function isAllowed(operation: Promise<unknown>): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "permission-denied") return false;
    throw error;
  }
}
