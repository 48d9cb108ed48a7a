import { DEFAULT_GROUP_SETTINGS, endpoints, type Session } from "@livechat/contract";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { closeInactive } from "../src/maintenance/check-deadline.ts";
import { sweep } from "../src/maintenance/sweep.ts";
import { conversations } from "../src/store/conversations.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

const DAY_SECONDS = 24 * 3_600;

let backend: Backend;
const started: Backend[] = [];

beforeEach(async () => {
  backend = await startBackend();
  started.push(backend);
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.stop()));
});

/** How many documents there are, but for the counters of the rate limit, which every call moves. */
async function documentCount(): Promise<number> {
  const all = await backend.ctx.db.listCollections();
  const collections = all.filter(({ id }) => id !== "rateLimits");
  const counts = await Promise.all(
    collections.map(async (collection) => (await collection.count().get()).data().count),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

describe("starting a session", () => {
  it("creates visitor, conversation, thread and first message, and asks for an assignment", async () => {
    const groupId = await backend.people.group("Sales", { isDefault: true });
    const answer = await backend.call(endpoints.startSession, {
      body: { visitor: { name: "Vera", email: "vera@example.com", locale: "de-AT" }, message: "Hello?" },
    });
    expect(answer.status).toBe(201);
    const session = answer.body as Session;
    expect(session.status).toBe("pending");
    const conversation = await backend.call(endpoints.getConversation, {
      params: { id: session.conversationId },
      as: session.sessionToken,
    });
    expect(conversation.body).toMatchObject({
      groupId,
      visitorId: session.visitorId,
      status: "pending",
      activeThreadId: session.threadId,
      lastSeq: 1,
      lastMessage: { text: "Hello?", authorType: "visitor" },
      queue: { position: 1 },
    });
    expect(backend.tasks.take()).toEqual([
      { queue: "assignConversation", data: { conversationId: session.conversationId, groupId } },
    ]);
  });

  it("lets a resumed conversation's visitor be heard as with any message: no inactivity closes it", async () => {
    const settings = { ...DEFAULT_GROUP_SETTINGS, visitorInactivitySeconds: 300 };
    const groupId = await backend.people.group("Sales", { isDefault: true, settings });
    const anna = await backend.people.agent("Anna", { groupIds: [groupId] });
    const { sessionToken, conversationId: id } = await backend.startSession({ message: "Hello?" });
    const claim = { as: anna.token, params: { id }, body: { agentId: anna.id } };
    const { activeThreadId } = (await backend.call(endpoints.assignConversation, claim)).body;
    const answer = { as: anna.token, params: { id: activeThreadId ?? "" }, body: { text: "Hello, Vera." } };
    await backend.call(endpoints.addEvent, answer);
    backend.clock.advance(200);
    expect(
      (await backend.call(endpoints.startSession, { body: { sessionToken, message: "And?" } })).status,
    ).toBe(200);
    backend.clock.advance(200);
    expect(await closeInactive(id, backend.ctx)).toBe(false);
  });

  describe("again with the same key, as when the answer was lost", () => {
    const key = "a-key-of-a-browser-that-nobody-guesses";
    const messageId = "message-of-vera";
    const first = { key, messageId, message: "Hello?" };
    beforeEach(() => backend.people.group("Sales", { isDefault: true }));

    it("gives the same session, and stores the message once", async () => {
      const one = await backend.call(endpoints.startSession, { body: first });
      const before = await documentCount();
      const two = await backend.call(endpoints.startSession, { body: first });
      expect([one.status, two.status]).toEqual([201, 200]);
      const { firebase: _one, ...session } = one.body as Session;
      const { firebase: _two, ...again } = two.body as Session;
      expect(again).toEqual(session);
      expect(session.message).toMatchObject({ id: messageId, seq: 1, text: "Hello?" });
      expect(await documentCount()).toBe(before);
    });

    it("gives one session to two calls at once", async () => {
      const both = await Promise.all([first, first].map((input) => backend.startSession(input)));
      expect(new Set(both.map(({ conversationId }) => conversationId)).size).toBe(1);
    });

    it("gives a new visitor's session when that of the key has ended, and another key another", async () => {
      const one = await backend.startSession(first);
      await backend.ctx.db.doc(`visitorSessions/${one.visitorId}`).update({ endedAt: backend.ctx.now() });
      const two = await backend.startSession(first);
      const three = await backend.startSession({ ...first, key: `${key}-2` });
      const ids = [one, two, three].map(({ visitorId }) => visitorId);
      expect(new Set(ids).size).toBe(3);
      expect(two.sessionToken).not.toBe(one.sessionToken);
    });

    it.each(["short", "with spaces in it, but long", `${"x".repeat(129)}`])(
      "refuses the key %j",
      async (bad) => {
        const { status } = await backend.call(endpoints.startSession, { body: { ...first, key: bad } });
        expect(status).toBe(400);
      },
    );
  });

  it("keeps what the page says later of the visitor, also where the conversation is open", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const { sessionToken, visitorId, conversationId } = await backend.startSession({
      message: "Hello?",
      metadata: { page: "/", cart: 1, coupon: "NEW" },
    });
    const metadata = { page: "/pricing", coupon: null };
    const facts = { visitor: { name: "Vera" }, metadata, startConversation: false };
    const answer = await backend.call(endpoints.startSession, { body: { ...facts, sessionToken } });
    expect([answer.status, answer.body.conversationId]).toEqual([200, conversationId]);
    expect((await conversations.get(backend.ctx.db, conversationId))?.metadata).toEqual({
      page: "/pricing",
      cart: 1,
    });
    expect((await backend.ctx.db.doc(`visitors/${visitorId}`).get()).get("name")).toBe("Vera");
    const large = { sessionToken, startConversation: false, metadata: { text: "x".repeat(8_175) } };
    const refused = await backend.call(endpoints.startSession, { body: large });
    expect(refused.error).toMatchObject({ type: "validation", details: [{ path: "metadata" }] });
  });

  it("stores only a hash of the session token", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const { sessionToken, visitorId } = await backend.startSession();
    const secret = sessionToken.split(".")[1] as string;
    const stored = await backend.ctx.db.collection("visitorSessions").doc(visitorId).get();
    expect(stored.get("tokenHash")).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(stored.data())).not.toContain(secret);
  });

  it("stores nothing without a default group and says 503", async () => {
    const answer = await backend.call(endpoints.startSession, { body: { message: "Hello?" } });
    expect(answer.status).toBe(503);
    expect(answer.error.type).toBe("service_unavailable");
    expect(await documentCount()).toBe(0);
  });

  it("refuses an unknown or deleted group", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const gone = await backend.people.group("Gone", { isDeleted: true });
    for (const groupId of ["nowhere", gone]) {
      expect((await backend.call(endpoints.startSession, { body: { groupId } })).status).toBe(404);
    }
  });

  it("resumes the open conversation of the session token's visitor and appends the message", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const first = await backend.startSession({ message: "one" });
    const again = await backend.call(endpoints.startSession, {
      body: { sessionToken: first.sessionToken, message: "two" },
    });
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({
      conversationId: first.conversationId,
      sessionToken: first.sessionToken,
    });
    const events = await backend.call(endpoints.listConversationEvents, {
      params: { id: first.conversationId },
      as: first.sessionToken,
    });
    expect(events.body.items.map(({ seq, text }) => [seq, text])).toEqual([
      [1, "one"],
      [2, "two"],
    ]);
  });

  it.each([
    "",
    "nonsense",
    "id000000000000000099.ssssssssssssssssssssssssssssssssssssssssss9",
    "x".repeat(1_000),
  ])("starts a new visitor for the unknown token %j", async (sessionToken) => {
    await backend.people.group("Sales", { isDefault: true });
    const first = await backend.startSession();
    const answer = await backend.call(endpoints.startSession, { body: { sessionToken } });
    expect(answer.status).toBe(201);
    expect(answer.body.visitorId).not.toBe(first.visitorId);
  });

  it("starts a new visitor when the token has expired", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const first = await backend.startSession();
    backend.clock.advance(31 * 24 * 3600);
    const answer = await backend.call(endpoints.startSession, { body: { sessionToken: first.sessionToken } });
    expect(answer.status).toBe(201);
    expect(answer.body.visitorId).not.toBe(first.visitorId);
  });

  it("prolongs a session that is in use", async () => {
    await backend.people.group("Sales", { isDefault: true });
    const first = await backend.startSession();
    for (let day = 0; day < 60; day += 20) {
      backend.clock.advance(20 * 24 * 3600);
      const again = await backend.startSession({ sessionToken: first.sessionToken });
      expect(again.conversationId).toBe(first.conversationId);
    }
  });

  it("answers 201 although the task cannot be enqueued, because the sweep makes up for it", async () => {
    await backend.people.group("Sales", { isDefault: true });
    backend.tasks.failure = new Error("Cloud Tasks cannot be reached");
    const answer = await backend.call(endpoints.startSession, { body: { message: "Hello?" } });
    expect(answer.status).toBe(201);
    const stored = await conversations.get(backend.ctx.db, answer.body.conversationId as string);
    expect(stored?.status).toBe("pending");
  });
});

describe("a conversation in which its visitor has not written yet", () => {
  let groupId: string;
  let anna: { id: string; token: string };

  beforeEach(async () => {
    groupId = await backend.people.group("Sales", { isDefault: true });
    anna = await backend.people.agent("Anna", { groupIds: [groupId] });
  });

  const owner = async (id: string) =>
    (await backend.ctx.db.doc(`conversations/${id}`).get()).get("assignedAgentId");

  it("waits in no queue and is assigned to nobody, by no task and no sweep", async () => {
    const { conversationId } = await backend.startSession({});
    await deliverAll(backend);
    backend.clock.advance(60);
    await sweep(backend.ctx);
    expect(await owner(conversationId)).toBeNull();
    const queue = await backend.ctx.db.doc(`conversations/${conversationId}`).get();
    expect(queue.data()).toMatchObject({ status: "pending", queue: null });
  });

  it.each(["a message", "a session"])("is routed from the first words on, sent by %s", async (how) => {
    const { conversationId, threadId, sessionToken } = await backend.startSession({});
    const call = { params: { id: threadId }, body: { text: "Hello?" }, as: sessionToken };
    if (how === "a message") await backend.call(endpoints.addEvent, call);
    else await backend.startSession({ sessionToken, message: "Hello?" });
    await deliverAll(backend);
    expect(await owner(conversationId)).toBe(anna.id);
  });

  it("waits in the default group when its own was deleted before the first words", async () => {
    const other = await backend.people.group("Other");
    const { conversationId, threadId, sessionToken } = await backend.startSession({ groupId: other });
    await backend.ctx.db.doc(`groups/${other}`).update({ isDeleted: true });
    const call = { params: { id: threadId }, body: { text: "Hello?" }, as: sessionToken };
    await backend.call(endpoints.addEvent, call);
    await deliverAll(backend);
    expect(await owner(conversationId)).toBe(anna.id);
  });

  it("may be claimed by hand", async () => {
    const { conversationId } = await backend.startSession({});
    const call = { params: { id: conversationId }, body: { agentId: anna.id }, as: anna.token };
    expect((await backend.call(endpoints.assignConversation, call)).status).toBe(200);
  });

  it("is cleared after a day", async () => {
    const { conversationId } = await backend.startSession({});
    const { conversationId: written } = await backend.startSession({ message: "Hello?", groupId });
    backend.clock.advance(DAY_SECONDS + 600);
    for (let minute = 0; minute < 10; minute++) {
      await sweep(backend.ctx);
      backend.clock.advance(60);
    }
    const statusOf = async (id: string) =>
      (await backend.ctx.db.doc(`conversations/${id}`).get()).get("status");
    expect(await statusOf(conversationId)).toBe("closed");
    expect(await statusOf(written)).not.toBe("closed");
  });
});
