import { beforeEach, describe, expect, it } from "vitest";
import { agent, conversation, event, FakeBrowser, HEARTBEAT_SECONDS, settle } from "../test/fakes.ts";
import { AgentDesk } from "./agent-desk.ts";

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

const open = () => new AgentDesk({ api: "", platform: browser.tab() });
const calls = (path: string) => browser.server.calls.filter((call) => call === `POST ${path}`).length;

/** The listeners bring what they bring at the start. */
function bringAll(id = "anna"): void {
  browser.database.tell({ what: "agent", value: agent(id) });
  browser.database.tell({ what: "agents", value: [agent(id)] });
  browser.database.tell({ what: "groups", value: [] });
  browser.database.tell({ what: "own", value: [conversation()] });
}

async function signedIn(id = "anna"): Promise<AgentDesk> {
  const desk = open();
  await desk.signIn(id, "password");
  bringAll(id);
  return desk;
}

describe("signing in", () => {
  it("is ready with the agent's own document", async () => {
    const desk = await signedIn();
    expect(desk.state.get()).toMatchObject({ phase: "ready", me: { id: "anna" }, error: null });
  });

  it("throws what the form has to show, and stays signed out", async () => {
    browser.server.meet({ status: 401, type: "authentication" });
    const desk = open();
    await expect(desk.signIn("anna", "wrong")).rejects.toMatchObject({ type: "authentication" });
    expect(desk.state.get().phase).toBe("signedOut");
  });

  it("is tried again while the rest of the console cannot be loaded", async () => {
    browser.failingLoads = 2;
    const desk = open();
    void desk.signIn("anna", "password");
    await settle();
    expect(desk.state.get()).toMatchObject({ phase: "signingIn", connection: "offline" });
    await browser.clock.advance(3_000);
    bringAll();
    expect(desk.state.get()).toMatchObject({ phase: "ready", error: null });
  });

  it("is followed by the other tabs", async () => {
    const there = open();
    await signedIn();
    await settle();
    bringAll();
    expect(there.state.get()).toMatchObject({ phase: "ready", me: { id: "anna" } });
  });

  it("ends where the API says that the agent is none any more", async () => {
    const first = await signedIn();
    browser.server.refusedTokens.add("anna.token");
    browser.database.refuse("agent");
    await settle();
    expect(first.state.get()).toMatchObject({ phase: "signedOut", me: null });
    expect(first.state.get().error?.type).toBe("authentication");
    await open().resume();
    expect(browser.databases).toHaveLength(1);
  });

  it("asks for new tokens only a few times while the rules refuse", async () => {
    const desk = await signedIn();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (browser.database.isWatched("agents")) browser.database.refuse("agents");
      await settle();
    }
    expect(browser.databases).toHaveLength(3);
    expect(desk.state.get().error?.type).toBe("authorization");
  });
});

describe("the status", () => {
  const bring = (status: "online" | "offline", second: number) =>
    browser.database.tell({
      what: "agent",
      value: agent("anna", { status, updatedAt: `2026-03-02T09:00:0${second}.000Z` }),
    });

  it("stays as it was chosen, whatever older word of it still comes, and then follows the server", async () => {
    const desk = await signedIn();
    bring("offline", 1);
    const shown: (string | undefined)[] = [];
    desk.state.subscribe(({ me }) => shown.push(me?.status));
    let answer: (response: Response) => void = () => {};
    browser.server.meet({ later: new Promise((resolve) => (answer = resolve)) });
    void desk.setStatus("online");
    bring("offline", 2);
    const stored = agent("anna", { status: "online", updatedAt: "2026-03-02T09:00:04.000Z" });
    answer(new Response(JSON.stringify(stored)));
    await settle();
    bring("offline", 3);
    bring("online", 4);
    expect(new Set(shown)).toEqual(new Set(["online"]));
    bring("offline", 5);
    expect(desk.state.get().me?.status).toBe("offline");
  });

  it("goes back, with the reason, when it could not be stored", async () => {
    const desk = await signedIn();
    browser.server.meet({ status: 409, type: "not_allowed" });
    await desk.setStatus("offline");
    expect(desk.state.get()).toMatchObject({ me: { status: "online" }, error: { type: "not_allowed" } });
    bring("online", 1);
    expect(desk.state.get().me?.status).toBe("online");
  });
});

describe("a lost sign-in", () => {
  it("is renewed without the agent noticing: what is shown stays, what is written meanwhile is sent", async () => {
    const desk = await signedIn();
    const room = desk.room("chat1");
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.database.tell({ what: "events", value: [event(1)] });
    const phases = new Set<string>();
    desk.state.subscribe(({ phase, mine }) => phases.add(`${phase} ${mine.length}`));
    browser.database.loseSignIn();
    expect(desk.room("chat1")).toBe(room);
    desk.send("chat1", "Meanwhile");
    await settle();
    expect(phases).toEqual(new Set());
    expect(browser.server.events.map(({ text }) => text)).toEqual(["Meanwhile"]);
    bringAll();
    expect(desk.room("chat1")).not.toBe(room);
    expect(browser.database.isWatched("events")).toBe(true);
  });

  it("keeps listening to the visitors that are shown", async () => {
    const desk = await signedIn();
    const names: (string | null)[] = [];
    desk.watchVisitor("vera1", { next: (visitor) => names.push(visitor?.name ?? null), failed: () => {} });
    browser.database.loseSignIn();
    await settle();
    const vera = { id: "vera1", name: "Vera", email: null, locale: null, metadata: {} };
    browser.database.tell({ what: "visitor", value: vera });
    expect(names).toEqual(["Vera"]);
  });
});

describe("signing out", () => {
  it("is done at once, here and in the other tab, also when the API does not answer", async () => {
    const [here, there] = [await signedIn(), open()];
    await there.resume();
    bringAll();
    browser.server.meet("hanging");
    void here.signOut();
    expect([here, there].map((desk) => desk.state.get().phase)).toEqual(["signedOut", "signedOut"]);
  });

  it("ends the lease and the token, with that token", async () => {
    const desk = await signedIn();
    await desk.signOut();
    expect(calls("/v1/agents/anna/heartbeat")).toBe(2);
    expect(calls("/v1/auth/logout")).toBe(1);
    expect(desk.state.get()).toMatchObject({ phase: "signedOut", error: null });
  });

  it("is not undone, nor the next agent signed out, by an answer that comes late", async () => {
    const desk = await signedIn();
    let answer: (response: Response) => void = () => {};
    browser.server.meet({ later: new Promise((resolve) => (answer = resolve)) });
    await browser.clock.advance(HEARTBEAT_SECONDS * 1_000);
    await desk.signOut();
    await desk.signIn("ben", "password");
    bringAll("ben");
    const error = { type: "authentication", message: "no", requestId: "r" };
    answer(new Response(JSON.stringify({ error }), { status: 401 }));
    await settle();
    expect(desk.state.get()).toMatchObject({ phase: "ready", me: { id: "ben" } });
  });
});
