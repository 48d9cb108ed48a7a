import { type endpoints as Endpoints, endpoints, type WidgetConfig, widgetConfig } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { addDuration, noFigures, toText } from "../src/features/reports/figures.ts";
import { rollupId, rollups } from "../src/store/rollups.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let as: string;
const FIRST = { id: "default" };

beforeEach(async () => {
  backend = await startBackend();
  as = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
});

afterEach(() => backend.stop());

type Change = z.input<typeof Endpoints.updateWidget.body>;
const update = (body: Change, id = FIRST.id) =>
  backend.call(endpoints.updateWidget, { as, params: { id }, body });
const publish = (id = FIRST.id) => backend.call(endpoints.publishWidget, { as, params: { id } });
const discard = (id = FIRST.id) => backend.call(endpoints.discardWidget, { as, params: { id } });
const configFor = (query: Record<string, string> = {}) => backend.call(endpoints.getWidgetConfig, { query });

describe("the first widget", () => {
  it("exists from the start, published, with what the code had", async () => {
    const before = (await configFor()).body;
    const [first, ...others] = (await backend.call(endpoints.listWidgets, { as })).body.items;
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      id: "default",
      isDefault: true,
      identity: "off",
      preChat: { when: "never" },
    });
    expect((await configFor()).body).toEqual(before);
    const remove = await backend.call(endpoints.deleteWidget, { as, params: FIRST });
    expect(remove.error.type).toBe("not_allowed");
  });

  it("hands the default on to one that is published", async () => {
    const shop = (await backend.call(endpoints.createWidget, { as, body: { name: "Shop" } })).body;
    expect((await update({ isDefault: true }, shop.id)).error.type).toBe("not_allowed");
    await publish(shop.id);
    await update({ isDefault: true }, shop.id);
    expect((await configFor()).body.widgetId).toBe(shop.id);
    const { items } = (await backend.call(endpoints.listWidgets, { as })).body;
    expect(items.filter(({ isDefault }) => isDefault).map(({ id }) => id)).toEqual([shop.id]);
    expect((await backend.call(endpoints.deleteWidget, { as, params: FIRST })).status).toBe(204);
    expect((await configFor({ widget: "default" })).error.type).toBe("not_found");
  });
});

describe("a draft", () => {
  it("is seen by pages when it is published, and not before", async () => {
    const drafted = (await update({ theme: { color: "#D93025" } })).body;
    expect(drafted.theme).toMatchObject({ color: "#D93025", position: "end" });
    expect(drafted).toMatchObject({ version: 2, publishedVersion: 1 });
    expect((await configFor()).body.theme.color).not.toBe("#D93025");
    expect((await publish()).body.publishedVersion).toBe(2);
    expect((await configFor()).body).toMatchObject({ version: 2, theme: { color: "#D93025" } });
  });

  it("is known to every process within 60 seconds, with what browsers keep", async () => {
    const { createApp } = await import("../src/server/app.ts");
    const { routes } = await import("../src/http/routes.ts");
    const { Firestore } = await import("firebase-admin/firestore");
    const db = new Firestore({ projectId: backend.projectId });
    const other = createApp(routes, { ...backend.ctx, db });
    const versionThere = async () => (await backend.call(endpoints.getWidgetConfig, {}, other)).body.version;
    expect(await versionThere()).toBe(1);
    await update({ sound: false });
    await publish();
    expect(await versionThere()).toBe(1);
    backend.clock.advance(29);
    expect(await versionThere()).toBe(2);
    await db.terminate();
  });

  it("has what its home offers, in the reader's language, once it is published", async () => {
    const question = { id: "delivery", text: { en: "Where is my order?", de: "Wo bleibt es?" }, url: null };
    const link = { id: "returns", text: { en: "Returns" }, url: "https://shop.example/returns" };
    const silent = { id: "silent", text: {}, url: null };
    expect((await configFor()).body.home).toEqual({ entries: [] });
    await update({ home: { entries: [question, link, silent] } });
    expect((await configFor()).body.home).toEqual({ entries: [] });
    await publish();
    expect((await configFor({ locale: "de-CH" })).body.home).toEqual({
      entries: [
        { id: "delivery", text: "Wo bleibt es?", url: null },
        { id: "returns", text: "Returns", url: "https://shop.example/returns" },
      ],
    });
  });

  it.each([
    ["a script for a link", { id: "a", text: {}, url: "javascript:alert(1)" }],
    ["an id that is none", { id: "a b", text: {}, url: null }],
    ["a text that is too long", { id: "a", text: { en: "x".repeat(201) }, url: null }],
  ])("is refused with %s on its home", async (_what, entry) => {
    expect(await update({ home: { entries: [entry] } })).toMatchObject({
      status: 400,
      error: { type: "validation" },
    });
  });

  it("is refused with one id twice, or too many entries, on its home", async () => {
    const entry = (id: number) => ({ id: `${id}`, text: { en: "Hello" }, url: null });
    for (const ids of [
      [1, 1],
      [1, 2, 3, 4, 5, 6, 7],
    ])
      expect((await update({ home: { entries: ids.map(entry) } })).status).toBe(400);
    expect((await update({ home: { entries: [1, 2, 3, 4, 5, 6].map(entry) } })).status).toBe(200);
  });

  it("can be discarded", async () => {
    await update({ sound: false });
    const back = (await discard()).body;
    expect(back).toMatchObject({ sound: true, version: 3, publishedVersion: 3 });
    const shop = (await backend.call(endpoints.createWidget, { as, body: { name: "Shop" } })).body;
    expect((await discard(shop.id)).error.type).toBe("not_allowed");
    expect((await configFor({ widget: shop.id })).error.type).toBe("not_found");
  });

  const label = { en: "Your name" };
  const field = {
    id: "name",
    type: "text",
    label,
    required: true,
    options: [],
    mapsTo: "name",
    showIf: null,
  };
  it.each<[string, object]>([
    ["theme.color", { theme: { color: "red" } }],
    ["texts.en.Title!", { texts: { en: { "Title!": "x" } } }],
    ["allowedDomains.0", { allowedDomains: ["https://shop.example/path"] }],
    ["preChat.fields.1.id", { preChat: { fields: [field, field] } }],
    ["preChat.fields.0.options", { preChat: { fields: [{ ...field, type: "select" }] } }],
    ["preChat.fields.0.mapsTo", { preChat: { fields: [{ ...field, mapsTo: "secret" }] } }],
    [
      "preChat.fields.0.showIf.fieldId",
      { preChat: { fields: [{ ...field, showIf: { fieldId: "x", equals: true } }] } },
    ],
    [
      "greetings.0.rules.0.operator",
      { greetings: [greeting([{ type: "url", operator: "atLeast", value: "/" }])] },
    ],
    ["greetings", { greetings: [greeting([]), greeting([])] }],
    ["body", { texts: bigTexts() }],
  ])("is refused for its %s where it cannot be", async (path, body) => {
    const answer = await update(body as Change);
    expect(answer.status).toBe(400);
    expect(answer.error.details?.map((detail) => detail.path)).toContain(path);
  });

  it("is refused when it names a group that is not there", async () => {
    expect((await update({ groupId: "nobody" })).error.type).toBe("not_found");
    const groups = { ...field, type: "group" as const, options: [{ value: "nobody", label }], mapsTo: null };
    expect((await update({ preChat: { fields: [groups] } })).error.type).toBe("not_found");
  });
});

function greeting(rules: unknown[]) {
  const text = { en: "Hello" };
  return { id: "hello", text, rules, match: "all", again: "never", onlyWhenOpen: false, isActive: true };
}

function bigTexts() {
  const names = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`text${i}`, "x".repeat(900)]));
  return Object.fromEntries(["en", "de", "fr"].map((locale) => [locale, names]));
}

describe("the configuration", () => {
  it("is in the reader's language: its own tag, the language, the default", async () => {
    const texts = {
      en: { title: "Hello", welcome: "Ask us" },
      de: { title: "Hallo", welcome: "Fragen Sie uns" },
      "de-CH": { title: "Grüezi" },
    };
    await update({ texts });
    await publish();
    const textsIn = async (locale: string) => (await configFor({ locale })).body.texts;
    expect(await textsIn("de-CH")).toEqual({ title: "Grüezi", welcome: "Fragen Sie uns" });
    expect(await textsIn("de-AT")).toEqual(texts.de);
    expect(await textsIn("fr")).toEqual(texts.en);
  });

  it("may be kept, is not sent again unchanged, and never kept past the next change of the hours", async () => {
    const weekly = [1, 2, 3, 4, 5].map((day) => ({ day, intervals: [{ start: "08:00", end: "18:00" }] }));
    const body = { name: "Office", timeZone: "Europe/Zurich", weekly };
    const scheduleId = (await backend.call(endpoints.createSchedule, { as, body })).body.id;
    await backend.people.group("Support", { isDefault: true, scheduleId });
    const secondsToClosing = (Date.parse("2026-03-02T17:00:00Z") - backend.clock.now().getTime()) / 1000;
    const fetchConfig = (etag = "") =>
      backend.fetch("/v1/widget/config", { headers: etag ? { "If-None-Match": etag } : {} });
    const first = await fetchConfig();
    expect(first.headers.get("cache-control")).toBe("public, max-age=30");
    const etag = first.headers.get("etag") ?? "";
    const again = await fetchConfig(`W/${etag}`);
    expect([again.status, await again.text()]).toEqual([304, ""]);
    backend.clock.advance(secondsToClosing - 12);
    expect((await fetchConfig(etag)).headers.get("cache-control")).toBe("public, max-age=12");
    backend.clock.advance(12);
    const closed = await fetchConfig(etag);
    expect(closed.status).toBe(200);
    const { hours, available } = widgetConfig.parse(await closed.json());
    expect(available).toBe(false);
    expect(hours).toEqual({
      isOpen: false,
      nextOpeningAt: "2026-03-03T07:00:00.000Z",
      nextChangeAt: "2026-03-03T07:00:00.000Z",
      timeZone: "Europe/Zurich",
    });
  });

  it("tells whether everybody is busy, or nobody is there", async () => {
    const groupId = await backend.people.group("Busy", { isDefault: true });
    const anna = await backend.people.agent("Anna", { groupIds: [groupId], maxConcurrentChats: 1 });
    const bob = await backend.people.agent("Bob", { groupIds: [groupId], acceptingChats: false });
    const told = async () => (await configFor({ groupId })).body;
    expect(await told()).toMatchObject({ available: true, agentsOnline: 2 });
    await backend.call(endpoints.updateAgent, {
      as,
      params: { id: anna.id },
      body: { acceptingChats: false },
    });
    backend.clock.advance(20);
    expect(await told()).toMatchObject({ available: false, agentsOnline: 2 });
    for (const { id } of [anna, bob]) {
      await backend.call(endpoints.updateAgent, { as, params: { id }, body: { status: "offline" } });
    }
    backend.clock.advance(20);
    expect(await told()).toMatchObject({ available: false, agentsOnline: 0 });
  });

  it("is of the group that is asked for, and of where its chats go while it is closed", async () => {
    const sales = await backend.people.group("Sales", { isDefault: true });
    const body = { name: "Never", timeZone: "UTC", weekly: [] };
    const scheduleId = (await backend.call(endpoints.createSchedule, { as, body })).body.id;
    const support = await backend.people.group("Support", { scheduleId });
    await backend.people.agent("Anna", { groupIds: [sales] });
    const of = async (groupId: string) => (await configFor({ groupId })).body;
    expect(await of(sales)).toMatchObject({
      ...{ available: true, agentsOnline: 1, hours: null, groupId: sales },
    });
    expect(await of(support)).toMatchObject({
      ...{ available: false, agentsOnline: 0, hours: { isOpen: false }, groupId: support },
    });
    const change = { as, params: { id: support }, body: { whenClosed: { groupId: sales } } };
    await backend.call(endpoints.updateGroup, change);
    backend.clock.advance(20);
    expect(await of(support)).toMatchObject({ available: true, hours: null, groupId: sales });
    expect((await configFor({ groupId: "nobody" })).error.type).toBe("not_found");
  });

  it("says when the queue is full", async () => {
    const settings = {
      answerDeadlineSeconds: null,
      visitorInactivitySeconds: null,
      agentGoneSeconds: null,
      maxQueueLength: 1,
      priorities: {},
    };
    await backend.people.group("Sales", { isDefault: true, settings });
    expect((await configFor()).body.queueFull).toBe(false);
    await backend.startSession();
    backend.clock.advance(5);
    expect((await configFor()).body.queueFull).toBe(true);
  });

  it("tells how soon somebody usually answers: of enough answers lately, in business time, while somebody is there", async () => {
    const groupId = await backend.people.group("Support", { isDefault: true });
    const { db } = backend.ctx;
    const today = "2026-03-02";
    const answered = (day: string, minutes: readonly number[]) => {
      const figures = noFigures();
      // Over night it takes a day, of which nobody is at work.
      for (const minute of minutes) {
        addDuration(figures, "firstResponse", { seconds: 86_400, businessSeconds: minute * 60 });
      }
      const id = rollupId("group", groupId, day);
      const slots = { [`36|${groupId}`]: toText(figures) };
      const rollup = { id, kind: "group", subjectId: groupId, day, slots, busy: [], accepting: [] } as const;
      return rollups.ref(db, id).set(rollup);
    };
    const told = async () => {
      backend.clock.advance(600);
      return (await configFor()).body.usualAnswerSeconds;
    };
    await answered("2026-02-22", Array(50).fill(30));
    await answered("2026-02-23", [1, 2, 3, 4]);
    await answered(today, [3, 3, 3, 60, 60]);
    const anna = await backend.people.agent("Anna", { groupIds: [groupId] });
    expect(await told()).toBe(null);
    await answered(today, [3, 3, 3, 60, 60, 60]);
    const seconds = await told();
    expect(seconds).toBeGreaterThan(0.97 * 180);
    expect(seconds).toBeLessThan(1.03 * 180);
    const params = { id: anna.id };
    await backend.call(endpoints.updateAgent, { as, params, body: { status: "offline" } });
    expect(await told()).toBe(null);
  });

  it("costs no reads while it is remembered, however many pages ask", async () => {
    await backend.people.group("Sales", { isDefault: true });
    await configFor();
    backend.emulator.meter.reset(backend.projectId);
    for (let i = 0; i < 50; i++) await configFor({ locale: i % 2 ? "de" : "en" });
    expect(backend.emulator.meter.usage(backend.projectId).documentReads).toBe(0);
  });

  it("holds nothing that only the company needs", async () => {
    const label = { en: "E-mail" };
    const field = { id: "mail", type: "email", label, required: true, options: [], showIf: null };
    const inactive = { ...greeting([]), isActive: false } as never;
    await update({
      preChat: { when: "always", fields: [{ ...field, mapsTo: "email" } as never] },
      greetings: [inactive],
    });
    await publish();
    const config: WidgetConfig = (await configFor()).body;
    expect(config.preChat.fields).toEqual([{ ...field, label: "E-mail" }]);
    expect(config.greetings).toEqual([]);
    expect(config).not.toHaveProperty("allowedDomains");
  });
});

describe("allowed domains", () => {
  const STRANGER = "https://blog.example.org";
  const mayRead = async (origin: string, path = "/v1/widget/config") => {
    const response = await backend.fetch(path, { headers: { Origin: origin } });
    return response.headers.get("access-control-allow-origin") === origin;
  };

  it("hold at once here, and stand beside those of the environment", async () => {
    expect(await mayRead(STRANGER)).toBe(false);
    await update({ allowedDomains: ["*.example.org", "localhost:*"] });
    expect(await mayRead(STRANGER)).toBe(true);
    expect(await mayRead("http://localhost:5173")).toBe(true);
    expect(await mayRead("https://shop.example")).toBe(true);
    expect(await mayRead("https://example.org")).toBe(false);
    expect(await mayRead("https://example.org.evil.test")).toBe(false);
    await update({ allowedDomains: [] });
    expect(await mayRead(STRANGER)).toBe(false);
  });

  it("are for visitors' calls, never for agents'", async () => {
    await update({ allowedDomains: ["*.example.org"] });
    expect(await mayRead(STRANGER, "/v1/agents")).toBe(false);
  });
});

describe("where a widget was seen", () => {
  const seen = async () => (await backend.call(endpoints.getWidgetCounts, { as, params: FIRST })).body.seen;
  const askFrom = async (origin: string) => {
    const headers = { Origin: origin };
    return (await backend.fetch("/v1/widget/config", { headers })).status;
  };

  it("is known once a page of a listed domain has asked for it, and not by other pages", async () => {
    expect(await seen()).toBeNull();
    await configFor();
    await askFrom("https://lamps.example");
    expect(await seen()).toBeNull();
    await update({ allowedDomains: ["lamps.example", "*"] });
    expect(await askFrom("https://elsewhere.example")).toBe(200);
    expect(await seen()).toBeNull();
    expect(await askFrom("https://lamps.example")).toBe(200);
    expect(await seen()).toEqual({ on: "lamps.example", at: backend.clock.now().toISOString() });
  });

  it("is written once an hour, however many pages ask", async () => {
    await update({ allowedDomains: ["*.shop.example"] });
    await askFrom("https://www.shop.example");
    const first = await seen();
    backend.emulator.meter.reset(backend.projectId);
    backend.clock.advance(3_599);
    for (const part of ["www", "m", "blog"]) await askFrom(`https://${part}.shop.example`);
    expect(backend.emulator.meter.usage(backend.projectId).documentWrites).toBe(0);
    expect(await seen()).toEqual(first);
    backend.clock.advance(1);
    await askFrom("https://m.shop.example");
    expect(await seen()).toMatchObject({ on: "m.shop.example" });
  });
});
