import type { WidgetConfig } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { conversation, event, FakeBrowser, settle } from "../../test/fakes.ts";
import { ChatError } from "../platform/chat-error.ts";
import * as livePart from "./live-part.ts";
import { VisitorChat } from "./visitor-chat.ts";
import { absenceOf, asksPreChat, EMPTY_STATE, ratingOf, type VisitorState } from "./visitor-state.ts";

const loadLive = async () => livePart;

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

const open = (api = "") => new VisitorChat({ api, platform: browser.tab(), loadLive });

type Known = Partial<WidgetConfig>;
const stateWith = (config: Known, changes: Partial<VisitorState> = {}): VisitorState => ({
  ...EMPTY_STATE,
  config: config as WidgetConfig,
  isAvailable: config.available ?? null,
  ...changes,
});

describe("what the visitor is told before a conversation", () => {
  const hours = { isOpen: false, nextOpeningAt: null, nextChangeAt: null, timeZone: "UTC" };

  it.each([
    ["nothing is known", stateWith({}), null],
    ["somebody is free", stateWith({ available: true, agentsOnline: 1 }), null],
    ["everybody is busy", stateWith({ available: false, agentsOnline: 3 }), null],
    ["nobody is online", stateWith({ available: false, agentsOnline: 0 }), "nobody"],
    ["the queue is full", stateWith({ available: false, agentsOnline: 3, queueFull: true }), "full"],
    ["the hours are over", stateWith({ available: false, hours }), "closed"],
  ])("when %s", (_what, state, absence) => {
    expect(absenceOf(state)).toBe(absence);
  });

  it("is a form only where the widget asks this visitor for one", () => {
    const fields = [
      { id: "a", type: "text", label: "A", required: true, options: [], showIf: null },
    ] as const;
    const preChat = (when: "always" | "unknownOnly" | "never", count = 1) =>
      ({ preChat: { when, fields: fields.slice(0, count) } }) as unknown as Known;
    expect(asksPreChat(stateWith(preChat("always")))).toBe(true);
    expect(asksPreChat(stateWith(preChat("always", 0)))).toBe(false);
    expect(asksPreChat(stateWith(preChat("never")))).toBe(false);
    expect(asksPreChat(stateWith(preChat("unknownOnly")))).toBe(true);
    expect(asksPreChat(stateWith(preChat("unknownOnly"), { isKnown: true }))).toBe(false);
    expect(asksPreChat(stateWith(preChat("always"), { phase: "active" }))).toBe(false);
  });

  it("is a rating's thanks only for the time that was rated", () => {
    const rating = { score: 1, scale: "thumbs", comment: null, ratedAt: "2026-03-02T10:00:00Z" } as const;
    const closedAt = (time: string) =>
      ratingOf({ ...EMPTY_STATE, conversation: conversation({ rating, closedAt: `2026-03-02T${time}Z` }) });
    expect(closedAt("09:59:00")).toEqual(rating);
    expect(closedAt("11:00:00")).toBe(null);
  });
});

describe("the time", () => {
  const DAY_MS = 24 * 3600 * 1000;
  const HOUR_MS = 3600 * 1000;

  it.each([
    ["a day ahead", DAY_MS],
    ["a day behind", -DAY_MS],
    ["years behind", -3_650 * DAY_MS],
    ["right", 0],
  ])("is the server's where this device's clock is %s", async (_how, wrongBy) => {
    const chat = open();
    const serverTime = browser.clock.now() - wrongBy;
    browser.server.date = new Date(serverTime);
    expect(chat.now).toBe(browser.clock.now());
    await chat.widget.ask();
    expect(chat.now).toBe(serverTime);
    await browser.clock.advance(HOUR_MS);
    expect(chat.now).toBe(serverTime + HOUR_MS);
  });

  it("stays what it was where an answer tells none", async () => {
    const chat = open();
    browser.server.date = new Date(browser.clock.now() + DAY_MS);
    await chat.widget.ask();
    browser.server.date = null;
    await chat.widget.ask();
    expect(chat.now).toBe(browser.clock.now() + DAY_MS);
  });
});

describe("a refusal", () => {
  it("by a full queue is no lost connection: the words stay, and are said to be refused", async () => {
    browser.server.config = { available: false, queueFull: true, agentsOnline: 2 };
    browser.server.meet({ status: 503, type: "service_unavailable", retryAfter: 60 });
    const chat = open();
    chat.send("My lamp is broken");
    await settle();
    expect(chat.state.get()).toMatchObject({ connection: "online", error: null, phase: "idle" });
    expect(chat.state.get().timeline).toMatchObject([
      { text: "My lamp is broken", state: "failed", errorType: "queue_full" },
    ]);
    await chat.leaveMessage({ email: "vera@example.com", message: "My lamp is broken" });
    expect(browser.server.startedWith).toMatchObject([
      { visitor: { email: "vera@example.com" }, message: "My lamp is broken" },
    ]);
    expect(chat.state.get()).toMatchObject({ conversationId: "chat1", isKnown: true });
  });

  it("by a limit says when it is tried again, and is", async () => {
    browser.server.meet({ status: 429, type: "too_many_requests", retryAfter: 120 });
    const chat = open();
    chat.send("Hello");
    await settle();
    const retryAt = browser.clock.now() + 120_000;
    expect(chat.state.get()).toMatchObject({
      connection: "online",
      retryAt,
      error: { type: "too_many_requests" },
    });
    await browser.clock.advance(120_000);
    expect(chat.state.get()).toMatchObject({ error: null, retryAt: null, conversationId: "chat1" });
  });

  it("of the page's origin is told from a lost connection, which it looks like", async () => {
    const modes: (string | undefined)[] = [];
    const platform = {
      ...browser.tab(),
      fetch: (async (_input, init) => {
        modes.push(init?.mode);
        if (init?.mode === "no-cors") return new Response("");
        throw new TypeError("Failed to fetch");
      }) as typeof fetch,
    };
    const chat = new VisitorChat({ api: "https://chat.example", platform });
    expect(await chat.widget.ask()).toBe(null);
    expect(modes).toEqual([undefined, "cors", "no-cors"]);
    expect(chat.state.get()).toMatchObject({ connection: "online", error: { type: "refused_origin" } });
  });

  it("is none when the service answers the next call, or the network is gone", async () => {
    let calls = 0;
    const failingOnce = (async () => {
      calls += 1;
      if (calls === 1) throw new TypeError("Failed to fetch");
      return new Response("{}");
    }) as typeof fetch;
    const chat = new VisitorChat({
      api: "https://c.example",
      platform: { ...browser.tab(), fetch: failingOnce },
    });
    await chat.widget.ask();
    expect(chat.state.get().error).toBe(null);
  });
});

describe("a conversation that has ended", () => {
  it("is left behind for another one of the same visitor", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.database.tell({ what: "conversation", value: conversation({ status: "closed" }) });
    browser.database.tell({ what: "events", value: [event(1, { text: "Hello" })] });
    chat.startAnew();
    expect(chat.state.get()).toMatchObject({
      phase: "idle",
      conversationId: null,
      timeline: [],
      hasSession: true,
    });
    chat.send("Something else");
    await settle();
    expect(browser.server.startedWith.at(-1)).toMatchObject({
      sessionToken: "vera1.secret",
      message: "Something else",
    });
  });
});

describe("a form", () => {
  const form = { formId: "preChat", version: 3, fields: [{ id: "name", value: "Vera" }] } as const;

  it("begins the conversation, and goes with nothing after that", async () => {
    const chat = open();
    await chat.startWith({ form: { ...form, fields: [...form.fields] } });
    expect(browser.server.startedWith).toMatchObject([{ form }]);
    chat.send("Hello");
    await settle();
    expect(browser.server.startedWith).toHaveLength(1);
    expect(browser.server.events).toMatchObject([{ text: "Hello" }]);
  });

  it("that is refused is told to whoever filled it in, and nothing has begun", async () => {
    const details = [{ path: "form.fields.name", message: "must be given" }];
    browser.server.meet({ status: 400, type: "validation", details });
    const chat = open();
    const started = chat.startWith({ form: { ...form, fields: [] } });
    await expect(started).rejects.toMatchObject({ type: "validation", details });
    await expect(started).rejects.toBeInstanceOf(ChatError);
    expect(chat.state.get()).toMatchObject({ phase: "idle", conversationId: null });
  });
});
