import { endpoints, LIMITS } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversations } from "../src/store/conversations.ts";
import { visitorSessions, visitors } from "../src/store/visitors.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: { id: string; token: string };

beforeEach(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
});
afterEach(() => backend.stop());

type Session = Awaited<ReturnType<typeof backend.startSession>>;

function send({ sessionToken: as, threadId: id }: Session, body: { id?: string; text: string }) {
  return backend.call(endpoints.addEvent, { as, params: { id }, body });
}

const close = ({ conversationId: id }: Session) =>
  backend.call(endpoints.closeConversation, { as: admin.token, params: { id } });

/** A closed conversation that has as many events or threads as it may have. */
async function fullOne(grown: object = { lastSeq: LIMITS.MAX_EVENTS_PER_CONVERSATION }): Promise<Session> {
  const session = await backend.startSession({ message: "Hello" });
  await close(session);
  await conversations.ref(backend.ctx.db, session.conversationId).update(grown);
  return session;
}

async function costOf(call: () => Promise<{ status: number }>) {
  backend.emulator.meter.reset(backend.projectId);
  const { status } = await call();
  const { documentReads, documentWrites } = backend.emulator.meter.usage(backend.projectId);
  return { status, documentReads, documentWrites };
}

describe("a message that was sent before", () => {
  it("is found with one read more, however many threads there are", async () => {
    const session = await backend.startSession({ message: "Hello" });
    await send(session, { id: "the-first-message", text: "one" });
    for (let i = 0; i < 12; i++) {
      await close(session);
      await send(session, { text: `again ${i}` });
    }
    const again = await costOf(() => send(session, { id: "the-first-message", text: "one" }));
    expect(again).toEqual({ status: 200, documentReads: 3, documentWrites: 0 });
  });

  it("is told from a new one with one read more once the filter of sent ids is full", async () => {
    const session = await backend.startSession({ message: "Hello" });
    const full = Buffer.alloc(256, 255).toString("base64");
    await conversations.ref(backend.ctx.db, session.conversationId).update({ sentIds: full });
    const cost = await costOf(() => send(session, { id: "a-new-message", text: "new" }));
    expect(cost).toEqual({ status: 201, documentReads: 3, documentWrites: 2 });
  });
});

describe("a closed conversation that has grown as long as it may", () => {
  it.each([
    ["events", { lastSeq: LIMITS.MAX_EVENTS_PER_CONVERSATION }],
    ["threads", { threadCount: LIMITS.MAX_THREADS_PER_CONVERSATION }],
  ])("by its %s is followed by a new one, which the answer names", async (_, grown) => {
    const session = await fullOne(grown);
    const answer = await send(session, { id: "the-next-message", text: "Me again" });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ id: "the-next-message", text: "Me again", seq: 1 });
    expect(answer.body.conversationId).not.toBe(session.conversationId);
    const next = await conversations.get(backend.ctx.db, answer.body.conversationId);
    expect(next).toMatchObject({ status: "pending", visitorId: session.visitorId });
    const again = await send(session, { id: "the-next-message", text: "Me again" });
    expect([again.status, again.body]).toEqual([200, answer.body]);
    expect((await send(session, { text: "And more" })).error.type).toBe("conversation_closed");
  });

  it("is begun anew once, whatever is sent at once", async () => {
    const session = await fullOne();
    const sent = Array.from({ length: 8 }, (_, i) =>
      send(session, { id: `message-no-${i}`, text: `no ${i}` }),
    );
    const answers = await Promise.all(sent);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const ofVisitor = conversations.all(backend.ctx.db).where("visitorId", "==", session.visitorId);
    expect((await ofVisitor.get()).size).toBe(2);
  });

  it("is not reopened by an agent", async () => {
    const { conversationId: id } = await fullOne();
    const reopen = await backend.call(endpoints.reopenConversation, { as: admin.token, params: { id } });
    expect(reopen.error.type).toBe("conversation_closed");
  });
});

describe("an open conversation", () => {
  it("takes no message beyond its bound", async () => {
    const session = await backend.startSession({ message: "Hello" });
    const ref = conversations.ref(backend.ctx.db, session.conversationId);
    await ref.update({ lastSeq: LIMITS.MAX_EVENTS_WHILE_OPEN });
    expect((await send(session, { text: "one more" })).error.type).toBe("not_allowed");
  });
});

describe("what is kept of a visitor", () => {
  it("names the last conversations only", async () => {
    let session = await backend.startSession({ message: "Hello" });
    for (let i = 0; i < 7; i++) {
      await close(session);
      session = await backend.startSession({ sessionToken: session.sessionToken, message: `chat ${i}` });
    }
    const { db } = backend.ctx;
    const kept = await visitors.get(db, session.visitorId);
    expect(kept?.conversationIds).toHaveLength(LIMITS.VISITOR_CONVERSATIONS_ASKED);
    expect(kept?.conversationIds.at(-1)).toBe(session.conversationId);
    expect((await visitorSessions.get(db, session.visitorId))?.conversationIds).toEqual(
      kept?.conversationIds,
    );
  });
});

describe("the conversation that its visitor may read", () => {
  it("does not tell how many notes were written about it", async () => {
    const session = await backend.startSession({ message: "Hello" });
    const at = { as: admin.token, params: { id: session.conversationId } };
    await backend.call(endpoints.assignConversation, { ...at, body: { agentId: admin.id, force: true } });
    const read = async () => (await conversations.ref(backend.ctx.db, session.conversationId).get()).data();
    const before = await read();
    const note = { text: "A difficult one", visibility: "agents" as const };
    await backend.call(endpoints.addEvent, { as: admin.token, params: { id: session.threadId }, body: note });
    const after = await read();
    const changed = Object.keys(after ?? {}).filter(
      (key) => JSON.stringify(after?.[key]) !== JSON.stringify(before?.[key]),
    );
    expect(changed.sort()).toEqual(["lastSeq", "sentIds"]);
  });
});
