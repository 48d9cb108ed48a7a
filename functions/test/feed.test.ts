import { endpoints, type FeedItem } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { givePositions } from "../src/features/feed/give-positions.ts";
import { forgetListeners } from "../src/store/listeners.ts";
import { FEED, feeds, occurrences } from "../src/store/occurrences.ts";
import { transact } from "../src/store/transact.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

const PAGE = 7;
let backend: Backend;
let admin: string;

beforeEach(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin" })).token;
});
afterEach(() => backend.stop());

const pull = async (query: object = {}) =>
  (await backend.call(endpoints.readFeed, { as: admin, query })).body;

/** Reads on until there is nothing new. */
async function pullAll(after: string, query: object = {}): Promise<{ items: FeedItem[]; cursor: string }> {
  const items: FeedItem[] = [];
  let cursor = after;
  for (;;) {
    const page = await pull({ ...query, after: cursor, limit: String(PAGE) });
    items.push(...page.items);
    if (page.nextCursor === cursor) return { items, cursor };
    cursor = page.nextCursor;
  }
}

const say = (session: { sessionToken: string; threadId: string }, text: string) =>
  backend.call(endpoints.addEvent, {
    as: session.sessionToken,
    params: { id: session.threadId },
    body: { text },
  });

describe("the event feed", () => {
  it("records nothing until somebody pulls, and says when it starts", async () => {
    await backend.startSession({ message: "Before" });
    expect((await occurrences.all(backend.ctx.db).get()).size).toBe(0);
    const first = await pull();
    expect(first).toEqual({ items: [], nextCursor: "0", startedAt: backend.ctx.now().toISOString() });
    await backend.startSession({ message: "After" });
    const { items, nextCursor } = await pull();
    expect(items.map(({ type }) => type)).toEqual([
      "visitor.created",
      "conversation.created",
      "message.created",
      "conversation.queued",
    ]);
    expect(items[2]?.data).toMatchObject({ apiVersion: "v1", seq: 1, object: { text: "After" } });
    expect(await pull({ after: nextCursor })).toEqual({ items: [], nextCursor });
  });

  it("is known to be running by a process that has looked before, within a minute", async () => {
    const session = await backend.startSession({ message: "Nobody listens" });
    await feeds.ref(backend.ctx.db, FEED).set({ startedAt: backend.ctx.now(), lastPosition: 0 });
    await say(session, "Not known yet");
    backend.clock.advance(60);
    await say(session, "Known");
    expect((await pull()).items.map(({ data }) => data.object.text)).toEqual(["Known"]);
  });

  it("filters by types, all of a subject, and conversation; notes only where asked for", async () => {
    await pull();
    const vera = await backend.startSession({ message: "Hello" });
    await backend.startSession({ message: "Other" });
    await backend.call(endpoints.addEvent, {
      as: admin,
      params: { id: vera.threadId },
      body: { text: "A note", visibility: "agents" },
    });
    const typesFor = async (query: object) => (await pullAll("0", query)).items.map(({ type }) => type);
    const conversationId = vera.conversationId;
    expect(await typesFor({ types: "visitor.*" })).toEqual(["visitor.created", "visitor.created"]);
    expect(await typesFor({ conversationId, types: "message.created,conversation.queued" })).toEqual([
      "message.created",
      "conversation.queued",
    ]);
    const withNotes = { conversationId, types: "message.*", includeNotes: "true" };
    const { items } = await pullAll("0", withNotes);
    expect(items.map(({ data }) => data.object.text)).toEqual(["Hello", "A note"]);
  });

  it.each(["x", "-1", "1.5", "1e3", "9".repeat(16)])("refuses %s as a cursor", async (after) => {
    const answer = await backend.call(endpoints.readFeed, { as: admin, query: { after } });
    expect(answer.error.type).toBe("validation");
  });

  it("tells each occurrence once and in the order of a conversation's commits, whoever gives places at once", async () => {
    await pull();
    const sessions = await Promise.all(
      Array.from({ length: 6 }, (_, n) => backend.startSession({ message: `Visitor ${n}` })),
    );
    const seen: FeedItem[] = [];
    let cursor = "0";
    let isWriting = true;
    const write = async () => {
      for (let n = 0; n < 10; n++) await Promise.all(sessions.map((one) => say(one, `Message ${n}`)));
      isWriting = false;
    };
    const read = async () => {
      while (isWriting) {
        const page = await pull({ after: cursor, limit: "3" });
        seen.push(...page.items);
        cursor = page.nextCursor;
      }
    };
    const sequence = async () => {
      while (isWriting) await givePositions({ ...backend.ctx });
    };
    await Promise.all([write(), read(), sequence(), sequence()]);
    seen.push(...(await pullAll(cursor)).items);
    const recorded = (await occurrences.all(backend.ctx.db).get()).docs.map(({ id }) => id);
    expect(seen.map(({ id }) => id).sort()).toEqual(recorded.sort());
    for (const { conversationId } of sessions) {
      const seqs = seen.flatMap(({ type, data }) =>
        type === "message.created" && data.conversationId === conversationId ? [data.seq] : [],
      );
      expect(seqs).toEqual(Array.from({ length: 11 }, (_, n) => n + 1));
    }
  }, 60_000);

  it("misses nothing of a transaction that began first and commits last", async () => {
    await pull();
    const occurrence = (name: string) =>
      ({
        type: "visitor.created",
        conversationId: null,
        seq: null,
        groupId: null,
        object: { name },
      }) as const;
    let commit = () => {};
    const late = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const slow = transact(backend.ctx, async (tx) => {
      tx.occurred(occurrence("slow"));
      await late;
    });
    await transact(backend.ctx, async (tx) => tx.occurred(occurrence("fast")));
    const before = await pull();
    expect(before.items.map(({ data }) => data.object.name)).toEqual(["fast"]);
    commit();
    await slow;
    const after = await pull({ after: before.nextCursor });
    expect(after.items.map(({ data }) => data.object.name)).toEqual(["slow"]);
  });

  it("rebuilds a conversation as the API answers it, and shows where something is missing", async () => {
    await pull();
    const owner = await backend.people.agent("Olivia", { groupIds: [] });
    const vera = await backend.startSession({ message: "Hello" });
    await deliverAll(backend);
    const params = { id: vera.conversationId };
    const by = { as: admin, params };
    await backend.call(endpoints.assignConversation, { ...by, body: { agentId: owner.id, force: true } });
    await say(vera, "Are you there?");
    const thread = (await backend.call(endpoints.getConversation, by)).body.activeThreadId ?? "";
    const answer = { as: owner.token, params: { id: thread }, body: { text: "Yes." } };
    await backend.call(endpoints.addEvent, answer);
    const { items } = await pullAll("0", { conversationId: vera.conversationId });
    expect(rebuild(items)).toEqual((await backend.call(endpoints.getConversation, by)).body);
    const said = items.flatMap(({ type, data }) => (type === "message.created" ? [data.object] : []));
    const events = (await backend.call(endpoints.listConversationEvents, by)).body.items;
    expect(said).toEqual(events.filter(({ type }) => type !== "system"));
    // A hole shows: the events that the feed tells as messages, and those of the system, are all numbers up to lastSeq.
    const told = new Set(said.map(({ seq }) => seq));
    const holes = events.filter(({ seq }) => !told.has(seq));
    expect(holes.every(({ type }) => type === "system")).toBe(true);
  });
});

/** What a reader makes of the feed: the last state of the conversation, and what messages since then changed in it. */
function rebuild(items: readonly FeedItem[]): Record<string, unknown> {
  let conversation: Record<string, unknown> = {};
  for (const { type, data } of items) {
    if (type.startsWith("conversation.")) conversation = { ...data.object };
    if (type !== "message.created" || (conversation.lastSeq as number) >= (data.seq ?? 0)) continue;
    const { text, authorType, createdAt } = data.object;
    const isAnswer = authorType === "agent" && conversation.firstResponseAt === null;
    conversation = {
      ...conversation,
      ...(isAnswer && { firstResponseAt: createdAt }),
      lastSeq: data.seq,
      lastMessage: { text, authorType, createdAt },
      updatedAt: createdAt,
    };
  }
  return conversation;
}

it("costs a message nothing while nobody listens", async () => {
  const session = await backend.startSession({ message: "Hello" });
  const usage = async (send: () => Promise<unknown>) => {
    backend.emulator.meter.reset(backend.projectId);
    await send();
    return backend.emulator.meter.usage(backend.projectId);
  };
  await say(session, "The first after a minute asks who listens");
  expect(await usage(() => say(session, "Hello again"))).toMatchObject({
    documentReads: 2,
    documentWrites: 2,
  });
  await pull();
  forgetListeners(backend.ctx);
  await say(session, "Known again");
  expect(await usage(() => say(session, "Told"))).toMatchObject({ documentReads: 2, documentWrites: 3 });
});
