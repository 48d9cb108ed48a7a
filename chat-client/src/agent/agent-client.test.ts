import { beforeEach, describe, expect, it } from "vitest";
import { agent, conversation, event, FakeBrowser, HEARTBEAT_SECONDS, settle } from "../../test/fakes.ts";
import { AgentClient } from "./agent-client.ts";

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

const open = () => new AgentClient({ api: "", platform: browser.tab() });
const calls = (path: string) => browser.server.calls.filter((call) => call === `POST ${path}`).length;

/** The listeners bring what they bring at the start. */
function bringAll(id = "anna"): void {
  browser.database.tell({ what: "agents", value: [agent(id)] });
  browser.database.tell({ what: "groups", value: [] });
  browser.database.tell({ what: "own", value: [conversation()] });
}

async function signedIn(id = "anna"): Promise<AgentClient> {
  const client = open();
  await client.signIn(id, "password");
  bringAll(id);
  return client;
}

describe("signing in", () => {
  it("is ready with the agent's own document", async () => {
    const client = await signedIn();
    expect(client.state.get()).toMatchObject({ phase: "ready", me: { id: "anna" }, error: null });
  });

  it("learns the server's time, however wrong this device's clock is", async () => {
    const server = browser.clock.now();
    await browser.clock.advance(3 * 3600_000);
    const client = await signedIn();
    expect(client.serverNow()).toBe(server);
  });

  it("throws what the form has to show, and stays signed out", async () => {
    browser.server.meet({ status: 401, type: "authentication" });
    const client = open();
    await expect(client.signIn("anna", "wrong")).rejects.toMatchObject({ type: "authentication" });
    expect(client.state.get().phase).toBe("signedOut");
  });

  it("is tried again while the rest of the console cannot be loaded", async () => {
    browser.failingLoads = 2;
    const client = open();
    void client.signIn("anna", "password");
    await settle();
    expect(client.state.get()).toMatchObject({ phase: "signingIn", connection: "connecting" });
    await browser.clock.advance(3_000);
    bringAll();
    expect(client.state.get()).toMatchObject({ phase: "ready", error: null });
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
    browser.database.refuse("agents");
    await settle();
    expect(first.state.get()).toMatchObject({ phase: "signedOut", me: null });
    expect(first.state.get().error?.type).toBe("authentication");
    await open().resume();
    expect(browser.databases).toHaveLength(1);
  });

  it("asks for new tokens only a few times while the rules refuse", async () => {
    const client = await signedIn();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (browser.database.isWatched("agents")) browser.database.refuse("agents");
      await settle();
    }
    expect(browser.databases).toHaveLength(3);
    expect(client.state.get().error?.type).toBe("authorization");
  });
});

describe("the status", () => {
  const bring = (status: "online" | "offline", second: number) =>
    browser.database.tell({
      what: "agents",
      value: [agent("anna", { status, updatedAt: `2026-03-02T09:00:0${second}.000Z` })],
    });

  it("stays as it was chosen, whatever older word of it still comes, and then follows the server", async () => {
    const client = await signedIn();
    bring("offline", 1);
    const shown: (string | undefined)[] = [];
    client.state.listen(({ me }) => shown.push(me?.status));
    let answer: (response: Response) => void = () => {};
    browser.server.meet({ later: new Promise((resolve) => (answer = resolve)) });
    void client.setStatus("online");
    bring("offline", 2);
    const stored = agent("anna", { status: "online", updatedAt: "2026-03-02T09:00:04.000Z" });
    answer(new Response(JSON.stringify(stored)));
    await settle();
    bring("offline", 3);
    bring("online", 4);
    expect(new Set(shown)).toEqual(new Set(["online"]));
    bring("offline", 5);
    expect(client.state.get().me?.status).toBe("offline");
  });

  it("goes back, with the reason, when it could not be stored", async () => {
    const client = await signedIn();
    browser.server.meet({ status: 409, type: "not_allowed" });
    await client.setStatus("offline");
    expect(client.state.get()).toMatchObject({ me: { status: "online" }, error: { type: "not_allowed" } });
    bring("online", 1);
    expect(client.state.get().me?.status).toBe("online");
  });
});

describe("a lost sign-in", () => {
  it("is renewed without the agent noticing: what is shown stays, what is written meanwhile is sent", async () => {
    const client = await signedIn();
    const view = client.conversation("chat1");
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.database.tell({ what: "events", value: [event(1)] });
    const phases = new Set<string>();
    client.state.listen(({ phase, mine }) => phases.add(`${phase} ${mine.length}`));
    browser.database.loseSignIn();
    expect(client.conversation("chat1")).toBe(view);
    client.send("chat1", "Meanwhile");
    await settle();
    expect(phases).toEqual(new Set());
    expect(browser.server.events.map(({ text }) => text)).toEqual(["Meanwhile"]);
    bringAll();
    expect(client.conversation("chat1")).toBe(view);
    browser.database.tell({ what: "events", value: [event(1), event(2, { text: "Since then" })] });
    expect(view?.state.get().timeline.map(({ text }) => text)).toContain("Since then");
  });

  it("keeps listening to the visitors that are shown", async () => {
    const client = await signedIn();
    const names: (string | null)[] = [];
    client.watchVisitor("vera1", { next: (visitor) => names.push(visitor?.name ?? null), failed: () => {} });
    browser.database.loseSignIn();
    await settle();
    const vera = { id: "vera1", name: "Vera", email: null, locale: null, metadata: {} };
    browser.database.tell({ what: "visitor", value: vera });
    expect(names).toEqual(["Vera"]);
  });
});

describe("handing chats on", () => {
  it("gives each running one back to its group, after going offline", async () => {
    const client = await signedIn();
    browser.server.calls.length = 0;
    await client.handOnChats();
    const { id } = conversation();
    expect(browser.server.calls.map((call) => call.replace(/^\S+ \/v1\//, ""))).toEqual([
      "agents/anna",
      "agents/anna/heartbeat",
      `conversations/${id}/transfer`,
    ]);
  });

  it("says that one could not be handed on", async () => {
    const client = await signedIn();
    const given = new Response("{}", { status: 200 });
    const answered = { later: Promise.resolve(given) };
    browser.server.meet(
      answered,
      { later: Promise.resolve(given.clone()) },
      { status: 409, type: "conversation_closed" },
    );
    await expect(client.handOnChats()).rejects.toMatchObject({ type: "conversation_closed" });
  });
});

describe("signing out", () => {
  it("is done at once, here and in the other tab, also when the API does not answer", async () => {
    const [here, there] = [await signedIn(), open()];
    await there.resume();
    bringAll();
    browser.server.meet("hanging");
    void here.signOut();
    expect([here, there].map((client) => client.state.get().phase)).toEqual(["signedOut", "signedOut"]);
  });

  it("ends the lease and the token, with that token", async () => {
    const client = await signedIn();
    await client.signOut();
    expect(calls("/v1/agents/anna/heartbeat")).toBe(2);
    expect(calls("/v1/auth/logout")).toBe(1);
    expect(client.state.get()).toMatchObject({ phase: "signedOut", error: null });
  });

  it("is not undone, nor the next agent signed out, by an answer that comes late", async () => {
    const client = await signedIn();
    let answer: (response: Response) => void = () => {};
    browser.server.meet({ later: new Promise((resolve) => (answer = resolve)) });
    await browser.clock.advance(HEARTBEAT_SECONDS * 1_000);
    await client.signOut();
    await client.signIn("ben", "password");
    bringAll("ben");
    const error = { type: "authentication", message: "no", requestId: "r" };
    answer(new Response(JSON.stringify({ error }), { status: 401 }));
    await settle();
    expect(client.state.get()).toMatchObject({ phase: "ready", me: { id: "ben" } });
  });
});
