import { type BotTurn, endpoints } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { handOffOverdue } from "../../src/reassign/hand-off.ts";
import { agents } from "../../src/store/agents.ts";
import { deliverAll } from "../deliver.ts";
import { type Desk, startDesk } from "./desk.ts";
import { verify } from "./receiver.ts";

let desk: Desk;
let bot: { id: string; apiKey: string; webhookSecret: string };
beforeEach(async () => {
  desk = await startDesk();
  bot = await makeBot();
});
afterEach(() => desk.stop());

async function makeBot(body: object = {}) {
  const sent = { name: "Robbie", webhookUrl: desk.receiver.url, ...body };
  const made = await desk.backend.call(endpoints.createBot, { as: desk.admin, body: sent });
  const priorities = { sales: "first" as const };
  const { id } = made.body;
  const group = { as: desk.admin, params: { id: "sales" } };
  await desk.backend.call(endpoints.addGroupAgents, { ...group, body: { agentIds: [id] } });
  const settings = { priorities: { [id]: priorities.sales } };
  await desk.backend.call(endpoints.updateGroup, { ...group, body: { settings } });
  return made.body;
}

const turns = () =>
  desk.receiver.received.filter(({ told }) => told.type === "bot.turn").map(({ told }) => told.data.object);
const lastTurn = () => turns().at(-1) as unknown as BotTurn;
const read = async (id: string) =>
  (await desk.backend.call(endpoints.getConversation, { as: desk.admin, params: { id } })).body;
const eventsOf = async (id: string) =>
  (await desk.backend.call(endpoints.listConversationEvents, { as: desk.admin, params: { id } })).body.items;
const asBot = (id: string) => ({ as: bot.apiKey, params: { id } });
const say = (turn: BotTurn, text: string, id?: string) =>
  desk.backend.call(endpoints.addBotEvent, {
    ...asBot(turn.conversationId),
    body: { threadId: turn.threadId, text, ...(id && { id }) },
  });
const write = async (session: { sessionToken: string; threadId: string }, text: string) => {
  await desk.backend.call(endpoints.addEvent, {
    as: session.sessionToken,
    params: { id: session.threadId },
    body: { text },
  });
  await deliverAll(desk.backend);
};
const person = (name = "Olivia") => desk.backend.people.agent(name, { groupIds: ["sales"] });

describe("a bot's turn", () => {
  it("tells what the visitor wrote while they waited, then each message, signed, without notes", async () => {
    const session = await desk.write("Where is my order?");
    const got = desk.receiver.received.find(({ told }) => told.type === "bot.turn");
    expect(got && verify(got, bot.webhookSecret)).toMatchObject({ type: "bot.turn" });
    const first = lastTurn();
    expect(first).toMatchObject({ conversationId: session.conversationId, seq: 3, metadata: {} });
    expect(first.events.map(({ text }) => text)).toEqual(["Where is my order?"]);
    expect(first.threadId).toBe((await read(session.conversationId)).activeThreadId);
    const note = { text: "A note", visibility: "agents" as const };
    const noted = { as: desk.admin, params: { id: first.threadId }, body: note };
    await desk.backend.call(endpoints.addEvent, noted);
    await write(session, "It is 1234.");
    expect(lastTurn().events.map(({ text }) => text)).toEqual(["It is 1234."]);
    expect(turns()).toHaveLength(2);
    expect(JSON.stringify(turns())).not.toContain("A note");
  });

  it("tells nothing from before the conversation was opened again", async () => {
    const session = await desk.write("Old");
    const { conversationId, threadId } = lastTurn();
    await desk.backend.call(endpoints.closeBotConversation, { ...asBot(conversationId), body: { threadId } });
    expect((await read(conversationId)).status).toBe("closed");
    await write(session, "New");
    expect(lastTurn().events.map(({ text }) => text)).toEqual(["New"]);
  });

  it("that is told twice is answered once, whatever the bot says the second time", async () => {
    const { conversationId } = await desk.write("Hello");
    const turn = lastTurn();
    const answers = [
      await say(turn, "Hi.", turn.turnId),
      await say(turn, "Hi.", turn.turnId),
      await say(turn, "Hello there.", turn.turnId),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 409]);
    const said = (await eventsOf(conversationId)).filter(({ authorType }) => authorType === "bot");
    expect(said.map(({ text, authorId }) => [text, authorId])).toEqual([["Hi.", bot.id]]);
  });
});

describe("what a bot says", () => {
  it("is refused with another thread, and once a person has the conversation", async () => {
    const { conversationId } = await desk.write("Hello");
    const turn = lastTurn();
    expect((await say({ ...turn, threadId: `${conversationId}-1` }, "Old thread")).error.type).toBe(
      "not_owner",
    );
    expect((await say(turn, "Hi.")).status).toBe(201);
    const olivia = await person();
    const params = { id: conversationId };
    await desk.backend.call(endpoints.assignConversation, {
      as: desk.admin,
      params,
      body: { agentId: olivia.id, force: true },
    });
    const { threadId } = turn;
    const calls = [
      await say(turn, "Me again"),
      await desk.backend.call(endpoints.showBotTyping, { ...asBot(conversationId), body: { threadId } }),
      await desk.backend.call(endpoints.closeBotConversation, {
        ...asBot(conversationId),
        body: { threadId },
      }),
      await desk.backend.call(endpoints.handOffConversation, {
        ...asBot(conversationId),
        body: { threadId, reason: "No" },
      }),
    ];
    expect(calls.map(({ error }) => error.type)).toEqual(Array(4).fill("not_owner"));
    const events = await eventsOf(conversationId);
    const bots = events.filter(({ authorType }) => authorType === "bot");
    expect(bots.map(({ text }) => text)).toEqual(["Hi."]);
    // The visitor's page knows from the start whether it is a bot that has the conversation.
    const joined = events.filter(({ systemType }) => systemType === "agent_joined");
    expect(joined.map(({ metadata }) => metadata)).toEqual([
      { agentId: bot.id, agentName: "Robbie", isBot: true },
      { agentId: olivia.id, agentName: "Olivia" },
    ]);
  });

  it("may be choices, of which the visitor picks one", async () => {
    const session = await desk.write("Hello");
    const turn = lastTurn();
    const options = [
      { id: "refund", label: "I want a refund" },
      { id: "other", label: "Something else" },
    ];
    const offered = await desk.backend.call(endpoints.addBotEvent, {
      ...asBot(turn.conversationId),
      body: { threadId: turn.threadId, choices: { text: "What is it about?", options } },
    });
    expect(offered.body).toMatchObject({ type: "choices", authorType: "bot", metadata: { options } });
    const pick = (optionId: string) =>
      desk.backend.call(endpoints.addEvent, {
        as: session.sessionToken,
        params: { id: session.threadId },
        body: { type: "choice", optionId, inReplyTo: offered.body.id },
      });
    expect((await pick("nothing")).error.type).toBe("not_found");
    expect((await pick("refund")).body).toMatchObject({
      text: "I want a refund",
      metadata: { optionId: "refund" },
    });
    await deliverAll(desk.backend);
    expect(lastTurn().events[0]?.metadata).toMatchObject({ optionId: "refund", inReplyTo: offered.body.id });
  });

  it("carries the label of an AI, first in the visitor's language", async () => {
    await desk.backend.call(endpoints.updateBot, {
      as: desk.admin,
      params: { id: bot.id },
      body: { isAi: true },
    });
    await desk.backend.startSession({ message: "Hallo", visitor: { locale: "de-CH" } });
    await deliverAll(desk.backend);
    const turn = lastTurn();
    const [first, second] = [await say(turn, "Guten Tag."), await say(turn, "Womit kann ich helfen?")];
    expect(first.body).toMatchObject({ isAi: true, metadata: { aiLabel: "Sie sprechen mit einer KI." } });
    expect(second.body).toMatchObject({ isAi: true, metadata: {} });
  });

  it("is read by the bot itself, of its own conversations alone", async () => {
    const { conversationId } = await desk.write("Hello");
    expect((await desk.backend.call(endpoints.getConversation, asBot(conversationId))).status).toBe(200);
    const other = await person("Ben");
    await desk.backend.call(endpoints.assignConversation, {
      as: desk.admin,
      params: { id: conversationId },
      body: { agentId: other.id, force: true },
    });
    const answer = await desk.backend.call(endpoints.getConversation, asBot(conversationId));
    expect(answer.error.type).toBe("authorization");
    const listed = await desk.backend.call(endpoints.listConversations, { as: bot.apiKey });
    expect(listed.body.items).toEqual([]);
  });
});

describe("people have the conversation", () => {
  it("by a hand-off: one transaction, a note with the summary, one event that the visitor sees", async () => {
    const session = await desk.write("I want a refund");
    const turn = lastTurn();
    const olivia = await person();
    const { body } = await desk.backend.call(endpoints.handOffConversation, {
      ...asBot(turn.conversationId),
      body: {
        threadId: turn.threadId,
        reason: "Refund",
        summary: "Order 1234.",
        textForVisitor: "I'll get a colleague.",
      },
    });
    expect(body.status).toBe("pending");
    await deliverAll(desk.backend);
    expect(await read(session.conversationId)).toMatchObject({
      status: "active",
      assignedAgentId: olivia.id,
    });
    const seen = await desk.backend.call(endpoints.listConversationEvents, {
      as: session.sessionToken,
      params: { id: session.conversationId },
    });
    expect(seen.body.items.filter(({ systemType }) => systemType === "transferred")).toHaveLength(1);
    expect(seen.body.items.map(({ text }) => text)).toContain("I'll get a colleague.");
    expect(seen.body.items.map(({ text }) => text)).not.toContain("Refund\n\nOrder 1234.");
    const notes = (await eventsOf(session.conversationId)).filter(({ visibility, type }) => {
      return visibility === "agents" && type === "message";
    });
    expect(notes).toMatchObject([{ text: "Refund\n\nOrder 1234.", authorType: "bot" }]);
  });

  it("when the visitor asks for a person, while the bot hangs, and before a word was written", async () => {
    const session = await desk.write("Hello");
    const silent = await desk.backend.startSession({});
    const olivia = await person();
    for (const { conversationId, sessionToken } of [session, silent]) {
      const at = { as: sessionToken, params: { id: conversationId } };
      expect((await desk.backend.call(endpoints.requestPerson, at)).body.status).toBe("pending");
      await deliverAll(desk.backend);
      expect((await read(conversationId)).assignedAgentId).toBe(olivia.id);
      await desk.backend.call(endpoints.requestPerson, at);
      expect((await read(conversationId)).assignedAgentId).toBe(olivia.id);
    }
  });

  it("or they wait for one: no bot gets it again", async () => {
    const session = await desk.write("Hello");
    await makeBot({ name: "Second" });
    const at = { as: session.sessionToken, params: { id: session.conversationId } };
    await desk.backend.call(endpoints.requestPerson, at);
    await deliverAll(desk.backend);
    expect((await read(session.conversationId)).status).toBe("pending");
    const olivia = await desk.backend.people.agent("Olivia", { groupIds: ["sales"] });
    await desk.backend.call(endpoints.updateAgent, {
      as: desk.admin,
      params: { id: olivia.id },
      body: { maxConcurrentChats: 9 },
    });
    await deliverAll(desk.backend);
    expect((await read(session.conversationId)).assignedAgentId).toBe(olivia.id);
  });

  it("or the offline form, where the group is closed", async () => {
    const session = await desk.write("Hello");
    const never = { name: "Never", timeZone: "UTC", weekly: [] };
    const { id: scheduleId } = (
      await desk.backend.call(endpoints.createSchedule, { as: desk.admin, body: never })
    ).body;
    await desk.backend.call(endpoints.updateGroup, {
      as: desk.admin,
      params: { id: "sales" },
      body: { scheduleId, whenClosed: "offline" },
    });
    const at = { as: session.sessionToken, params: { id: session.conversationId } };
    const { body } = await desk.backend.call(endpoints.requestPerson, at);
    expect(body).toMatchObject({ status: "pending", channel: "offline" });
  });

  it.each([
    ["answers 500", async () => void Object.assign(desk.receiver.state, { status: 500 }), 10],
    ["answers 200 and then says nothing", async () => undefined, 61],
    [
      "is deleted",
      async () =>
        void (await desk.backend.call(endpoints.deleteBot, { as: desk.admin, params: { id: bot.id } })),
      1,
    ],
    [
      "is paused",
      async () =>
        void (await agents
          .ref(desk.backend.ctx.db, bot.id)
          .update({ pausedUntil: new Date(desk.backend.ctx.now().getTime() + 600_000) })),
      1,
    ],
  ])("within the reply deadline when the bot %s", async (_what, fails, seconds) => {
    const session = await desk.write("Hello");
    await say(lastTurn(), "Hi.");
    const olivia = await person();
    await fails();
    await write(session, "Are you there?");
    for (let passed = 0; passed < seconds; passed++) await desk.pass(1);
    expect((await read(session.conversationId)).assignedAgentId).toBe(olivia.id);
  });

  it("by the sweep too, when the deadline's task is lost, and once", async () => {
    const session = await desk.write("Hello");
    desk.backend.clock.advance(61);
    desk.backend.tasks.take();
    expect(await handOffOverdue(session.conversationId, desk.backend.ctx)).toBe(true);
    expect(await handOffOverdue(session.conversationId, desk.backend.ctx)).toBe(false);
    expect((await read(session.conversationId)).status).toBe("pending");
  });
});

it("a bot that fails three times in a row is paused for ten minutes, for all, with a notice in the console", async () => {
  desk.receiver.state.status = 500;
  await desk.write("Hello");
  for (let second = 0; second < 5; second++) await desk.pass(1);
  const { body } = await desk.backend.call(endpoints.getBot, { as: desk.admin, params: { id: bot.id } });
  expect(body).toMatchObject({ failuresInARow: 3, pausedUntil: expect.any(String) });
  const told = await desk.backend.call(endpoints.listNotifications, { as: desk.admin });
  expect(told.body.items).toMatchObject([{ type: "bot_paused", metadata: { agentName: "Robbie" } }]);
  const other = await desk.write("Another visitor");
  expect((await read(other.conversationId)).status).toBe("pending");
  desk.receiver.state.status = 200;
  await desk.pass(600);
  expect((await read(other.conversationId)).assignedAgentId).toBe(bot.id);
});

it("a bot is read and changed as one, and keeps its secrets to itself", async () => {
  const at = { as: desk.admin, params: { id: bot.id } };
  const changed = await desk.backend.call(endpoints.updateBot, { ...at, body: { greeting: "I am Robbie." } });
  expect(changed.body).toMatchObject({ kind: "bot", status: "online", greeting: "I am Robbie." });
  const listed = await desk.backend.call(endpoints.listBots, { as: desk.admin });
  expect(listed.body.items.map(({ id }) => id)).toEqual([bot.id]);
  const { conversationId } = await desk.write("Hello");
  expect((await eventsOf(conversationId)).at(-1)).toMatchObject({ text: "I am Robbie.", authorType: "bot" });
  await desk.backend.call(endpoints.deleteBot, at);
  expect((await desk.backend.call(endpoints.getBot, at)).error.type).toBe("not_found");
  expect((await desk.backend.call(endpoints.restoreBot, at)).body.isDeleted).toBe(false);
  const texts = JSON.stringify([changed.body, listed.body]);
  for (const secret of [bot.apiKey, bot.webhookSecret]) expect(texts).not.toContain(secret);
});

describe("a bot's API key", () => {
  const at = () => ({ as: desk.admin, params: { id: bot.id } });
  const keyOf = async () =>
    (await desk.backend.call(endpoints.listApiKeys, { as: desk.admin })).body.items.find(
      ({ botAgentId }) => botAgentId === bot.id,
    );

  it.each([endpoints.deleteBot, endpoints.deleteAgent])(
    "ends with $name, and comes back with the bot",
    async (remove) => {
      const { conversationId } = await desk.write("Hello");
      const readOwn = () => desk.backend.call(endpoints.getConversation, asBot(conversationId));
      expect((await readOwn()).status).toBe(200);
      await desk.backend.call(remove, at());
      expect((await readOwn()).error.type).toBe("authentication");
      expect((await say(lastTurn(), "Still here")).error.type).toBe("authentication");
      expect((await keyOf())?.revokedAt).toEqual(expect.any(String));
      await desk.backend.call(endpoints.restoreBot, at());
      expect((await keyOf())?.revokedAt).toBeNull();
      expect((await readOwn()).error?.type).not.toBe("authentication");
    },
  );

  it("that an admin revoked stays revoked", async () => {
    const id = (await keyOf())?.id ?? "";
    await desk.backend.call(endpoints.deleteApiKey, { as: desk.admin, params: { id } });
    desk.backend.clock.advance(1);
    await desk.backend.call(endpoints.deleteBot, at());
    await desk.backend.call(endpoints.restoreBot, at());
    expect((await keyOf())?.revokedAt).toEqual(expect.any(String));
  });
});

it("bots and people are listed apart, also those who were made before there were bots", async () => {
  const olivia = await person();
  await agents.ref(desk.backend.ctx.db, olivia.id).update({ kind: FieldValue.delete() });
  const idsOf = async (kind: "bot" | "human") =>
    (await desk.backend.call(endpoints.listAgents, { as: desk.admin, query: { kind } })).body.items.map(
      ({ id }) => id,
    );
  expect(await idsOf("bot")).toEqual([bot.id]);
  const people = await idsOf("human");
  expect(people).toContain(olivia.id);
  expect(people).not.toContain(bot.id);
});
