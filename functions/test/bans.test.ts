import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversations } from "../src/store/conversations.ts";
import { eventsOf } from "../src/store/events.ts";
import { visitorSessions } from "../src/store/visitors.ts";
import { type Backend, startBackend } from "./harness.ts";

type Person = { id: string; token: string };

let backend: Backend;
let anna: Person;
let sue: Person;

beforeEach(async () => {
  backend = await startBackend({ CLIENT_ADDRESS: "function" });
  const sales = await backend.people.group("Sales", { isDefault: true });
  anna = await backend.people.agent("Anna", { groupIds: [sales] });
  sue = await backend.people.agent("Sue", { role: "supervisor" });
});
afterEach(() => backend.stop());

const from = (address: string) => ({ "X-Forwarded-For": address });
const start = (body: object, headers = {}) => backend.call(endpoints.startSession, { body, headers });
const ban = (body: Parameters<typeof backend.call<typeof endpoints.createBan>>[1]) =>
  backend.call(endpoints.createBan, { as: anna.token, ...body });
const lift = (id: string) => backend.call(endpoints.deleteBan, { as: sue.token, params: { id } });

async function write(session: { threadId: string; sessionToken: string }) {
  return backend.call(endpoints.addEvent, {
    as: session.sessionToken,
    params: { id: session.threadId },
    body: { text: "Let me in" },
  });
}

describe("a banned visitor", () => {
  it("is refused with a text, whatever the browser tries, and nobody learns more of it", async () => {
    const vera = await backend.startSession();
    const { body } = await ban({ body: { visitorId: vera.visitorId, reason: "Insults" } });
    expect(body).toMatchObject({ visitorId: vera.visitorId, createdBy: anna.id, expiresAt: null });
    const refused = [
      await write(vera),
      await start({ sessionToken: vera.sessionToken, message: "Hello?" }),
      await backend.call(endpoints.firebaseToken, { as: vera.sessionToken }),
      await backend.call(endpoints.logout, { as: vera.sessionToken }),
    ];
    for (const { status, error } of refused) {
      expect({ status, type: error.type }).toEqual({ status: 403, type: "banned" });
      expect(error.message).not.toBe("");
    }
    const guess = `${vera.visitorId}.${"x".repeat(43)}`;
    expect((await backend.call(endpoints.firebaseToken, { as: guess })).status).toBe(401);
    expect((await start({ sessionToken: guess })).status).toBe(201);
  });

  it("hears of nothing that is said from then on, while agents do", async () => {
    const vera = await backend.startSession();
    const { ctx } = backend;
    const typing = conversations
      .ref(ctx.db, vera.conversationId)
      .collection("participants")
      .doc(vera.visitorId);
    await typing.set({ typingUntil: ctx.now() });
    backend.clock.advance(1);
    await ban({ body: { visitorId: vera.visitorId, reason: "Insults" } });
    const banned = await conversations.get(ctx.db, vera.conversationId);
    expect(banned?.visitorSignInsValidFrom).toBe(ctx.now().toISOString());
    expect((await typing.get()).exists).toBe(false);
    await backend.call(endpoints.addEvent, {
      as: sue.token,
      params: { id: vera.threadId },
      body: { text: "We do not answer." },
    });
    const told = eventsOf(ctx.db, vera.threadId).where("visitorId", "==", vera.visitorId);
    expect((await told.get()).docs.map((doc) => doc.get("text"))).toEqual(["Hello?"]);
    const { body } = await backend.call(endpoints.listConversationEvents, {
      as: anna.token,
      params: { id: vera.conversationId },
    });
    expect(body.items.map(({ text }) => text)).toEqual(["Hello?", "We do not answer."]);
  });

  it("may come again when the ban is lifted, as a new visitor; and lifting twice changes nothing", async () => {
    const vera = await backend.startSession();
    const { body } = await ban({ body: { visitorId: vera.visitorId, reason: "Insults" } });
    expect(
      (await backend.call(endpoints.deleteBan, { as: anna.token, params: { id: body.id } })).status,
    ).toBe(403);
    expect((await lift(body.id)).status).toBe(204);
    expect((await lift(body.id)).status).toBe(204);
    expect((await lift("no-such-ban")).status).toBe(404);
    expect((await write(vera)).status).toBe(401);
    const again = await start({ sessionToken: vera.sessionToken, message: "Sorry" });
    expect(again.status).toBe(201);
    expect(again.body.visitorId).not.toBe(vera.visitorId);
    expect((await backend.call(endpoints.listBans, { as: anna.token })).body.items).toEqual([]);
  });

  it("may come again when the time is over", async () => {
    const vera = await backend.startSession();
    const expiresAt = new Date(backend.clock.now().getTime() + 60_000).toISOString();
    await ban({ body: { visitorId: vera.visitorId, reason: "Insults", expiresAt } });
    backend.clock.advance(59);
    expect((await write(vera)).status).toBe(403);
    backend.clock.advance(2);
    expect((await write(vera)).status).toBe(401);
    expect((await start({ sessionToken: vera.sessionToken })).status).toBe(201);
  });

  it("is one who is there, until a time to come", async () => {
    const vera = await backend.startSession();
    const expiresAt = backend.clock.now().toISOString();
    expect((await ban({ body: { visitorId: "nobody", reason: "Insults" } })).status).toBe(404);
    expect((await ban({ body: { visitorId: vera.visitorId, reason: "x", expiresAt } })).status).toBe(400);
    expect((await ban({ body: { reason: "x" } as never })).status).toBe(400);
    const two = { visitorId: vera.visitorId, address: "203.0.113.9", reason: "x" };
    expect((await ban({ body: two as never })).status).toBe(400);
    expect((await write(vera)).status).toBe(201);
  });
});

describe("a banned range of addresses", () => {
  it("ends the sessions that came from there, lets none begin, and others come and go", async () => {
    const there = await start({ message: "Hello" }, from("203.0.113.77"));
    const elsewhere = await start({ message: "Hello" }, from("198.51.100.7"));
    const { body } = await ban({ body: { address: "203.0.113.0/24", reason: "Flood" } });
    const written = async ({ body: session }: typeof there) => (await write(session as never)).status;
    expect([await written(there), await written(elsewhere)]).toEqual([403, 201]);
    const began = async (address: string) => (await start({}, from(address))).status;
    expect([await began("203.0.113.9"), await began("198.51.100.7")]).toEqual([403, 201]);
    await lift(body.id);
    expect([await began("203.0.113.9"), await written(there)]).toEqual([201, 401]);
  });

  it("is known in every process within ten seconds, and while it is known costs no read", async () => {
    const { ctx } = backend;
    const before = await start({}, from("203.0.113.9"));
    const { id } = (await visitorSessions.all(ctx.db).get()).docs[0] ?? { id: "" };
    expect(before.body.visitorId).toBe(id);
    await ban({ body: { address: "203.0.113.9", reason: "Flood" } });
    backend.clock.advance(10);
    expect((await start({}, from("203.0.113.9"))).error.type).toBe("banned");
  });

  it.each(["0.0.0.0/0", "203.0.0.0/8", "2001::/16", "nonsense", "203.0.113.9/40"])(
    "is not %s",
    async (address) => {
      expect((await ban({ body: { address, reason: "Flood" } })).status).toBe(400);
    },
  );
});

describe("spam", () => {
  const call = (name: "markSpam" | "unmarkSpam", id: string, as = anna.token) =>
    backend.call(endpoints[name], { as, params: { id } });

  async function annasChat() {
    const vera = await backend.startSession();
    const params = { id: vera.conversationId };
    await backend.call(endpoints.assignConversation, { as: anna.token, params, body: { agentId: anna.id } });
    return vera;
  }

  it("closes, bans and tags in one step; the second call undoes it but for the closing", async () => {
    const vera = await annasChat();
    const marked = (await call("markSpam", vera.conversationId)).body;
    const { body: tags } = await backend.call(endpoints.listTags, { as: anna.token });
    expect(tags.items.map(({ name }) => name)).toEqual(["Spam"]);
    expect(marked).toMatchObject({ status: "closed", isSpam: true, tagIds: [tags.items[0]?.id] });
    expect((await write(vera)).error.type).toBe("banned");
    expect((await backend.call(endpoints.listBans, { as: anna.token })).body.items).toMatchObject([
      { visitorId: vera.visitorId, reason: "Spam", conversationId: vera.conversationId },
    ]);
    const agent = await backend.call(endpoints.getAgent, { as: sue.token, params: { id: anna.id } });
    expect(agent.body.activeChats).toBe(0);
    const undone = (await call("unmarkSpam", vera.conversationId)).body;
    expect(undone).toMatchObject({ status: "closed", isSpam: false, tagIds: [] });
    expect((await backend.call(endpoints.listBans, { as: anna.token })).body.items).toEqual([]);
    expect((await start({ sessionToken: vera.sessionToken, message: "Hi" })).status).toBe(201);
  });

  it("twice is once, and a tag that was there stays", async () => {
    const vera = await annasChat();
    const { body: tag } = await backend.call(endpoints.createTag, {
      as: (await backend.people.agent("Ada", { role: "admin" })).token,
      body: { name: "SPAM" },
    });
    const params = { id: vera.conversationId, tagId: tag.id };
    await backend.call(endpoints.addConversationTag, { as: anna.token, params });
    await call("markSpam", vera.conversationId);
    await call("markSpam", vera.conversationId);
    expect((await backend.call(endpoints.listBans, { as: sue.token })).body.items).toHaveLength(1);
    expect((await call("unmarkSpam", vera.conversationId)).body.tagIds).toEqual([tag.id]);
    expect((await call("unmarkSpam", vera.conversationId)).status).toBe(200);
  });
});
