import { type AgentPriority, DEFAULT_GROUP_SETTINGS, endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../src/maintenance/sweep.ts";
import { enqueueDrainOfGroupLater } from "../src/queue/enqueue.ts";
import { DrainLease } from "../src/routing/drain-lease.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

interface Person {
  id: string;
  token: string;
}

let backend: Backend;
let groupId: string;
let supervisor: Person;
let anna: Person;
let ben: Person;

beforeEach(async () => {
  backend = await startBackend();
  groupId = await backend.people.group("Sales", { isDefault: true });
  supervisor = await backend.people.agent("Sue", { role: "supervisor", status: "offline" });
  anna = await backend.people.agent("Anna", { groupIds: [groupId] });
  ben = await backend.people.agent("Ben", { groupIds: [groupId] });
});

async function waiting(): Promise<string> {
  return (await backend.startSession({ message: "Hello?" })).conversationId;
}

async function assigned(): Promise<string> {
  const id = await waiting();
  await deliverAll(backend);
  return id;
}

function assign(id: string, agentId: string, as: Person, force?: boolean) {
  const body = { agentId, ...(force !== undefined && { force }) };
  return backend.call(endpoints.assignConversation, { params: { id }, body, as: as.token });
}

function transfer(id: string, body: { agentId: string; note?: string } | { groupId: string }, as: Person) {
  return backend.call(endpoints.transferConversation, { params: { id }, body, as: as.token });
}

function close(id: string, as: string) {
  return backend.call(endpoints.closeConversation, { params: { id }, as });
}

async function read(id: string) {
  return (await backend.call(endpoints.getConversation, { params: { id }, as: supervisor.token })).body;
}

async function eventsOf(id: string, as = supervisor.token) {
  return (await backend.call(endpoints.listConversationEvents, { params: { id }, as })).body.items;
}

describe("assigning by hand", () => {
  it("lets an agent claim what waits in its groups, and only for itself", async () => {
    const id = await waiting();
    expect((await assign(id, ben.id, anna)).status).toBe(403);
    expect((await assign(id, anna.id, anna, true)).status).toBe(403);
    const claimed = await assign(id, anna.id, anna);
    expect(claimed.body).toMatchObject({ status: "active", assignedAgentId: anna.id, queue: null });
    expect((await assign(id, ben.id, ben)).error.type).toBe("not_allowed");
    const stranger = await backend.people.agent("Zoe");
    expect((await assign(await waiting(), stranger.id, stranger)).status).toBe(403);
  });

  it("changes nothing when the agent has it already", async () => {
    const id = await assigned();
    const before = await read(id);
    expect((await assign(id, anna.id, supervisor)).body).toEqual(before);
  });

  it("names why an agent is not eligible, unless a supervisor forces it", async () => {
    await backend.call(endpoints.updateAgent, {
      params: { id: ben.id },
      body: { status: "away" },
      as: ben.token,
    });
    const id = await waiting();
    const refused = await assign(id, ben.id, supervisor);
    expect(refused.error).toMatchObject({
      type: "agent_unavailable",
      message: "Ben is away.",
      reason: "agent_away",
      params: { name: "Ben" },
    });
    expect(refused.error.details).toEqual([{ path: "agentId", message: "away" }]);
    expect((await assign(id, ben.id, supervisor, true)).body.assignedAgentId).toBe(ben.id);
  });

  it("goes beyond a limit only by force", async () => {
    const busy = await backend.people.agent("Busy", { groupIds: [groupId], maxConcurrentChats: 1 });
    await assign(await waiting(), busy.id, supervisor);
    const id = await waiting();
    expect((await assign(id, busy.id, supervisor)).error.details?.[0]?.message).toBe("at_limit");
    expect((await assign(id, busy.id, supervisor, true)).status).toBe(200);
    const shown = await backend.call(endpoints.getAgent, { params: { id: busy.id }, as: supervisor.token });
    expect(shown.body.activeChats).toBe(2);
  });

  it("answers 404 for unknown and deleted agents, also by force, and 409 for closed conversations", async () => {
    const gone = await backend.people.agent("Gone", { groupIds: [groupId], isDeleted: true });
    const id = await waiting();
    expect((await assign(id, "nobody", supervisor)).status).toBe(404);
    expect((await assign(id, gone.id, supervisor, true)).status).toBe(404);
    expect((await assign("nothing", anna.id, supervisor)).status).toBe(404);
    await close(id, supervisor.token);
    expect((await assign(id, anna.id, supervisor)).error.type).toBe("conversation_closed");
  });

  it("takes it from the owner and moves both counters", async () => {
    const id = await assigned();
    await assign(id, ben.id, supervisor);
    const [from, to] = await Promise.all(
      [anna, ben].map((one) =>
        backend.call(endpoints.getAgent, { params: { id: one.id }, as: supervisor.token }),
      ),
    );
    expect([from?.body.activeChats, to?.body.activeChats]).toEqual([0, 1]);
  });
});

describe("transferring", () => {
  it("to an agent is at once, with a note that only agents see", async () => {
    const session = await backend.startSession({ message: "Hello?" });
    await deliverAll(backend);
    const id = session.conversationId;
    const moved = await transfer(id, { agentId: ben.id, note: "Asks for a refund." }, anna);
    expect(moved.body).toMatchObject({ status: "active", assignedAgentId: ben.id });
    const note = { text: "Asks for a refund.", visibility: "agents", authorId: anna.id };
    expect(await eventsOf(id)).toContainEqual(expect.objectContaining(note));
    const seen = await eventsOf(id, session.sessionToken);
    expect(seen.map(({ text }) => text)).not.toContain("Asks for a refund.");
  });

  it("to a group puts it at the end of that queue, and the former owner may still see the answer", async () => {
    const support = await backend.people.group("Support");
    const id = await assigned();
    const moved = await transfer(id, { groupId: support }, anna);
    expect(moved.body).toMatchObject({ groupId: support, status: "pending", queue: { position: 1 } });
    expect((await transfer(id, { groupId: support }, supervisor)).body.lastSeq).toBe(moved.body.lastSeq);
  });

  it("to one's own group never comes back by itself: a colleague gets it, as soon as there is one", async () => {
    const id = await assigned();
    const accept = (acceptingChats: boolean) =>
      backend.call(endpoints.updateAgent, {
        params: { id: ben.id },
        body: { acceptingChats },
        as: ben.token,
      });
    await accept(false);
    await transfer(id, { groupId }, anna);
    await deliverAll(backend);
    expect(await read(id)).toMatchObject({ status: "pending", assignedAgentId: null });
    expect((await assign(id, anna.id, anna)).body.assignedAgentId).toBe(anna.id);
    await transfer(id, { groupId }, anna);
    await deliverAll(backend);
    expect((await read(id)).assignedAgentId).toBeNull();
    await accept(true);
    await deliverAll(backend);
    expect((await read(id)).assignedAgentId).toBe(ben.id);
  });

  it("to a group that has nobody else brings it back: nobody waits for ever", async () => {
    const alone = await backend.people.group("Night");
    const nora = await backend.people.agent("Nora", { groupIds: [alone] });
    const { conversationId: id } = await backend.startSession({ message: "Hello?", groupId: alone });
    await deliverAll(backend);
    await transfer(id, { groupId: alone }, nora);
    await deliverAll(backend);
    expect((await read(id)).assignedAgentId).toBe(nora.id);
  });

  it("is for the owner and supervisors, to somebody eligible, of an open conversation", async () => {
    const id = await assigned();
    expect((await transfer(id, { agentId: ben.id }, ben)).status).toBe(403);
    const stranger = await backend.people.agent("Zoe");
    expect((await transfer(id, { agentId: stranger.id }, anna)).error.type).toBe("agent_unavailable");
    expect((await transfer(id, { groupId: "nothing" }, anna)).status).toBe(404);
    await close(id, anna.token);
    expect((await transfer(id, { agentId: ben.id }, supervisor)).error.type).toBe("conversation_closed");
  });
});

describe("closing and reopening", () => {
  it("is for owner, visitor and supervisors; twice changes nothing", async () => {
    const session = await backend.startSession({ message: "Hello?" });
    await deliverAll(backend);
    const id = session.conversationId;
    expect((await close(id, ben.token)).status).toBe(403);
    const closed = await close(id, session.sessionToken);
    expect(closed.body).toMatchObject({ status: "closed", activeThreadId: null, queue: null });
    expect((await close(id, anna.token)).body).toEqual(closed.body);
  });

  it("takes a waiting conversation out of the queue", async () => {
    for (const one of [anna, ben]) {
      const body = { acceptingChats: false };
      await backend.call(endpoints.updateAgent, { params: { id: one.id }, body, as: one.token });
    }
    const [first, second] = [await waiting(), await waiting()];
    expect((await read(second)).queue?.position).toBe(2);
    await close(first, supervisor.token);
    expect((await read(second)).queue?.position).toBe(1);
    const summary = await backend.ctx.db.doc(`queues/${groupId}`).get();
    expect(summary.data()).toMatchObject({ waiting: 1 });
    expect(summary.get("queuedAt")).toHaveLength(1);
  });

  it("takes the last one off the summary when it is assigned after all", async () => {
    const alone = await backend.people.group("Night");
    await backend.startSession({ groupId: alone, message: "Hello?" });
    await deliverAll(backend);
    const summary = backend.ctx.db.doc(`queues/${alone}`);
    expect((await summary.get()).get("waiting")).toBe(1);
    backend.clock.advance(30);
    await backend.people.agent("Nina", { groupIds: [alone] });
    await enqueueDrainOfGroupLater(alone, backend.ctx);
    await deliverAll(backend);
    expect((await summary.get()).data()).toMatchObject({ waiting: 0, queuedAt: [] });
  });

  it("shows who came within a second of the summary's last writing a moment later, by one write for all", async () => {
    const alone = await backend.people.group("Night");
    const start = () => backend.startSession({ groupId: alone, message: "Hello?" });
    const first = await start();
    await deliverAll(backend);
    await close(first.conversationId, first.sessionToken);
    const summary = backend.ctx.db.doc(`queues/${alone}`);
    expect((await summary.get()).get("waiting")).toBe(0);
    for (let i = 0; i < 3; i++) await start();
    await deliverAll(backend);
    expect(backend.tasks.held).toHaveLength(1);
    backend.clock.advance(1);
    await deliverAll(backend);
    expect((await summary.get()).get("waiting")).toBe(3);
    expect((await summary.get()).get("queuedAt")).toHaveLength(3);
  });

  it("is not told of those who were assigned together at once", async () => {
    for (let i = 0; i < 4; i++) await waiting();
    await deliverAll(backend);
    expect(backend.tasks.held).toEqual([]);
    expect((await backend.ctx.db.doc(`queues/${groupId}`).get()).get("waiting")).toBe(0);
  });

  it("leaves no summary that shows nobody while somebody waits, also when its task is lost", async () => {
    const alone = await backend.people.group("Night");
    await backend.startSession({ groupId: alone, message: "Hello?" });
    backend.tasks.take();
    backend.clock.advance(10);
    await sweep(backend.ctx);
    expect((await backend.ctx.db.doc(`queues/${alone}`).get()).get("waiting")).toBe(1);
  });

  it("shows on the summary how many wait, since when, and nobody's name", async () => {
    const alone = await backend.people.group("Night");
    const start = () => backend.startSession({ groupId: alone, message: "Hello?" });
    await start();
    await deliverAll(backend);
    backend.clock.advance(2);
    for (let i = 0; i < 21; i++) await start();
    await deliverAll(backend);
    backend.clock.advance(2);
    await start();
    await deliverAll(backend);
    const summary = (await backend.ctx.db.doc(`queues/${alone}`).get()).data();
    expect(summary).toMatchObject({ groupId: alone, waiting: 23 });
    expect(Object.keys(summary ?? {}).toSorted()).toEqual(["groupId", "queuedAt", "updatedAt", "waiting"]);
    expect(summary?.queuedAt.length).toBeLessThanOrEqual(20);
  });

  it("reopens with a new thread, routed anew; an open conversation is not reopened", async () => {
    const id = await assigned();
    const reopen = () => backend.call(endpoints.reopenConversation, { params: { id }, as: anna.token });
    expect((await reopen()).error.type).toBe("not_allowed");
    await close(id, anna.token);
    expect((await reopen()).body).toMatchObject({ status: "pending", assignedAgentId: null, closedAt: null });
    await deliverAll(backend);
    expect((await read(id)).status).toBe("active");
  });
});

describe("an automatic assignment", () => {
  it("costs at most six reads and eight writes, and one transaction", async () => {
    await waiting();
    expect(await costOfDelivery()).toEqual({ reads: 4, writes: 8, transactions: 1 });
  });

  async function costOfDelivery() {
    backend.emulator.meter.reset(backend.projectId);
    await deliverAll(backend);
    const usage = backend.emulator.meter.usage(backend.projectId);
    const { documentReads: reads, documentWrites: writes, transactionsCommitted: transactions } = usage;
    return { reads, writes, transactions };
  }

  const strategies = ["round_robin", "least_loaded", "sticky"] as const;
  const sizes = [10, 100, 1_000];
  it.each(strategies.flatMap((strategy) => sizes.map((size) => ({ strategy, size }))))(
    "costs as little in a group of $size agents with consoles ($strategy)",
    { timeout: 60_000 },
    async ({ strategy, size }) => {
      const id = await crowd(strategy, size);
      const start = (sessionToken?: string) =>
        backend.startSession({ groupId: id, message: "Hello?", ...(sessionToken && { sessionToken }) });
      const first = await start();
      expect(await costOfDelivery()).toEqual({ reads: 6, writes: 8, transactions: 1 });
      await close(first.conversationId, first.sessionToken);
      await deliverAll(backend);
      await start(first.sessionToken);
      const again = await costOfDelivery();
      expect(again.reads).toBeLessThanOrEqual(6);
      expect(again).toMatchObject({ writes: 8, transactions: 1 });
    },
  );

  /** A group of so many agents, all of whom have a console open. */
  async function crowd(strategy: (typeof strategies)[number], size: number): Promise<string> {
    const ids = Array.from({ length: size }, (_, i) => `crowd-${strategy}-${String(i).padStart(4, "0")}`);
    const id = await backend.people.group(`Crowd of ${size}`, { routingStrategy: strategy, agentIds: ids });
    const { db } = backend.ctx;
    const expiresAt = new Date(backend.clock.now().getTime() + 60_000);
    const lease = { leases: { desk: expiresAt }, expiresAt, lapsed: false, lapsedAt: null, reassignAt: null };
    const one = await backend.people.agent("One", { id: "pattern", groupIds: [id], leased: true });
    const pattern = (await db.doc(`agents/${one.id}`).get()).data();
    await db.doc(`agents/${one.id}`).delete();
    for (let from = 0; from < size; from += 200) {
      const batch = db.batch();
      for (const agentId of ids.slice(from, from + 200)) {
        batch.set(db.doc(`agents/${agentId}`), { ...pattern, id: agentId, name: agentId });
        batch.set(db.doc(`presence/${agentId}`), { agentId, ...lease });
      }
      await batch.commit();
    }
    return id;
  }

  it.each(["first", "normal", "last"] as const)(
    "costs as little where agents have priorities and only those who are %s are free",
    async (free) => {
      const id = await backend.people.group("Ranked");
      const people = ["first", "first", "normal", "normal", "last", "last", "last"] as const;
      const priorities: Record<string, AgentPriority> = {};
      for (const [i, priority] of people.entries()) {
        const acceptingChats = priority === free;
        const own = priority === "normal" ? {} : { [id]: priority };
        const fields = { groupIds: [id], priorities: own, acceptingChats };
        const agent = await backend.people.agent(`Ranked${i}`, fields);
        await backend.call(endpoints.heartbeat, {
          params: { id: agent.id },
          body: { consoleId: "desk" },
          as: agent.token,
        });
        if (priority !== "normal") priorities[agent.id] = priority;
      }
      await backend.ctx.db.doc(`groups/${id}`).update({ "settings.priorities": priorities });
      await deliverAll(backend);
      await backend.startSession({ groupId: id, message: "Hello?" });
      const { reads, writes } = await costOfDelivery();
      expect({ reads, writes }).toEqual({ reads: 6, writes: 8 });
    },
  );

  it("follows the priorities of the group, and never goes to its supervisors", async () => {
    const priorities = { [ben.id]: "first", [anna.id]: "supervisor" } as const;
    const params = { id: groupId };
    const admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
    await backend.call(endpoints.updateGroup, {
      params,
      body: { settings: { priorities } },
      as: admin.token,
    });
    for (let i = 0; i < 3; i++) expect((await read(await assigned())).assignedAgentId).toBe(ben.id);
  });

  it("is explained: who was considered, who was refused and why, who was chosen", async () => {
    const away = await backend.people.agent("Away", { groupIds: [groupId], status: "away" });
    const id = await assigned();
    const job = await backend.call(endpoints.getAssignment, { params: { id }, as: supervisor.token });
    expect(job.body).toMatchObject({ state: "assigned", attempts: 1, lastError: null });
    expect(job.body.decision).toMatchObject({ strategy: "round_robin", chosenAgentId: anna.id });
    const candidates = job.body.decision?.candidates.map(({ agentId, refusedBecause }) => [
      agentId,
      refusedBecause,
    ]);
    expect(candidates).toEqual([
      [anna.id, null],
      [ben.id, null],
      [away.id, "away"],
    ]);
  });
});

describe("how an assignment stands", () => {
  const job = async (id: string) =>
    (await backend.call(endpoints.getAssignment, { params: { id }, as: supervisor.token })).body;

  it("is exactly what was agreed", async () => {
    const shape = ["attempts", "decision", "enqueuedAt", "lastAttemptAt", "lastError", "state"];
    expect(Object.keys(await job(await waiting())).toSorted()).toEqual(shape);
    const { decision } = await job(await assigned());
    const parts = ["candidates", "candidatesCapped", "chosenAgentId", "decidedAt", "reason", "strategy"];
    expect(Object.keys(decision ?? {}).toSorted()).toEqual(parts);
    const facts = ["activeChats", "agentId", "eligible", "maxConcurrentChats", "refusedBecause"];
    for (const one of decision?.candidates ?? []) expect(Object.keys(one).toSorted()).toEqual(facts);
  });

  it("goes from queued to assigned, and begins anew when the conversation changes hands", async () => {
    const id = await waiting();
    expect(await job(id)).toMatchObject({
      state: "queued",
      attempts: 0,
      lastAttemptAt: null,
      decision: null,
    });
    await deliverAll(backend);
    const now = backend.clock.now().toISOString();
    const lastAttemptAt = now;
    expect(await job(id)).toMatchObject({ state: "assigned", attempts: 1, lastAttemptAt, enqueuedAt: now });
    backend.clock.advance(5);
    await transfer(id, { groupId }, supervisor);
    const enqueuedAt = backend.clock.now().toISOString();
    expect(await job(id)).toMatchObject({ state: "queued", attempts: 0, enqueuedAt, decision: null });
  });

  it("is running while the queue is being drained", async () => {
    const id = await waiting();
    const lease = await DrainLease.take(groupId, "somebody", backend.ctx);
    expect((await job(id)).state).toBe("running");
    await lease?.release();
    expect((await job(id)).state).toBe("queued");
  });

  it("is waiting, with the reasons, when nobody can take it, whether or not a task has found out", async () => {
    const closed = { acceptingChats: false };
    await Promise.all(
      [anna, ben].map(({ id, token }) =>
        backend.call(endpoints.updateAgent, { params: { id }, body: closed, as: token }),
      ),
    );
    const id = await waiting();
    const why = [anna, ben].map((one) => ({ agentId: one.id, refusedBecause: "not_accepting" }));
    const decision = { chosenAgentId: null, candidates: why };
    expect(await job(id)).toMatchObject({ state: "waiting", attempts: 0, decision });
    await deliverAll(backend);
    expect(await job(id)).toMatchObject({ state: "waiting", attempts: 1, decision });
  });

  it("is waiting when everyone who is free let its deadline pass", async () => {
    const id = await waiting();
    // As in its second thread, after both have owned it.
    await backend.ctx.db.doc(`assignments/${id}`).update({ timedOutAgentIds: [anna.id, ben.id] });
    await backend.ctx.db.doc(`conversations/${id}`).update({ threadCount: 2 });
    const why = [anna, ben].map((one) => ({ agentId: one.id, refusedBecause: "passed_deadline" }));
    expect(await job(id)).toMatchObject({ state: "waiting", decision: { candidates: why } });
    await deliverAll(backend);
    expect(await job(id)).toMatchObject({ state: "waiting", decision: { candidates: why } });
  });
});

describe("the queue", () => {
  it("refuses a visitor clearly when it is full, and nobody who is in it", async () => {
    const small = { ...DEFAULT_GROUP_SETTINGS, maxQueueLength: 2 };
    const full = await backend.people.group("Small", { settings: small });
    const start = () => backend.call(endpoints.startSession, { body: { groupId: full, message: "Hello?" } });
    const first = await start();
    expect([first.status, (await start()).status]).toEqual([201, 201]);
    const refused = await start();
    expect(refused.error.type).toBe("service_unavailable");
    expect(refused.headers.get("Retry-After")).toBe("60");
    const again = { sessionToken: first.body.sessionToken, message: "Still here" };
    expect((await backend.call(endpoints.startSession, { body: again })).status).toBe(200);
    await backend.people.agent("Carl", { groupIds: [full] });
    expect((await start()).status).toBe(201);
  });

  it("is shown to supervisors, in order, with the capacity of the group", async () => {
    await backend.people.agent("Off", { groupIds: [groupId], status: "offline" });
    const ids = [await waiting(), await waiting()];
    backend.clock.advance(30);
    const answer = await backend.call(endpoints.getQueue, { as: supervisor.token });
    const [sales] = answer.body.items;
    expect(sales).toMatchObject({ waitingTotal: 2, agentsOnline: 2, freeSlots: 10, oldestWaitSeconds: 30 });
    expect(sales?.conversations.map(({ conversationId }) => conversationId)).toEqual(ids);
    expect((await backend.call(endpoints.getQueue, { as: anna.token })).status).toBe(403);
  });
});
