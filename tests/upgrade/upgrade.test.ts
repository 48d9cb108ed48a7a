import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeoutHandler } from "@google-cloud/firestore/build/src/backoff.js";
import { type CollectionReference, Firestore } from "firebase-admin/firestore";
import { type Emulator, startEmulator } from "firestore-emulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { latestVersion } from "../../functions/src/migrations/all.ts";
import * as today from "./backend.ts";
import { storedCollections } from "./collections.ts";
import { ADMIN, Caller, logIn } from "./play-chats.ts";

/** Conflicts cost the client library about a second of back-off; two versions at once make many. */
setTimeoutHandler((work: () => void) => setImmediate(work) as unknown as NodeJS.Timeout);

const PROJECT_ID = "demo-livechat";
const RELEASES = join(import.meta.dirname, "releases");
const ROOT = join(import.meta.dirname, "..", "..");
/** After the last of the stored chats. */
const NOW = Date.parse("2026-03-02T10:00:00Z");
const CHATS = 50;
const DRAINED_SECONDS = 601;

let emulator: Emulator;
let millis = NOW;
let ids = 0;
const backends: today.ReleasedBackend[] = [];

function surroundings(): today.Surroundings {
  return {
    projectId: PROJECT_ID,
    firestore: `${emulator.host}:${emulator.port}`,
    now: () => new Date(millis),
    newId: () => `upgrade${String(++ids).padStart(13, "0")}`,
  };
}

function open(version: Pick<typeof today, "startReleased">): today.ReleasedBackend {
  const backend = version.startReleased(surroundings());
  backends.push(backend);
  return backend;
}

async function everyDocument(
  collections: CollectionReference[],
): Promise<FirebaseFirestore.DocumentSnapshot[]> {
  const found: FirebaseFirestore.DocumentSnapshot[] = [];
  for (const collection of collections) {
    const { docs } = await collection.get();
    found.push(...docs);
    for (const document of docs) found.push(...(await everyDocument(await document.ref.listCollections())));
  }
  return found;
}

/** What must hold of every conversation, whatever version wrote it: events numbered without gaps, one active thread. */
async function expectToHold(admin: Caller, conversationIds: readonly string[]): Promise<void> {
  for (const id of conversationIds) {
    const conversation = await admin.call("GET", `/v1/conversations/${id}`);
    const { items } = await admin.call("GET", `/v1/conversations/${id}/events?limit=100`);
    const seqs = (items as { seq: number }[]).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(conversation.lastSeq).toBe(seqs.length);
    if (conversation.status === "closed") continue;
    const thread = await admin.call("GET", `/v1/threads/${conversation.activeThreadId}`);
    expect(thread).toMatchObject({ status: "active", agentId: conversation.assignedAgentId });
  }
}

async function agentsOf(
  admin: Caller,
): Promise<{ id: string; activeChats: number; maxConcurrentChats: number }[]> {
  return (await admin.call("GET", "/v1/agents?limit=100")).items as never;
}

/** Starts a chat with the one backend and lets its visitor go on with the other. */
async function chat(number: number, one: today.ReleasedBackend, other: today.ReleasedBackend) {
  const session = await new Caller(one).call("POST", "/v1/widget/session", { message: `Chat ${number}` });
  await one.runTasks();
  const visitor = new Caller(other, String(session.sessionToken));
  await visitor.call("POST", `/v1/threads/${session.threadId}/events`, { text: `More of chat ${number}` });
  if (number % 5 === 0) {
    await visitor.call("GET", `/v1/conversations/${session.conversationId}/events`);
  }
  return String(session.conversationId);
}

async function migrateMeanwhile(): Promise<void> {
  const { migrate } = await import("../../functions/src/migrations/migrate.ts");
  const ctx = today.contextOf(surroundings(), []);
  for (let isDone = false; !isDone; ) {
    const run = await migrate({ until: new Date(millis) }, ctx);
    isDone = run.isDone;
    if (run.notBefore) millis += DRAINED_SECONDS * 1000;
  }
  await ctx.db.terminate();
}

afterEach(async () => {
  for (const backend of backends.splice(0)) await backend.stop();
  await emulator.stop();
});

const collections = await storedCollections();

describe.each(readdirSync(RELEASES))("what %s stored", (version) => {
  beforeEach(async () => {
    millis = NOW;
    emulator = await startEmulator({
      projectId: PROJECT_ID,
      import: join(RELEASES, version),
      indexes: readFileSync(join(ROOT, "firestore.indexes.json"), "utf8"),
      clock: () => millis,
    });
  });

  const released = async () => (await import(join(RELEASES, version, "backend.js"))) as typeof today;

  it("is read as it is", async () => {
    open(today);
    const db = new Firestore({ projectId: PROJECT_ID });
    const documents = await everyDocument(await db.listCollections());
    await db.terminate();
    expect(documents.length).toBeGreaterThan(500);
    const read = documents.filter((document) => {
      const collection = collections.get(document.ref.parent.id);
      return collection !== undefined && collection.parse(document) !== null;
    });
    const kinds = new Set(read.map((document) => document.ref.parent.id));
    expect([...kinds]).toEqual(
      expect.arrayContaining(["agents", "assignments", "conversations", "events", "groups", "threads"]),
    );
  });

  it("is upgraded while fifty chats run on both versions", { timeout: 240_000 }, async () => {
    const before = open(await released());
    const after = open(today);
    const admin = await logIn(after, ADMIN);
    for (const agent of await agentsOf(admin)) {
      await admin.call("PATCH", `/v1/agents/${agent.id}`, { maxConcurrentChats: 25 });
    }
    const chats: Promise<string[]> = (async () => {
      const started: string[] = [];
      for (let number = 0; number < CHATS; number++) {
        const [one, other] = number % 2 === 0 ? [before, after] : [after, before];
        started.push(await chat(number, one, other));
        millis += 1000;
      }
      return started;
    })();
    const [conversationIds] = await Promise.all([chats, migrateMeanwhile()]);
    await before.runTasks();
    await after.runTasks();
    await after.sweep();
    await expectToHold(admin, conversationIds);
    const { items } = await admin.call("GET", "/v1/conversations?limit=100");
    expect((items as unknown[]).length).toBeGreaterThanOrEqual(CHATS);
    for (const { activeChats, maxConcurrentChats } of await agentsOf(admin)) {
      expect(activeChats).toBeLessThanOrEqual(maxConcurrentChats);
    }
    const db = new Firestore({ projectId: PROJECT_ID });
    const state = (await db.doc("meta/schema").get()).data();
    await db.terminate();
    expect(state?.version ?? 1).toBe(latestVersion());
  });

  it("is served by the release before after the upgrade", { timeout: 120_000 }, async () => {
    open(today);
    await migrateMeanwhile();
    const before = open(await released());
    const admin = await logIn(before, ADMIN);
    for (const agent of await agentsOf(admin)) {
      await admin.call("PATCH", `/v1/agents/${agent.id}`, { maxConcurrentChats: 25 });
    }
    const { items } = await admin.call("GET", "/v1/conversations?limit=100");
    expect((items as unknown[]).length).toBeGreaterThan(40);
    const conversationId = await chat(1, before, before);
    await before.runTasks();
    await before.sweep();
    await expectToHold(admin, [conversationId]);
    expect(await admin.call("GET", `/v1/conversations/${conversationId}`)).toMatchObject({
      status: "active",
    });
  });
});
