import { endpoints, type Session } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let boss: { id: string; token: string };

beforeAll(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  boss = await backend.people.agent("Sonia", { role: "supervisor" });
});
afterAll(() => backend.stop());

function send(session: Session, body: Record<string, unknown>, as = session.sessionToken) {
  return backend.call(endpoints.addEvent, {
    params: { id: session.threadId },
    body: body as { text: string },
    as,
  });
}

async function texts(session: Session, as = session.sessionToken) {
  const events = await backend.call(endpoints.listConversationEvents, {
    params: { id: session.conversationId },
    query: { limit: "100" },
    as,
  });
  return events.body.items.map(({ seq, text }) => `${seq} ${text}`);
}

describe("sending a message", () => {
  it("numbers the messages 1, 2, 3 however many are sent at once", async () => {
    const session = await backend.startSession({});
    const sent = await Promise.all(
      Array.from({ length: 25 }, (_, i) => send(session, { text: `message ${i}` })),
    );
    expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 201));
    const seqs = sent.map(({ body }) => body.seq).sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  });

  it("stores a message once, however often and at once it is sent", async () => {
    const session = await backend.startSession({});
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(session, { id: "my-message-1", text: "only once" })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    expect(new Set(answers.map(({ body }) => body.seq))).toEqual(new Set([1]));
    expect(await texts(session)).toEqual(["1 only once"]);
  });

  it("refuses the same id for another text or another author", async () => {
    const session = await backend.startSession({});
    await send(session, { id: "my-message-1", text: "this" });
    const other = await send(session, { id: "my-message-1", text: "that" });
    expect([other.status, other.error.type]).toEqual([409, "already_exists"]);
    expect((await send(session, { id: "my-message-1", text: "this" }, boss.token)).status).toBe(409);
    expect(await texts(session)).toEqual(["1 this"]);
  });

  it("knows its message again by the id that the answer gave it, also after a handover", async () => {
    const session = await backend.startSession({});
    const first = (await send(session, { text: "hi" })).body;
    const again = async () => {
      const answer = await send(session, { id: first.id, text: "hi" });
      expect([answer.status, answer.body]).toEqual([200, first]);
    };
    await again();
    const assign = { agentId: boss.id, force: true };
    const at = { params: { id: session.conversationId }, body: assign, as: boss.token };
    expect((await backend.call(endpoints.assignConversation, at)).status).toBe(200);
    await again();
    const note = await send(session, { text: "VIP!", visibility: "agents" }, boss.token);
    const guess = await send(session, { id: note.body.id, text: "VIP!" });
    expect([guess.status, guess.error.type]).toEqual([409, "already_exists"]);
  });

  it("knows the message of an agent who has transferred the conversation meanwhile", async () => {
    const session = await backend.startSession({});
    const nora = await backend.people.agent("Nora");
    const assign = (agentId: string) =>
      backend.call(endpoints.assignConversation, {
        params: { id: session.conversationId },
        body: { agentId, force: true },
        as: boss.token,
      });
    await assign(nora.id);
    const message = { id: "from-nora-1", text: "One moment." };
    const first = await send(session, message, nora.token);
    await assign(boss.id);
    const again = await send(session, message, nora.token);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect((await send(session, { ...message, text: "Two." }, nora.token)).status).toBe(409);
    expect((await send(session, { ...message, id: "from-nora-2" }, nora.token)).status).toBe(403);
    const other = await backend.people.agent("Otto");
    expect((await send(session, message, other.token)).status).toBe(403);
  });

  it("keeps private notes from the visitor and lets no visitor write one", async () => {
    const session = await backend.startSession({ message: "Hello?" });
    const note = await send(session, { text: "VIP!", visibility: "agents" }, boss.token);
    expect([note.status, note.body.visibility]).toEqual([201, "agents"]);
    expect(await texts(session)).toEqual(["1 Hello?"]);
    expect(await texts(session, boss.token)).toEqual(["1 Hello?", "2 VIP!"]);
    expect((await send(session, { text: "psst", visibility: "agents" })).status).toBe(403);
    const conversation = await backend.call(endpoints.getConversation, {
      params: { id: session.conversationId },
      as: session.sessionToken,
    });
    expect(conversation.body.lastMessage?.text).toBe("Hello?");
  });

  it("is for the conversation's own visitor and its owner", async () => {
    const session = await backend.startSession({});
    const stranger = await backend.startSession({});
    const anna = await backend.people.agent("Anna");
    expect((await send(session, { text: "hi" }, stranger.sessionToken)).status).toBe(404);
    expect((await send(session, { text: "hi" }, anna.token)).status).toBe(403);
    expect(await texts(session)).toEqual([]);
  });

  it("answers 404 for threads that do not exist", async () => {
    const session = await backend.startSession({});
    for (const id of [`${session.conversationId}-2`, `${session.conversationId}-0`, "nowhere-1", "nowhere"]) {
      const answer = await backend.call(endpoints.addEvent, {
        params: { id },
        body: { text: "hi" },
        as: session.sessionToken,
      });
      expect(answer.status).toBe(404);
    }
  });

  it.each([
    ["an empty text", { text: "" }],
    ["a text of 16,001 characters", { text: "x".repeat(16_001) }],
    ["a lone surrogate", { text: "\ud800" }],
    ["a system event", { text: "hi", type: "system" }],
    ["an unknown field", { text: "hi", seq: 1 }],
    ["a short id", { text: "hi", id: "short" }],
    ["an id that is not url-safe", { text: "hi", id: "not/url/safe" }],
    ["metadata over 8 KiB", { text: "hi", metadata: { big: "x".repeat(8_200) } }],
  ])("refuses %s", async (_, body) => {
    const session = await backend.startSession({});
    const answer = await send(session, body);
    expect([answer.status, answer.error.type]).toEqual([400, "validation"]);
  });

  it("takes 16,000 characters and 8 KiB of metadata as they are", async () => {
    const session = await backend.startSession({});
    const text = "😀".repeat(8_000);
    const metadata = { note: "x".repeat(8_000), list: [1, { deep: [true, null] }] };
    const answer = await send(session, { text, metadata });
    expect(answer.body).toMatchObject({ text, metadata });
  });
});
