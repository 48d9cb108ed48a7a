import { endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../src/maintenance/sweep.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let groupId: string;
let anna: { id: string; token: string };
let supervisor: { id: string; token: string };

const HOUR_SECONDS = 3_600;

beforeEach(async () => {
  backend = await startBackend();
  groupId = await backend.people.group("Sales", { isDefault: true });
  anna = await backend.people.agent("Anna", { groupIds: [groupId], maxConcurrentChats: 1 });
  supervisor = await backend.people.agent("Sue", { role: "supervisor", status: "offline" });
});

async function chat() {
  const session = await backend.startSession({ message: "Hello?" });
  await deliverAll(backend);
  return session;
}

function later(seconds: number): string {
  return new Date(backend.clock.now().getTime() + seconds * 1_000).toISOString();
}

function snooze(id: string, until = later(HOUR_SECONDS), as = anna.token) {
  return backend.call(endpoints.snoozeConversation, { params: { id }, body: { until }, as });
}

async function read(id: string) {
  return (await backend.call(endpoints.getConversation, { params: { id }, as: supervisor.token })).body;
}

async function pass(seconds: number) {
  backend.clock.advance(seconds);
  await deliverAll(backend);
}

function write(threadId: string, as: string) {
  return backend.call(endpoints.addEvent, { params: { id: threadId }, body: { text: "Still there?" }, as });
}

describe("snoozing a conversation", () => {
  it("keeps its owner and thread, and gives the slot to who waits", async () => {
    const { conversationId: id } = await chat();
    const { activeThreadId } = await read(id);
    const { conversationId: next } = await chat();
    expect((await read(next)).status).toBe("pending");
    const until = later(HOUR_SECONDS);
    expect((await snooze(id, until)).status).toBe(200);
    expect(await read(id)).toMatchObject({
      status: "snoozed",
      snoozedUntil: until,
      assignedAgentId: anna.id,
      activeThreadId,
    });
    await deliverAll(backend);
    expect(await read(next)).toMatchObject({ status: "active", assignedAgentId: anna.id });
  });

  it("is for the owner and supervisors, of what is owned, until a time to come", async () => {
    const { conversationId: id } = await chat();
    const ben = await backend.people.agent("Ben", { groupIds: [groupId], status: "away" });
    expect((await snooze(id, later(60), ben.token)).status).toBe(403);
    expect((await snooze(id, later(-1))).status).toBe(400);
    expect((await snooze(id, later(60), supervisor.token)).status).toBe(200);
    const { conversationId: other } = await chat();
    const { conversationId: waiting } = await chat();
    expect((await snooze(waiting, later(60), supervisor.token)).error.type).toBe("not_allowed");
    await backend.call(endpoints.closeConversation, { params: { id: other }, as: anna.token });
    expect((await snooze(other, later(60))).error.type).toBe("conversation_closed");
  });

  it("cannot be claimed by a colleague, and is not seen by its visitor", async () => {
    const session = await chat();
    await snooze(session.conversationId);
    const ben = await backend.people.agent("Ben", { groupIds: [groupId], status: "away" });
    const params = { id: session.conversationId };
    const body = { agentId: ben.id };
    expect((await backend.call(endpoints.assignConversation, { params, body, as: ben.token })).status).toBe(
      409,
    );
    const events = await backend.call(endpoints.listConversationEvents, { params, as: session.sessionToken });
    expect(events.body.items.map(({ systemType }) => systemType)).not.toContain("conversation_snoozed");
  });

  it("ends with the conversation, which is closed and counted as handled", async () => {
    const { conversationId: id } = await chat();
    await snooze(id);
    await backend.call(endpoints.closeConversation, { params: { id }, as: anna.token });
    expect(await read(id)).toMatchObject({ status: "closed", snoozedUntil: null });
    await pass(HOUR_SECONDS + 1);
    expect((await read(id)).status).toBe("closed");
    const stats = await backend.call(endpoints.getAgentStats, { params: { id: anna.id }, as: anna.token });
    expect(stats.body).toMatchObject({ assignedTotal: 1, closedTotal: 1, activeChats: 0 });
  });
});

describe("waking a conversation", () => {
  it("happens in time, with its owner in the same thread", async () => {
    const { conversationId: id } = await chat();
    const { activeThreadId } = await read(id);
    await snooze(id);
    await pass(HOUR_SECONDS - 1);
    expect((await read(id)).status).toBe("snoozed");
    await pass(1);
    expect(await read(id)).toMatchObject({
      status: "active",
      snoozedUntil: null,
      assignedAgentId: anna.id,
      activeThreadId,
    });
  });

  it("happens by the sweep when its task is lost", async () => {
    const { conversationId: id } = await chat();
    await snooze(id);
    backend.tasks.take();
    backend.clock.advance(HOUR_SECONDS);
    expect(await sweep(backend.ctx)).toMatchObject({ deadlines: 1 });
    expect((await read(id)).status).toBe("active");
  });

  it("follows a time that was moved", async () => {
    const { conversationId: id } = await chat();
    await snooze(id);
    await snooze(id, later(2 * HOUR_SECONDS));
    await pass(HOUR_SECONDS);
    expect((await read(id)).status).toBe("snoozed");
    await pass(HOUR_SECONDS);
    expect((await read(id)).status).toBe("active");
  });

  it("happens at the visitor's next message, which then has an answer deadline", async () => {
    await backend.ctx.db.doc(`groups/${groupId}`).update({ "settings.answerDeadlineSeconds": 60 });
    const session = await chat();
    await write(session.threadId, anna.token);
    await snooze(session.conversationId);
    expect((await write(session.threadId, session.sessionToken)).status).toBe(201);
    expect(await read(session.conversationId)).toMatchObject({ status: "active", assignedAgentId: anna.id });
    const ben = await backend.people.agent("Ben", { groupIds: [groupId] });
    await pass(61);
    expect((await read(session.conversationId)).assignedAgentId).toBe(ben.id);
  });

  it("happens when the visitor comes back to the page with a message", async () => {
    const { conversationId, sessionToken } = await chat();
    await snooze(conversationId);
    const again = { sessionToken, message: "Me again" };
    const { body } = await backend.call(endpoints.startSession, { body: again });
    expect(body).toMatchObject({ conversationId, status: "active" });
  });

  it("is the owner's or a supervisor's to ask for", async () => {
    const { conversationId: id } = await chat();
    const unsnooze = (as: string) => backend.call(endpoints.unsnoozeConversation, { params: { id }, as });
    await snooze(id);
    const ben = await backend.people.agent("Ben", { groupIds: [groupId] });
    expect((await unsnooze(ben.token)).status).toBe(403);
    expect((await unsnooze(anna.token)).body.status).toBe("active");
    expect((await unsnooze(anna.token)).body.status).toBe("active");
  });

  it("puts it first in its group, by the time it had waited, when its owner is not eligible", async () => {
    const session = await chat();
    await snooze(session.conversationId);
    await deliverAll(backend);
    const { conversationId: newer } = await chat();
    backend.clock.advance(10);
    const { conversationId: newest } = await chat();
    expect((await read(newer)).assignedAgentId).toBe(anna.id);
    await write(session.threadId, session.sessionToken);
    expect(await read(session.conversationId)).toMatchObject({ status: "pending", queue: { position: 1 } });
    expect((await read(newest)).queue?.position).toBe(2);
    const ben = await backend.people.agent("Ben", { groupIds: [groupId], maxConcurrentChats: 1 });
    await deliverAll(backend);
    expect((await read(session.conversationId)).assignedAgentId).toBe(ben.id);
    expect((await read(newest)).status).toBe("pending");
  });

  it.each(["away", "deleted"])("gives it to somebody else when its owner is %s", async (how) => {
    const { conversationId: id } = await chat();
    await snooze(id);
    const params = { id: anna.id };
    if (how === "deleted") await backend.call(endpoints.deleteAgent, { params, as: (await admin()).token });
    else await backend.call(endpoints.updateAgent, { params, body: { status: "away" }, as: anna.token });
    const ben = await backend.people.agent("Ben", { groupIds: [groupId] });
    await pass(HOUR_SECONDS);
    await deliverAll(backend);
    expect(await read(id)).toMatchObject({ status: "active", assignedAgentId: ben.id });
  });

  function admin() {
    return backend.people.agent("Ada", { role: "admin", status: "offline" });
  }
});

describe("a time far ahead", () => {
  it("is followed by one task after the other, as far as a task may be scheduled", async () => {
    const { conversationId: id } = await chat();
    // Tokens do not last so long.
    const statusOf = async (conversationId: string) =>
      (await backend.ctx.db.doc(`conversations/${conversationId}`).get()).get("status");
    const days = 24 * HOUR_SECONDS;
    await snooze(id, later(70 * days));
    for (const _ of [1, 2, 3]) {
      expect(await statusOf(id)).toBe("snoozed");
      await pass(29 * days);
    }
    expect(await statusOf(id)).toBe("active");
  });
});
