import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Conversation, type Event, endpoints, type Session, session } from "@livechat/contract";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Example, runExample, startExample, untilPrinted } from "./example-process.ts";
import { MODEL, MODEL_KEY, startFakeModel } from "./fake-model.ts";
import {
  api,
  hire,
  loginAdmin,
  makeGroup,
  readConversation,
  startSession,
  type TeamMember,
  unique,
  until,
  untilActive,
} from "./people.ts";

let admin = "";
let folder = "";
const running: Example[] = [];

beforeAll(async () => {
  admin = await loginAdmin();
  folder = await mkdtemp(join(tmpdir(), "livechat-examples-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((example) => example.stop("SIGKILL")));
});
afterAll(() => rm(folder, { recursive: true }));

async function start(
  script: string,
  options: Parameters<typeof startExample>[1],
  printed: string,
): Promise<Example> {
  const example = startExample(script, options);
  running.push(example);
  await untilPrinted(example, printed);
  return example;
}

const eventsOf = async ({ conversationId: id, sessionToken: token }: Session): Promise<Event[]> =>
  (await api.call(endpoints.listConversationEvents, { token, params: { id } })).body.items;
const write = (session: Session, text: string) =>
  api.call(endpoints.addEvent, {
    token: session.sessionToken,
    params: { id: session.threadId },
    body: { text },
  });

/** The bot's words, once there are so many. */
async function untilSaid(session: Session, count: number): Promise<Event[]> {
  const bots = async () => (await eventsOf(session)).filter(({ authorType }) => authorType === "bot");
  return until(bots, (events) => events.length >= count);
}

const untilWith = (person: TeamMember, session: Session): Promise<Conversation> =>
  until(
    () => readConversation(session),
    ({ assignedAgentId }) => assignedAgentId === person.id,
  );

describe("the example bot", () => {
  it("answers by rules, offers choices, hands off to people, and takes itself away in the end", async () => {
    const person = await hire(admin);
    const groupId = await makeGroup(admin, "round_robin", [person]);
    const variables = { BOT_PORT: "0", BOT_GROUP: groupId };
    const bot = await start("docs/bot-example/bot.mjs", { variables }, "Robbie answers in");
    const session = await startSession(groupId);
    const [offered] = await untilSaid(session, 1);
    expect(offered).toMatchObject({ type: "choices", text: "Hello, I am a bot. What is it about?" });
    expect(offered?.isAi).not.toBe(true);
    const body = { type: "choice" as const, optionId: "order", inReplyTo: String(offered?.id) };
    const picked = { token: session.sessionToken, params: { id: session.threadId }, body };
    await api.call(endpoints.addEvent, picked);
    await untilSaid(session, 2);
    await write(session, "It is 1234");
    const said = (await untilSaid(session, 3)).map(({ text }) => text);
    expect(said.slice(1)).toEqual([
      "What is the order's number? It has four digits.",
      "Order 1234 left our house this morning.",
    ]);
    await write(session, "I want to talk to a person");
    await untilWith(person, session);
    expect((await eventsOf(session)).map(({ text }) => text)).toContain("I ask my colleagues.");

    await bot.stop("SIGTERM");
    const bots = (await api.call(endpoints.listBots, { token: admin })).body.items;
    expect(bots.filter(({ groupIds }) => groupIds.includes(groupId))).toEqual([]);
  });

  it("answers from articles as an AI, names its source, and hands off what they do not answer", async () => {
    const model = await startFakeModel();
    try {
      const person = await hire(admin);
      const groupId = await makeGroup(admin, "round_robin", [person]);
      const ai = { AI_BASE_URL: model.baseUrl, AI_MODEL: MODEL, AI_API_KEY: MODEL_KEY };
      const variables = { ...ai, BOT_PORT: "0", BOT_GROUP: groupId };
      await start("docs/bot-example/bot.mjs", { variables }, "answers in");
      const opening = { groupId, message: "How do I get a refund?" };
      const begun = session.parse((await api.call(endpoints.startSession, { body: opening })).body);
      const [answer] = await untilSaid(begun, 1);
      expect(answer).toMatchObject({ isAi: true, metadata: { aiLabel: "You are talking with an AI." } });
      expect(answer?.text).toMatch(/^Send anything back within 30 days.*\n\nSource: Returns and refunds$/s);
      await write(begun, "Who painted Guernica?");
      await untilWith(person, begun);
      const texts = (await eventsOf(begun)).map(({ text }) => text);
      expect(texts).toContain("I do not know that for sure. A colleague takes over.");
      expect(texts.join()).not.toContain("Perhaps.");
      const params = { id: begun.conversationId };
      const forAgents = (await api.call(endpoints.listConversationEvents, { token: admin, params })).body;
      const note = forAgents.items.find(
        ({ visibility, authorType }) => visibility === "agents" && authorType !== "system",
      );
      expect(note?.text).toContain("Asked: Who painted Guernica?");
      expect(model.asked).toHaveLength(2);
    } finally {
      model.stop();
    }
  });
});

async function makeKey(...args: string[]): Promise<string> {
  const key = await runExample("examples/make-key.mjs", { args });
  expect(key).toMatch(/^lc_live_/);
  return key;
}

/** A visitor who wrote. @returns its id */
async function visit(name: string): Promise<string> {
  const visitor = { name, email: `${name.replaceAll(" ", "-").toLowerCase()}@example.com` };
  const body = { visitor, message: "Hello" };
  return session.parse((await api.call(endpoints.startSession, { body })).body).visitorId;
}

interface Contact {
  name: string | null;
  email: string | null;
  contactId: string;
}

describe("the example CRM sync", () => {
  it("knows every visitor, although it is killed in the middle, and takes nothing that is not signed", async () => {
    const before = await visit(unique("Berta"));
    const key = await makeKey("CRM sync", "webhooks:write", "visitors:write");
    const file = join(folder, "crm.json");
    const variables = { LIVECHAT_API_KEY: key, CRM_FILE: file, CRM_PORT: "0" };
    const contacts = async (): Promise<Record<string, Contact>> =>
      JSON.parse(await readFile(file, "utf8")).contacts;
    const untilKnown = (id: string) => until(contacts, (known) => known[id] !== undefined);

    const first = await start("examples/crm-sync/sync.mjs", { variables }, "contacts in");
    expect(Object.keys(await contacts())).toContain(before);
    const url = /told at (\S+)/.exec(first.output())?.[1] ?? "";
    const headers = { "webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" };
    expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(401);
    // Every process tells a webhook a second or so after it was made: whoever comes from then on is told of.
    const early: string[] = [];
    await until(
      async () => [early.push(await visit(unique("Carla"))), await contacts()] as const,
      ([, known]) => early.some((id) => known[id] !== undefined),
    );
    const told = await visit(unique("Dana"));
    await untilKnown(told);

    await first.stop("SIGKILL");
    const missed = [await visit(unique("Edda")), await visit(unique("Fanny"))];
    const renamed = { token: admin, params: { id: told }, body: { name: "Dana Doe" } };
    await api.call(endpoints.updateVisitor, renamed);
    await start("examples/crm-sync/sync.mjs", { variables }, "contacts in");
    const known = await contacts();
    expect(missed.filter((id) => known[id] === undefined)).toEqual([]);
    expect(known[told]).toMatchObject({ name: "Dana Doe", contactId: `crm-${told}` });
    const visitor = await api.call(endpoints.getVisitor, { token: admin, params: { id: told } });
    expect(visitor.body.externalId).toBe(`crm-${told}`);
  });
});

describe("the example exporter", () => {
  it("writes every conversation with its events, and later what has changed", async () => {
    const groupId = await makeGroup(admin, "round_robin", [await hire(admin)]);
    const since = new Date().toISOString();
    const begun = [await startSession(groupId), await startSession(groupId)] as const;
    const key = await makeKey("Export", "conversations:read");
    const file = join(folder, "conversations.ndjson");
    const options = { args: [file, since], variables: { LIVECHAT_API_KEY: key } };
    type Line = Conversation & { events: Event[] };
    const lines = async (): Promise<Line[]> =>
      (await readFile(file, "utf8").catch(() => ""))
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    const linesOf = async ({ conversationId }: Session) =>
      (await lines()).filter(({ id }) => id === conversationId);
    /** Lists in the order of their changes lag two seconds. */
    const exportUntil = (session: Session, text: string) =>
      until(
        async () =>
          [await runExample("examples/export/export.mjs", options), await linesOf(session)] as const,
        ([, found]) => found.some(({ events }) => events.some((event) => event.text === text)),
      );

    await Promise.all(begun.map(untilActive));
    await exportUntil(begun[1], "Hello?");
    const [first] = await linesOf(begun[0]);
    expect(first?.events.map(({ text }) => text)).toContain("Hello?");
    const before = (await linesOf(begun[1])).length;
    await write(begun[0], "One more thing");
    await exportUntil(begun[0], "One more thing");
    expect((await linesOf(begun[0])).at(-1)?.events.at(-1)?.text).toBe("One more thing");
    expect(await linesOf(begun[1])).toHaveLength(before);
  });
});
