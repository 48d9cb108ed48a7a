import { beforeEach, describe, expect, it } from "vitest";
import { agent, conversation, FakeBrowser, settle } from "../../test/fakes.ts";
import { AgentClient } from "./agent-client.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let browser: FakeBrowser;
beforeEach(() => {
  browser = new FakeBrowser();
});

const open = () => new AgentClient({ api: "", platform: browser.tab() });
const logouts = () => browser.server.calls.filter((call) => call === "POST /v1/auth/logout").length;

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

async function secondTab(): Promise<AgentClient> {
  const client = open();
  await client.resume();
  bringAll();
  return client;
}

const ended = { phase: "signedOut", me: null, error: { type: "idle" } };

describe("a console that nobody uses", () => {
  it("signs out after the time that the server allows, says why, and ends its session there", async () => {
    const client = await signedIn();
    await browser.clock.advance(12 * HOUR - SECOND);
    expect(client.state.get()).toMatchObject({ phase: "ready", error: null });
    await browser.clock.advance(SECOND);
    expect(client.state.get()).toMatchObject(ended);
    expect(logouts()).toBe(1);
  });

  it("does so in every tab, and in none while one of them is used", async () => {
    const [here, there] = [await signedIn(), await secondTab()];
    await browser.clock.advance(8 * HOUR);
    there.used();
    await browser.clock.advance(8 * HOUR);
    expect([here, there].map((client) => client.state.get().phase)).toEqual(["ready", "ready"]);
    await browser.clock.advance(4 * HOUR);
    expect(here.state.get()).toMatchObject(ended);
    expect(there.state.get()).toMatchObject(ended);
    expect(logouts()).toBe(1);
  });

  it("never signs out where the server ends no idle session, and follows when that is changed", async () => {
    browser.server.idleEndSeconds = null;
    const client = await signedIn();
    await browser.clock.advance(48 * HOUR);
    expect(client.state.get().phase).toBe("ready");
    browser.server.idleEndSeconds = HOUR / SECOND;
    await browser.clock.advance(MINUTE);
    expect(client.state.get()).toMatchObject(ended);
  });

  it("is not revived by the first key after a night in which the machine slept", async () => {
    const client = await signedIn();
    browser.clock.sleep(13 * HOUR);
    client.used();
    await settle();
    expect(client.state.get()).toMatchObject(ended);
  });

  it("looks at once when the page is seen again after such a night", async () => {
    const client = await signedIn();
    browser.clock.sleep(13 * HOUR);
    browser.visibility.set(true);
    await settle();
    expect(client.state.get()).toMatchObject(ended);
  });

  it("says so, too, when the server was first, also after the page was loaded again", async () => {
    await (await signedIn()).destroy();
    browser.clock.sleep(13 * HOUR);
    browser.server.refusedTokens.add("anna.token");
    const client = open();
    await client.resume();
    await settle();
    expect(client.state.get()).toMatchObject(ended);
  });

  it("keeps what was not sent, and sends it when the same agent is there again", async () => {
    const client = await signedIn();
    client.conversation("chat1");
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.server.isReachable = false;
    client.send("chat1", "Written before the night");
    await settle();
    browser.clock.sleep(13 * HOUR);
    client.used();
    await settle();
    expect(client.state.get().error?.type).toBe("idle");
    browser.server.isReachable = true;
    await browser.clock.advance(2 * MINUTE);
    expect(browser.server.events).toEqual([]);
    await client.signIn("anna", "password");
    bringAll();
    client.conversation("chat1");
    browser.database.tell({ what: "conversation", value: conversation() });
    await browser.clock.advance(MINUTE);
    expect(browser.server.events.map(({ text }) => text)).toEqual(["Written before the night"]);
  });

  it("starts to count anew with the next sign-in", async () => {
    const client = await signedIn();
    await browser.clock.advance(12 * HOUR);
    await client.signIn("anna", "password");
    bringAll();
    await browser.clock.advance(11 * HOUR);
    expect(client.state.get()).toMatchObject({ phase: "ready", error: null });
  });
});

describe("signing out without a network", () => {
  const unreachable = (times: number) => Array.from({ length: times }, () => "unreachable" as const);

  it("is told to the server again until it has heard, and by whom it was", async () => {
    const client = await signedIn();
    browser.server.meet(...unreachable(5));
    await client.signOut();
    expect(logouts()).toBe(0);
    await browser.clock.advance(5 * MINUTE);
    expect(logouts()).toBe(1);
    await browser.clock.advance(HOUR);
    expect(logouts()).toBe(1);
  });

  it("is told at once when the network is back", async () => {
    const client = await signedIn();
    browser.server.meet(...unreachable(2));
    await client.signOut();
    browser.network.set(true);
    await settle();
    expect(logouts()).toBe(1);
  });

  it("is told by the next page of this browser, also when somebody else signs in there", async () => {
    const client = await signedIn();
    browser.server.meet(...unreachable(2));
    await client.signOut();
    await client.destroy();
    await open().resume();
    await settle();
    expect(logouts()).toBe(1);
    expect(browser.store.keys("livechat-desk:ended:")).toEqual([]);
  });

  it("leaves nothing behind once the token has expired by itself, or was refused", async () => {
    const client = await signedIn();
    browser.server.refusedTokens.add("anna.token");
    browser.server.meet("unreachable", "unreachable");
    await client.signOut();
    expect(browser.store.keys("livechat-desk:ended:")).toHaveLength(1);
    await browser.clock.advance(MINUTE);
    expect(browser.store.keys("livechat-desk:ended:")).toEqual([]);
    await client.signIn("ben", "password");
    browser.server.meet(...unreachable(3));
    await client.signOut();
    await client.destroy();
    browser.clock.sleep(8 * 24 * HOUR);
    await open().resume();
    await settle();
    expect(browser.store.keys("livechat-desk:ended:")).toEqual([]);
  });

  it("is told although the lease could not be ended", async () => {
    const client = await signedIn();
    browser.server.meet({ status: 500, type: "internal" });
    await client.signOut();
    expect(logouts()).toBe(1);
  });

  it("forgets what was not sent, which the page can ask about before", async () => {
    const client = await signedIn();
    client.conversation("chat1");
    browser.database.tell({ what: "conversation", value: conversation() });
    browser.server.meet(...unreachable(4));
    client.send("chat1", "Never sent");
    await settle();
    expect(client.unsentMessages).toBe(1);
    await client.signOut();
    expect(browser.store.keys("livechat-desk:outbox:")).toEqual([]);
  });
});
