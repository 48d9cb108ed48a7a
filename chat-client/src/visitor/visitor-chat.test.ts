import { beforeEach, describe, expect, it, vi } from "vitest";
import { conversation, event, FakeBrowser, settle } from "../../test/fakes.ts";
import * as livePart from "./live-part.ts";
import { FACTS_LIMITS } from "./page-facts.ts";
import { ASK_AFTER_MS } from "./queue-position.ts";
import { positionIn } from "./queue-summary.ts";
import { VisitorChat } from "./visitor-chat.ts";
import { CONFIG_EVERY_MS } from "./widget-info.ts";

const loadLive = async () => livePart;

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

const open = () => new VisitorChat({ api: "", platform: browser.tab(), loadLive });
const stored = () => browser.server.events.map(({ conversationId, text }) => `${conversationId}: ${text}`);
const count = (path: string) => browser.server.calls.filter((call) => call === `POST ${path}`).length;

describe("a session", () => {
  it("begins with the first message, not before", async () => {
    const chat = open();
    await chat.resume();
    expect(browser.server.calls).toEqual([]);
    chat.send("Hello");
    chat.send("Anyone?");
    await settle();
    expect(stored()).toEqual(["chat1: Hello", "chat1: Anyone?"]);
    expect(count("/v1/widget/session")).toBe(1);
  });

  it("says where it began, beside what the page says; what is refused of it stands in no word's way", async () => {
    const pageContext = () => ({ pageUrl: "https://shop.example/polar", device: "phone" });
    const chat = new VisitorChat({ api: "", platform: browser.tab(), loadLive, pageContext });
    chat.setMetadata({ plan: "Trade", device: "till" });
    browser.server.meet({
      status: 400,
      type: "validation",
      details: [{ path: "metadata", message: "is too large" }],
    });
    chat.send("Hello");
    await settle();
    expect(browser.server.startedWith.map(({ metadata }) => metadata)).toEqual([
      { plan: "Trade", device: "till" },
    ]);
    expect(stored()).toEqual(["chat1: Hello"]);
  });

  it("tells the visit's pages when it begins, and with the first message from another page alone", async () => {
    const pages = ["https://shop.example/", "https://shop.example/polar"];
    const pageTrail = () => [...pages];
    const chat = new VisitorChat({ api: "", platform: browser.tab(), loadLive, pageTrail });
    chat.send("Hello");
    chat.send("Anyone?");
    await settle();
    pages.push("https://shop.example/cart");
    for (const text of ["And this one?", "Or that?"]) chat.send(text);
    await settle();
    expect(browser.server.startedWith.map(({ metadata }) => metadata)).toEqual([
      { pages: ["https://shop.example/", "https://shop.example/polar"] },
    ]);
    expect(browser.server.added.map(({ text, metadata }) => [text, metadata])).toEqual([
      ["Anyone?", undefined],
      ["And this one?", { pages }],
      ["Or that?", undefined],
    ]);
  });

  it("is one for two tabs that begin at the same time", async () => {
    const [left, right] = [open(), open()];
    left.send("left");
    right.send("right");
    await settle();
    expect(stored()).toEqual(["chat1: left", "chat1: right"]);
    expect(count("/v1/widget/session")).toBe(1);
    expect([left, right].map((chat) => chat.state.get().conversationId)).toEqual(["chat1", "chat1"]);
  });

  it("is come back to after a reload, without a new conversation", async () => {
    open().send("Hello");
    await settle();
    const chat = open();
    expect(chat.hasSession()).toBe(true);
    await chat.resume();
    browser.database.tell({ what: "conversation", value: conversation({ status: "closed" }) });
    browser.database.tell({ what: "events", value: [event(1, { text: "Hello" })] });
    expect(chat.state.get()).toMatchObject({ phase: "closed", conversationId: "chat1" });
    expect(count("/v1/widget/session")).toBe(1);
  });

  it("that has expired is replaced, and no message is lost", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.server.refusedTokens.add("vera1.secret");
    chat.send("Still there?");
    await settle();
    expect(stored()).toEqual(["chat1: Hello", "chat2: Still there?"]);
    expect(chat.state.get().conversationId).toBe("chat2");
  });

  it("is tried again while the API is down, and signs in by itself when it is back", async () => {
    open().send("Hello");
    await settle();
    browser.server.meet("unreachable", "unreachable");
    const chat = open();
    void chat.resume();
    await settle();
    expect(chat.state.get()).toMatchObject({ phase: "loading", connection: "offline" });
    await browser.clock.advance(3_000);
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.database.tell({ what: "events", value: [] });
    expect(chat.state.get()).toMatchObject({ phase: "active", connection: "online" });
  });

  it("gets a new token when the sign-in is lost, without a word to the visitor", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    const first = browser.database;
    first.loseSignIn();
    await settle();
    expect(browser.database).not.toBe(first);
    expect(first.isClosed).toBe(true);
    expect(browser.database.signedInWith).toHaveLength(1);
    expect(chat.state.get().error).toBe(null);
  });

  it("goes on where it was when the sign-in is renewed: nothing vanishes, what came meanwhile is told", async () => {
    const chat = open();
    const phases: string[] = [];
    const heard: number[] = [];
    chat.send("Hello");
    await settle();
    const hello = event(1, { id: browser.server.events[0]?.id ?? "", text: "Hello" });
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.database.tell({ what: "events", value: [hello] });
    chat.onArrival(({ seq }) => heard.push(seq));
    chat.state.listen(({ phase, timeline }) => phases.push(`${phase} ${timeline.length}`));
    browser.database.loseSignIn();
    await settle();
    expect(phases.filter((shown) => shown !== "active 1")).toEqual([]);
    expect(chat.state.get()).toMatchObject({ phase: "active", timeline: [{ text: "Hello" }] });
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.database.tell({ what: "events", value: [hello, event(2)] });
    expect(heard).toEqual([2]);
    expect(chat.state.get().timeline).toHaveLength(2);
  });

  it("tells of everything in a conversation that begins here, of nothing in one that is come back to", async () => {
    const heard: string[] = [];
    const first = open();
    first.onArrival(({ seq }) => heard.push(`first ${seq}`));
    first.send("Hello");
    await settle();
    browser.database.tell({ what: "events", value: [event(1), event(2)] });
    const second = open();
    second.onArrival(({ seq }) => heard.push(`second ${seq}`));
    await second.resume();
    browser.database.tell({ what: "events", value: [event(1), event(2)] });
    browser.database.tell({ what: "events", value: [event(1), event(2), event(3)] });
    expect(heard).toEqual(["first 1", "first 2", "second 3"]);
  });

  it("starts without the facts that the API refuses, and says so to the page's developer", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const details = [
      { path: "visitor.email", message: "Invalid" },
      { path: "metadata", message: "too large" },
    ];
    browser.server.meet({ status: 400, type: "validation", details });
    const chat = open();
    chat.setVisitor({ name: "Vera", email: "none" });
    chat.setMetadata({ page: "/" });
    chat.setGroup("sales");
    chat.send("Hello");
    await settle();
    expect(browser.server.startedWith).toMatchObject([{ visitor: { name: "Vera" }, groupId: "sales" }]);
    expect(browser.server.startedWith[0]).not.toHaveProperty("metadata");
    expect(stored()).toEqual(["chat1: Hello"]);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it("is the same one when the answer was lost, with its message once", async () => {
    browser.server.meet("lost");
    const chat = open();
    chat.send("Hello");
    await browser.clock.advance(1_000);
    const [first, second] = browser.server.startedWith;
    expect(second).toEqual(first);
    expect(stored()).toEqual(["chat1: Hello"]);
    expect(chat.state.get().conversationId).toBe("chat1");
    expect(browser.store.keys("livechat:session")).not.toContain("livechat:session:start");
  });

  it("falls back to the widget's group where the page's is not there, and says so", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    browser.server.meet({ status: 404, type: "not_found" });
    const chat = open();
    chat.setGroup("deleted");
    chat.send("Hello");
    await settle();
    expect(browser.server.startedWith[0]).not.toHaveProperty("groupId");
    expect(stored()).toEqual(["chat1: Hello"]);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });

  it("is told what the page says later, in one call, once, and not again by the next page", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    chat.setVisitor({ name: "Vera" });
    chat.setMetadata({ page: "/pricing" });
    await browser.clock.advance(FACTS_LIMITS.TOGETHER_MS);
    const facts = { visitor: { name: "Vera" }, metadata: { page: "/pricing" } };
    expect(browser.server.startedWith.slice(1)).toEqual([
      { ...facts, sessionToken: "vera1.secret", startConversation: false },
    ]);
    const next = open();
    next.setVisitor({ name: "Vera" });
    next.setMetadata({ page: "/pricing" });
    await browser.clock.advance(FACTS_LIMITS.TOGETHER_MS);
    expect(browser.server.startedWith).toHaveLength(2);
  });

  it("leaves out a fact that JSON cannot hold, and names it to the page's developer", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const chat = open();
    chat.setMetadata({ n: 1n, page: "/" });
    chat.send("Hello");
    await settle();
    expect(browser.server.startedWith).toMatchObject([{ metadata: { page: "/" } }]);
    expect(String(warn.mock.calls)).toContain('"n"');
    warn.mockRestore();
  });

  it("does not end for ever when its key in storage is unreadable", async () => {
    browser.store.set("livechat:session", "{");
    const chat = open();
    await chat.resume();
    chat.send("Hello");
    await settle();
    expect(stored()).toEqual(["chat1: Hello"]);
  });

  it("says why it could not be ended, until something works again", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.server.meet({ status: 503, type: "service_unavailable" });
    await chat.end();
    expect(chat.state.get().error?.type).toBe("service_unavailable");
    await chat.end();
    expect(chat.state.get().error).toBe(null);
  });

  it("is opened again and again while the SDK cannot be loaded, by one database in the end", async () => {
    browser.failingLoads = 2;
    const chat = open();
    chat.send("Hello");
    await settle();
    expect(chat.state.get().connection).toBe("connecting");
    await browser.clock.advance(3_000);
    expect(browser.databases).toHaveLength(1);
    expect(browser.database.isWatched("events")).toBe(true);
  });

  it("asks for a new token a few times when the rules refuse, and then says so", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (browser.database.isWatched("events")) browser.database.refuse("events");
      await settle();
    }
    expect(browser.databases).toHaveLength(3);
    expect(chat.state.get().error?.type).toBe("authorization");
  });
});

describe("what the visitor sees", () => {
  const waiting = conversation({
    status: "pending",
    assignedAgentId: null,
    queue: { queuedAt: "2026-03-02T09:00:03.000Z" },
  });
  const times = (...seconds: number[]) => seconds.map((second) => `2026-03-02T09:00:0${second}.000Z`);

  it("is whether anyone is there, before the first message, if the API tells", async () => {
    browser.server.isAvailable = false;
    const chat = open();
    browser.server.meet("unreachable");
    await chat.widget.ask();
    expect(chat.state.get()).toMatchObject({ isAvailable: null, error: null });
    await chat.widget.ask();
    expect(chat.state.get().isAvailable).toBe(false);
    chat.setGroup("sales");
    browser.server.isAvailable = true;
    await chat.widget.ask();
    expect(chat.state.get().isAvailable).toBe(true);
    expect(browser.server.calls.at(-1)).toBe("GET /v1/widget/config?groupId=sales");
  });

  it("is whether anyone is there, renewed while it is shown and the page is looked at", async () => {
    const chat = open();
    const stop = chat.widget.watch();
    await settle();
    browser.server.isAvailable = false;
    browser.visibility.set(false);
    await browser.clock.advance(CONFIG_EVERY_MS);
    expect(chat.state.get().isAvailable).toBe(true);
    browser.visibility.set(true);
    await browser.clock.advance(CONFIG_EVERY_MS);
    expect(chat.state.get().isAvailable).toBe(false);
    stop();
    await browser.clock.advance(10 * CONFIG_EVERY_MS);
    expect(browser.server.calls).toHaveLength(2);
  });

  it("is the place in the queue, as it falls", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.database.tell({ what: "conversation", value: waiting });
    browser.database.tell({ what: "events", value: [] });
    browser.database.tell({ what: "summary", value: { waiting: 3, queuedAt: times(1, 2, 3) } });
    expect(chat.state.get()).toMatchObject({ phase: "waiting", queuePosition: 3, queueAheadMs: 2_000 });
    browser.database.tell({ what: "summary", value: { waiting: 1, queuedAt: times(3) } });
    expect(chat.state.get()).toMatchObject({ queuePosition: 1, queueAheadMs: 0 });
    browser.database.tell({ what: "conversation", value: conversation() });
    expect(chat.state.get()).toMatchObject({ phase: "active", queuePosition: null, queueAheadMs: null });
  });

  it("is the place that the API tells where there is no summary", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.server.conversation = { queue: { position: 42, queuedAt: "2026-03-02T09:00:03.000Z" } };
    browser.database.tell({ what: "conversation", value: waiting });
    browser.database.tell({ what: "summary", value: null });
    await browser.clock.advance(ASK_AFTER_MS - 1);
    expect(chat.state.get().queuePosition).toBe(null);
    await browser.clock.advance(1);
    expect(chat.state.get()).toMatchObject({ queuePosition: 42, queueAheadMs: null });
    expect(browser.server.calls.filter((call) => call === "GET /v1/conversations/chat1")).toHaveLength(1);
  });

  it("is who has joined", async () => {
    const chat = open();
    chat.send("Hello");
    await settle();
    browser.database.tell({ what: "conversation", value: conversation() });
    const joined = {
      type: "system",
      systemType: "agent_joined",
      authorType: "system",
      authorId: null,
    } as const;
    const value = [
      event(1, { ...joined, text: "Anna joined", metadata: { agentId: "anna", agentName: "Anna" } }),
    ];
    browser.database.tell({ what: "events", value });
    expect(chat.state.get().agent).toEqual({ id: "anna", name: "Anna" });
  });

  it("is a message that waits, also before there is a conversation", async () => {
    browser.server.meet("unreachable");
    const chat = open();
    chat.send("Hello");
    await settle();
    expect(chat.state.get().timeline.map(({ text, state }) => `${text} ${state}`)).toEqual(["Hello pending"]);
    expect(chat.state.get().connection).toBe("offline");
    await browser.clock.advance(1_000);
    expect(stored()).toEqual(["chat1: Hello"]);
  });
});

describe("the place on a summary", () => {
  const summary = (waiting: number, ...queuedAt: string[]) => ({ waiting, queuedAt });

  it.each([
    ["the only one", summary(1, "2026-01-01T00:00:05Z"), 1],
    ["behind two", summary(3, "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z", "2026-01-01T00:00:05Z"), 3],
    ["on a summary that was written before", summary(1, "2026-01-01T00:00:01Z"), 2],
    ["on an empty summary", summary(0), 1],
    ["beyond what the summary holds", summary(90, "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"), null],
  ])("%s", (_what, shown, position) => {
    expect(positionIn(shown, "2026-01-01T00:00:05Z")).toBe(position);
  });
});
