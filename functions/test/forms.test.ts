import { type endpoints as Endpoints, endpoints, type FormField, type Session } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { conversations } from "../src/store/conversations.ts";
import { visitorSessions, visitors } from "../src/store/visitors.ts";
import { type Backend, startBackend } from "./harness.ts";
import { readEverything } from "./snapshot.ts";

let backend: Backend;
let admin: string;
let sales: string;
let support: string;

beforeEach(async () => {
  backend = await startBackend();
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  sales = await backend.people.group("Sales", { isDefault: true });
  support = await backend.people.group("Support");
});

afterEach(() => backend.stop());

type Start = z.input<typeof Endpoints.startSession.body>;
type Change = z.input<typeof Endpoints.updateWidget.body>;
const start = (body: Start) => backend.call(endpoints.startSession, { body });

async function setUp(body: Change): Promise<void> {
  const params = { id: "default" };
  expect((await backend.call(endpoints.updateWidget, { as: admin, params, body })).status).toBe(200);
  await backend.call(endpoints.publishWidget, { as: admin, params });
}

async function eventsOf(session: Session) {
  const sent = { as: admin, params: { id: session.conversationId } };
  return (await backend.call(endpoints.listConversationEvents, sent)).body.items;
}

const field = (id: string, facts: Partial<FormField>): FormField => ({
  id,
  type: "text",
  label: { en: `Your ${id}`, de: `Ihr ${id}` },
  required: false,
  options: [],
  mapsTo: null,
  showIf: null,
  ...facts,
});

const fields = () => [
  field("name", { required: true, mapsTo: "name" }),
  field("email", { type: "email", required: true, mapsTo: "email" }),
  field("about", {
    type: "group",
    required: true,
    options: [
      { value: sales, label: { en: "Buying" } },
      { value: support, label: { en: "Help", de: "Hilfe" } },
    ],
  }),
  field("order", {
    required: true,
    mapsTo: "metadata.order",
    showIf: { fieldId: "about", equals: "" },
  }),
  field("agree", { type: "consent", required: true }),
];

const preChat = (when: "always" | "unknownOnly" = "always") => {
  const [name, email, about, order, agree] = fields() as [
    FormField,
    FormField,
    FormField,
    FormField,
    FormField,
  ];
  const onlyForHelp = { ...order, showIf: { fieldId: "about", equals: support } };
  return { when, fields: [name, email, about, onlyForHelp, agree] };
};

const answers = (changes: Record<string, string | boolean | undefined> = {}) => {
  const given = {
    name: "Vera",
    email: "vera@example.com",
    about: support,
    order: "A-7",
    agree: true,
    ...changes,
  };
  const sent = Object.entries(given).flatMap(([id, value]) => (value === undefined ? [] : [{ id, value }]));
  return { formId: "preChat" as const, version: 1, fields: sent };
};

describe("a pre-chat form", () => {
  beforeEach(() => setUp({ preChat: preChat() }));

  it("stands first, and its answers go where they belong", async () => {
    const answer = await start({ form: answers(), visitor: { locale: "de-CH" }, message: "Hello" });
    expect(answer.status).toBe(201);
    const session = answer.body as Session;
    const [form, message] = await eventsOf(session);
    expect(form).toMatchObject({ seq: 1, type: "form", authorType: "visitor" });
    expect(form?.text.split("\n")).toEqual([
      "Ihr name: Vera",
      "Ihr email: vera@example.com",
      "Ihr about: Hilfe",
      "Ihr order: A-7",
      "Ihr agree: true",
    ]);
    expect(message).toMatchObject({ seq: 2, type: "message", text: "Hello" });
    expect(await conversations.get(backend.ctx.db, session.conversationId)).toMatchObject({
      groupId: support,
      metadata: { order: "A-7" },
    });
    expect(await visitors.get(backend.ctx.db, session.visitorId)).toMatchObject({
      name: "Vera",
      email: "vera@example.com",
    });
  });

  it.each<[string, Record<string, string | boolean | undefined>, string]>([
    ["a required answer left out", { name: undefined }, "form.fields.name"],
    ["a required answer of spaces", { name: "  " }, "form.fields.name"],
    ["an address that is none", { email: "vera" }, "form.fields.email"],
    ["an option that is none", { about: "nobody" }, "form.fields.about"],
    ["an answer of another type", { agree: "yes" }, "form.fields.agree"],
    ["no consent", { agree: false }, "form.fields.agree"],
    ["a shown field left out", { order: undefined }, "form.fields.order"],
    ["a field that is not there", { hacked: "x" }, "form.fields.hacked"],
    ["several lines in a line", { name: "Vera\nEve" }, "form.fields.name"],
  ])("is refused by the server for %s, and nothing is stored", async (_, changes, path) => {
    const before = readEverything(backend);
    const answer = await start({ form: answers(changes), message: "Hello" });
    expect(answer.status).toBe(400);
    expect(answer.error.details?.map((detail) => detail.path)).toEqual([path]);
    expect(readEverything(backend)).toEqual(before);
  });

  it("needs no answer to a field that is not shown", async () => {
    const answer = await start({ form: answers({ about: sales, order: undefined }) });
    expect(answer.status).toBe(201);
  });

  it("cannot be left out by a page that does not show it", async () => {
    const answer = await start({ message: "Hello" });
    expect(answer.error.details?.map(({ path }) => path)).toEqual(["form"]);
    const later = await start({ startConversation: false });
    const { sessionToken } = later.body;
    expect((await start({ sessionToken, message: "Hello" })).status).toBe(400);
    expect((await start({ sessionToken, form: answers() })).status).toBe(201);
  });
});

describe("a pre-chat form for unknown visitors only", () => {
  it("is not asked for where the e-mail is known", async () => {
    await setUp({ preChat: preChat("unknownOnly") });
    expect((await start({ message: "Hello" })).status).toBe(400);
    const known = await start({ visitor: { email: "vera@example.com" }, message: "Hello" });
    expect(known.status).toBe(201);
    const { sessionToken, conversationId } = known.body as Session;
    await backend.call(endpoints.closeConversation, { as: sessionToken, params: { id: conversationId } });
    expect((await start({ sessionToken, message: "Again" })).status).toBe(201);
  });
});

describe("a form that no widget asks for", () => {
  it("is refused", async () => {
    expect((await start({ form: answers() })).error.details).toEqual([
      { path: "form", message: "is not asked for by this widget" },
    ]);
  });
});

describe("consent", () => {
  it("is needed once for each version", async () => {
    await setUp({ consent: { required: true, version: "2026" } });
    expect((await start({ message: "Hello" })).error.details?.map(({ path }) => path)).toEqual(["consent"]);
    expect((await start({ message: "Hello", consent: { version: "2025" } })).status).toBe(400);
    const answer = await start({ message: "Hello", consent: { version: "2026" } });
    const { sessionToken, conversationId, visitorId } = answer.body as Session;
    expect((await visitorSessions.get(backend.ctx.db, visitorId))?.consentVersion).toBe("2026");
    const close = { as: sessionToken, params: { id: conversationId } };
    await backend.call(endpoints.closeConversation, close);
    const again = await start({ sessionToken, message: "Hello again" });
    expect(again.status).toBe(201);
    await backend.call(endpoints.closeConversation, {
      as: sessionToken,
      params: { id: (again.body as Session).conversationId },
    });
    await setUp({ consent: { version: "2027" } });
    expect((await start({ sessionToken, message: "And again" })).status).toBe(400);
  });
});

describe("a session without a conversation", () => {
  it("begins one with the first message, and routes nothing before", async () => {
    const first = await start({ startConversation: false, visitor: { name: "Vera" } });
    expect(first.status).toBe(201);
    const { sessionToken, visitorId } = first.body;
    expect(first.body).toMatchObject({ conversationId: null, threadId: null, status: null });
    expect(backend.tasks.take()).toEqual([]);
    expect((await start({ startConversation: false, sessionToken })).status).toBe(200);
    const second = await start({ sessionToken, message: "Hello" });
    expect(second.status).toBe(201);
    expect(second.body).toMatchObject({ visitorId, status: "pending" });
    const resumed = await start({ startConversation: false, sessionToken });
    expect(resumed.status).toBe(200);
    expect(resumed.body.conversationId).toBe(second.body.conversationId);
  });

  it("needs no group", async () => {
    const empty = await startBackend();
    const answer = await empty.call(endpoints.startSession, { body: { startConversation: false } });
    expect(answer.status).toBe(201);
    await empty.stop();
  });
});

describe("a greeting that is answered", () => {
  const greeting = {
    id: "welcome",
    text: { en: "Can I help?", de: "Kann ich helfen?" },
    rules: [],
    match: "all" as const,
    again: "never" as const,
    onlyWhenOpen: false,
    isActive: true,
  };

  it("stands as the first event, in the visitor's language", async () => {
    await setUp({ greetings: [greeting] });
    const answer = await start({ greetingId: "welcome", visitor: { locale: "de" }, message: "Ja" });
    const [first, second] = await eventsOf(answer.body as Session);
    expect(first).toMatchObject({
      authorType: "system",
      text: "Kann ich helfen?",
      metadata: { greetingId: "welcome" },
    });
    expect(second).toMatchObject({ authorType: "visitor", text: "Ja" });
  });

  it("is counted, and what the widget does not have is not", async () => {
    await setUp({ greetings: [greeting] });
    const count = (greetingId: string, type: "shown" | "answered") => ({ greetingId, type });
    const counts = [count("welcome", "shown"), count("welcome", "answered"), count("other", "shown")];
    for (let i = 0; i < 2; i++) {
      expect((await backend.call(endpoints.countGreetings, { body: { counts } })).status).toBe(204);
    }
    const params = { id: "default" };
    const counted = await backend.call(endpoints.getWidgetCounts, { as: admin, params });
    expect(counted.body.greetings).toEqual({ welcome: { shown: 2, answered: 2 } });
  });
});

describe("an offline message", () => {
  const body = { visitor: { email: "vera@example.com", name: "Vera" }, message: "Do you ship to Norway?" };
  const leave = (more: object = {}) =>
    backend.call(endpoints.leaveOfflineMessage, { body: { ...body, ...more } });

  it("is a conversation that waits, with the visitor's e-mail", async () => {
    const answer = await leave({ groupId: support, metadata: { page: "/shipping" } });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ channel: "offline", status: "pending" });
    const session = answer.body;
    expect(await conversations.get(backend.ctx.db, session.conversationId)).toMatchObject({
      groupId: support,
      channel: "offline",
      metadata: { page: "/shipping" },
      lastMessage: { text: body.message },
    });
    expect(await visitors.get(backend.ctx.db, session.visitorId)).toMatchObject({
      email: "vera@example.com",
    });
  });

  it("is let into a full queue", async () => {
    const settings = { maxQueueLength: 1 };
    await backend.call(endpoints.updateGroup, { as: admin, params: { id: sales }, body: { settings } });
    await backend.startSession();
    expect((await start({ message: "Hello" })).status).toBe(503);
    expect((await leave()).status).toBe(201);
  });

  it("makes a chat that waits an offline message, in its place", async () => {
    const session = await backend.startSession({ message: "Anybody there?" });
    const before = await conversations.get(backend.ctx.db, session.conversationId);
    backend.clock.advance(60);
    const { sessionToken } = session;
    const answer = await leave({ sessionToken });
    expect(answer.body).toMatchObject({ conversationId: session.conversationId, channel: "offline" });
    const after = await conversations.get(backend.ctx.db, session.conversationId);
    expect(after).toMatchObject({
      channel: "offline",
      queue: before?.queue,
      lastMessage: { text: body.message },
    });
    expect((await visitors.get(backend.ctx.db, session.visitorId))?.email).toBe("vera@example.com");
  });

  it("is checked against the widget's offline form", async () => {
    const phone = field("phone", { type: "phone", required: true });
    await setUp({ offline: { mode: "form", fields: [phone] } });
    const refused = await leave({ fields: [{ id: "phone", value: "call me" }] });
    expect(refused.error.details?.map(({ path }) => path)).toEqual(["fields.phone"]);
    expect((await leave()).status).toBe(400);
    const answer = await leave({ fields: [{ id: "phone", value: "+41 44 123 45 67" }] });
    expect((await eventsOf(answer.body)).map(({ type }) => type)).toEqual(["form", "message"]);
  });

  it("needs an e-mail", async () => {
    expect((await leave({ visitor: { name: "Vera" } })).error.details?.[0]?.path).toBe("visitor.email");
  });
});
