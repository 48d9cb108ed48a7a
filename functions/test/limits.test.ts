import { type Endpoint, endpoints } from "@livechat/contract";
import { Firestore } from "firebase-admin/firestore";
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";
import { Instances } from "./race.ts";

let backend: Backend;
let instances: Instances | undefined;

afterEach(async () => {
  await instances?.stop();
  instances = undefined;
  await backend.stop();
});

const from = (address: string) => ({ headers: { "X-Forwarded-For": address } });

async function statuses(count: number, call: () => Promise<{ status: number }>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push((await call()).status);
  return found;
}

describe("sessions of one address", () => {
  it("are limited across instances, exactly, and start again with the next minute", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function", SESSIONS_PER_ADDRESS_PER_MINUTE: "10" });
    await backend.people.group("Sales", { isDefault: true });
    instances = new Instances(backend, 3);
    const many = Array.from({ length: 24 }, () =>
      (instances as Instances).call(endpoints.startSession, from("192.0.2.1")),
    );
    const answers = await Promise.all(many);
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(10);
    const refused = answers.find(({ status }) => status === 429);
    const seconds = Number(refused?.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await backend.call(endpoints.startSession, from("192.0.2.2"))).status).toBe(201);
    backend.clock.advance(seconds);
    expect((await backend.call(endpoints.startSession, from("192.0.2.1"))).status).toBe(201);
  });

  it("are let through up to the limit when they come one after the other", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function", SESSIONS_PER_ADDRESS_PER_MINUTE: "3" });
    await backend.people.group("Sales", { isDefault: true });
    const call = () => backend.call(endpoints.startSession, from("192.0.2.1"));
    expect(await statuses(4, call)).toEqual([201, 201, 201, 429]);
  });

  it("are refused before their body is read, once the limit is known to be used up", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function", SESSIONS_PER_ADDRESS_PER_MINUTE: "1" });
    await backend.people.group("Sales", { isDefault: true });
    await statuses(2, () => backend.call(endpoints.startSession, from("192.0.2.1")));
    let isRead = false;
    const pull = (controller: ReadableStreamDefaultController) => {
      isRead = true;
      controller.close();
    };
    const refused = await backend.fetch("http://backend.test/v1/widget/session", {
      method: "POST",
      headers: { ...from("192.0.2.1").headers, "Content-Type": "application/json" },
      body: new ReadableStream({ pull }, { highWaterMark: 0 }),
      duplex: "half",
    } as RequestInit);
    expect([refused.status, isRead]).toEqual([429, false]);
  });

  it("are counted before the answer, also where the query is refused: nothing runs on after it", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function" });
    const call = () =>
      backend.fetch("http://backend.test/v1/widget/session?unknown=1", {
        method: "POST",
        headers: { "X-Forwarded-For": "192.0.2.1" },
      });
    // Who is banned is read with the first call, and remembered.
    await call();
    backend.emulator.meter.reset(backend.projectId);
    expect((await call()).status).toBe(400);
    expect(backend.emulator.meter.usage(backend.projectId)).toMatchObject({
      documentReads: 1,
      documentWrites: 1,
    });
  });

  it("cost no database calls any more once the limit is known to be used up", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function", SESSIONS_PER_ADDRESS_PER_MINUTE: "1" });
    await backend.people.group("Sales", { isDefault: true });
    const call = () => backend.call(endpoints.startSession, from("192.0.2.1"));
    await statuses(2, call);
    backend.emulator.meter.reset(backend.projectId);
    expect(await statuses(3, call)).toEqual([429, 429, 429]);
    expect(backend.emulator.meter.usage(backend.projectId)).toMatchObject({
      documentReads: 0,
      documentWrites: 0,
    });
  });
});

describe("in one instance", () => {
  it("messages of one sender are limited, and a wait lets the next one through", async () => {
    backend = await startBackend({ MESSAGES_PER_SENDER_PER_MINUTE: "6" });
    await backend.people.group("Sales", { isDefault: true });
    const { sessionToken, threadId } = await backend.startSession();
    const send = () =>
      backend.call(endpoints.addEvent, {
        as: sessionToken,
        params: { id: threadId },
        body: { text: "Hello" },
      });
    expect(await statuses(7, send)).toEqual([201, 201, 201, 201, 201, 201, 429]);
    const refused = await send();
    expect(Number(refused.headers.get("retry-after"))).toBe(10);
    backend.clock.advance(10);
    expect(await statuses(2, send)).toEqual([201, 429]);
    const other = await backend.startSession();
    const elsewhere = { as: other.sessionToken, params: { id: other.threadId }, body: { text: "Hi" } };
    expect((await backend.call(endpoints.addEvent, elsewhere)).status).toBe(201);
  });

  it("calls of one agent are limited, whatever they call", async () => {
    backend = await startBackend({ CALLS_PER_AGENT_PER_MINUTE: "4" });
    const anna = await backend.people.agent("Anna");
    const ben = await backend.people.agent("Ben");
    const calls: Endpoint[] = [endpoints.me, endpoints.listTags, endpoints.listGroups, endpoints.listAgents];
    for (const endpoint of calls) expect((await backend.call(endpoint, { as: anna.token })).status).toBe(200);
    expect((await backend.call(endpoints.me, { as: anna.token })).status).toBe(429);
    expect((await backend.call(endpoints.me, { as: ben.token })).status).toBe(200);
  });
});

describe("the goals for billed operations", () => {
  async function costOf(
    call: () => Promise<{ status: number }>,
    status = 201,
  ): Promise<{ reads: number; writes: number }> {
    backend.emulator.meter.reset(backend.projectId);
    expect((await call()).status).toBe(status);
    const { documentReads, documentWrites } = backend.emulator.meter.usage(backend.projectId);
    return { reads: documentReads, writes: documentWrites };
  }

  it("are met by a session (3 reads, 7 writes) and by a message (2 reads, 2 writes)", async () => {
    backend = await startBackend();
    await backend.people.group("Sales", { isDefault: true });
    const body = { visitor: { name: "Vera" }, message: "Hello" };
    // Who is banned and who listens is read with the first call, and remembered.
    await backend.startSession();
    const session = await costOf(() => backend.call(endpoints.startSession, { body }));
    expect(session.reads).toBeLessThanOrEqual(3);
    expect(session.writes).toBeLessThanOrEqual(7);
    const { sessionToken, threadId } = await backend.startSession({ message: "Hello" });
    const sent = { as: sessionToken, params: { id: threadId }, body: { id: "message-1", text: "Hello?" } };
    const message = await costOf(() => backend.call(endpoints.addEvent, sent));
    expect(message).toEqual({ reads: 2, writes: 2 });
  });

  it("are met by the owner's first and later messages, also in a conversation of many", async () => {
    backend = await startBackend();
    const sales = await backend.people.group("Sales", { isDefault: true });
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const { threadId, conversationId } = await backend.startSession({ message: "Hello" });
    const claim = { as: anna.token, params: { id: conversationId }, body: { agentId: anna.id } };
    await backend.call(endpoints.assignConversation, claim);
    for (let i = 0; i < 100; i++) {
      const sent = { as: anna.token, params: { id: threadId }, body: { id: `message-${i}`, text: "Hello?" } };
      const cost = await costOf(() => backend.call(endpoints.addEvent, sent));
      expect(cost).toEqual({ reads: 2, writes: 2 });
    }
  });
});

describe("a console that stays open", () => {
  it("is billed three reads and a write for each heartbeat: who calls, the agent, and the lease", async () => {
    backend = await startBackend();
    const anna = await backend.people.agent("Anna");
    const beat = () =>
      backend.call(endpoints.heartbeat, {
        as: anna.token,
        params: { id: anna.id },
        body: { consoleId: "one" },
      });
    const arrived = (await beat()).body;
    for (let i = 1; i <= 5; i++) {
      backend.clock.advance(arrived.nextHeartbeatSeconds);
      backend.emulator.meter.reset(backend.projectId);
      const { body } = await beat();
      const { documentReads, documentWrites } = backend.emulator.meter.usage(backend.projectId);
      expect({ documentReads, documentWrites }).toEqual({ documentReads: 3, documentWrites: 1 });
      const later = Date.parse(body.leaseExpiresAt ?? "") - Date.parse(arrived.leaseExpiresAt ?? "");
      expect(later).toBe(i * arrived.nextHeartbeatSeconds * 1000);
      expect(body.status).toBe(arrived.status);
    }
  });
});

describe("what a counter is forgotten by", () => {
  it("is its end, for the database's own clean-up", async () => {
    backend = await startBackend({ CLIENT_ADDRESS: "function" });
    await backend.people.group("Sales", { isDefault: true });
    await backend.call(endpoints.startSession, from("192.0.2.1"));
    await backend.call(endpoints.login, { body: { email: "nobody@livechat.test", password: "wrong" } });
    const db = new Firestore({ projectId: backend.projectId });
    const { docs } = await db.collection("rateLimits").get();
    expect(docs).toHaveLength(4);
    for (const document of docs) {
      expect(document.get("expiresAt").toDate() > backend.clock.now()).toBe(true);
      expect(document.id).not.toContain("192.0.2.1");
    }
    await db.terminate();
  });
});
