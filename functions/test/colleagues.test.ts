import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cannedResponses } from "../src/store/canned-responses.ts";
import { conversations } from "../src/store/conversations.ts";
import { type Backend, startBackend } from "./harness.ts";

type Person = { id: string; token: string };

let backend: Backend;
let sales: string;
let anna: Person;
let ben: Person;
let otto: Person;
let sue: Person;

beforeEach(async () => {
  backend = await startBackend();
  const { people } = backend;
  sales = await people.group("Sales", { isDefault: true });
  const support = await people.group("Support");
  anna = await people.agent("Anna", { groupIds: [sales] });
  ben = await people.agent("Ben", { groupIds: [sales] });
  otto = await people.agent("Otto", { groupIds: [support] });
  sue = await people.agent("Sue", { role: "supervisor", status: "offline" });
});
afterEach(() => backend.stop());

async function annasChat() {
  const vera = await backend.startSession();
  const { body } = await backend.call(endpoints.assignConversation, {
    as: sue.token,
    params: { id: vera.conversationId },
    body: { agentId: anna.id, force: true },
  });
  return { ...vera, threadId: body.activeThreadId ?? "" };
}

const write = (as: string, threadId: string, text: string, more: object = { visibility: "agents" }) =>
  backend.call(endpoints.addEvent, { as, params: { id: threadId }, body: { text, ...more } });
const told = async ({ token }: Person) =>
  (await backend.call(endpoints.listNotifications, { as: token })).body.items.filter(
    ({ type }) => type === "mention",
  );

describe("notes of colleagues", () => {
  it("are written by every agent of the group, answers by the owner and who supervises alone", async () => {
    const { threadId } = await annasChat();
    const statuses = async (more: object) => {
      const answers = [ben, otto, sue, anna].map(({ token }) => write(token, threadId, "Words", more));
      return (await Promise.all(answers)).map(({ status }) => status);
    };
    expect(await statuses({ visibility: "agents" })).toEqual([201, 403, 201, 201]);
    expect(await statuses({})).toEqual([403, 403, 201, 201]);
  });

  it("do not stop the answer deadline and count for nobody's first response", async () => {
    const { threadId, conversationId } = await annasChat();
    await write(ben.token, threadId, "I know her");
    expect(await conversations.get(backend.ctx.db, conversationId)).toMatchObject({ firstResponseAt: null });
  });
});

describe("a mention", () => {
  it("tells who may see the conversation, once, and stands in the event", async () => {
    const { threadId, conversationId } = await annasChat();
    const text = `@[${ben.id}] and @[${ben.id}], ask @[${otto.id}], @[nobody], @[${sue.id}] or @[${anna.id}]`;
    const { body } = await write(anna.token, threadId, text);
    expect(body).toMatchObject({ text, mentions: [ben.id, sue.id, anna.id] });
    const metadata = { agentId: anna.id, agentName: "Anna" };
    const shown = "@Ben and @Ben, ask @Otto, @[nobody], @Sue or @Anna";
    expect(await told(ben)).toMatchObject([{ conversationId, text: shown, metadata, read: false }]);
    expect(await told(sue)).toHaveLength(1);
    expect([await told(otto), await told(anna)]).toEqual([[], []]);
  });

  it("is one in a note alone, and a note sent twice tells once", async () => {
    const { threadId, sessionToken } = await annasChat();
    const text = `@[${ben.id}]`;
    expect((await write(anna.token, threadId, text, {})).body.mentions).toEqual([]);
    expect((await write(sessionToken, threadId, text, {})).body.mentions).toEqual([]);
    const note = { visibility: "agents", id: "note-0001" };
    await write(anna.token, threadId, text, note);
    expect((await write(anna.token, threadId, text, note)).status).toBe(200);
    expect(await told(ben)).toHaveLength(1);
  });
});

describe("marking as unread", () => {
  const unread = (as: string, id: string) => backend.call(endpoints.markUnread, { as, params: { id } });
  const markOf = async (id: string) => {
    const participants = conversations.ref(backend.ctx.db, id).collection("participants");
    return (await participants.doc(anna.id).get()).get("lastSeenSeq") as number | undefined;
  };

  it("takes the owner's mark back to before the visitor's last message, and is the owner's alone", async () => {
    const { conversationId: id, threadId, sessionToken } = await annasChat();
    const { body: last } = await write(sessionToken, threadId, "Are you there?", {});
    await write(ben.token, threadId, "A note");
    const participants = conversations.ref(backend.ctx.db, id).collection("participants");
    await participants.doc(anna.id).set({ kind: "agent", lastSeenSeq: last.seq + 1 });
    expect((await unread(ben.token, id)).status).toBe(403);
    expect((await unread(sue.token, id)).status).toBe(403);
    const before = await conversations.get(backend.ctx.db, id);
    expect((await unread(anna.token, id)).status).toBe(200);
    expect(await markOf(id)).toBe(last.seq - 1);
    expect(await conversations.get(backend.ctx.db, id)).toEqual(before);
  });
});

describe("the use of canned responses", () => {
  it("is counted with the message that says so, once", async () => {
    const { threadId, sessionToken } = await annasChat();
    const { body } = await backend.call(endpoints.createCannedResponse, {
      as: sue.token,
      body: { shortcut: "hi", title: "Hi", text: "Hello" },
    });
    const used = { id: "message-0001", cannedResponseId: body.id };
    await write(anna.token, threadId, "Hello", used);
    await write(anna.token, threadId, "Hello", used);
    await write(anna.token, threadId, "Hello", { cannedResponseId: "gone" });
    await write(sessionToken, threadId, "Hello", { cannedResponseId: body.id });
    const counted = await cannedResponses.get(backend.ctx.db, body.id);
    expect(counted).toMatchObject({ usageCount: 1, lastUsedAt: backend.clock.now().toISOString() });
  });
});

describe("one action on many", () => {
  const many = (as: string, body: object) =>
    backend.call(endpoints.bulkConversations, { as, body: body as never });

  it("does each by itself, tells each in order, and keeps going", async () => {
    const [mine, others] = [await annasChat(), await backend.startSession({ message: "Hi" })];
    const ids = [others.conversationId, "nobody", mine.conversationId];
    const { body } = await many(anna.token, { ids, action: "close" });
    expect(body.results).toMatchObject([
      { id: others.conversationId, ok: false, error: { type: "authorization", reason: "owner_only_close" } },
      { id: "nobody", ok: false, error: { type: "not_found" } },
      { id: mine.conversationId, ok: true, error: null },
    ]);
    const closed = await conversations.get(backend.ctx.db, mine.conversationId);
    expect(closed?.status).toBe("closed");
  });

  it("is every action that one conversation has", async () => {
    const vera = await annasChat();
    const ids = [vera.conversationId];
    const tag = await backend.call(endpoints.createTag, {
      as: (await backend.people.agent("Ada", { role: "admin" })).token,
      body: { name: "Refund" },
    });
    const state = async () => conversations.get(backend.ctx.db, vera.conversationId);
    const tagId = tag.body.id;
    await many(sue.token, { ids, action: "tag", tagId });
    expect((await state())?.tagIds).toEqual([tagId]);
    await many(sue.token, { ids, action: "untag", tagId });
    expect((await state())?.tagIds).toEqual([]);
    await many(sue.token, { ids, action: "snooze", until: "2099-01-01T00:00:00Z" });
    expect((await state())?.status).toBe("snoozed");
    await many(sue.token, { ids, action: "assign", agentId: ben.id, force: true });
    expect(await state()).toMatchObject({ status: "active", assignedAgentId: ben.id });
    await many(sue.token, { ids, action: "transfer", agentId: anna.id, note: "Yours" });
    expect((await state())?.assignedAgentId).toBe(anna.id);
    await many(sue.token, { ids, action: "transfer", groupId: sales });
    expect((await state())?.status).toBe("pending");
  });

  it.each([
    { ids: [], action: "close" },
    { ids: Array.from({ length: 101 }, (_, n) => `c${n}`), action: "close" },
    { ids: ["c1"], action: "delete" },
    { ids: ["c1"], action: "tag" },
    { ids: ["c1"], action: "transfer", agentId: "a", groupId: "b" },
  ])("is refused as a whole when it is none: %o", async (body) => {
    expect((await many(anna.token, body)).status).toBe(400);
  });
});
