import { setLogLevel } from "firebase/firestore";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { memoryPlatform } from "../../chat-client/src/firebase/memory-platform.ts";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { ADMIN } from "../../functions/bench/admin.ts";
import { BenchSystem, type TeamMember } from "../bench/realtime/system.ts";
import { WayToFirestore } from "./way-to-firestore.ts";

// A way that is closed is what these tests are about; the SDK would report it.
setLogLevel("silent");

/** A way is noticed to be closed after five seconds, and asked in its place every few. */
const PATIENTLY = { timeout: 60_000 };

let system: BenchSystem;
let dora: TeamMember;
let way: WayToFirestore;
const left: { destroy(): Promise<void> }[] = [];

beforeAll(async () => {
  system = await BenchSystem.start();
  dora = await system.hire("dora");
});
beforeEach(async () => {
  way = await WayToFirestore.start(system.firestoreAddress);
});
afterEach(async () => {
  await Promise.all(left.splice(0).map((client) => client.destroy()));
  await way.stop();
});
afterAll(() => system.stop());

/** A platform whose way to Firestore may be closed. */
const behind = () => memoryPlatform({ openDatabase: async (access) => system.open(access, way.address) });

function visit(platform = behind()): VisitorChat {
  const visitor = new VisitorChat({ api: system.api, platform });
  left.push(visitor);
  return visitor;
}

async function sitDown(platform = system.platform()): Promise<AgentClient> {
  const client = new AgentClient({ api: system.api, platform });
  left.push(client);
  await client.signIn(dora.email, ADMIN.password);
  await expect.poll(() => client.state.get().phase, PATIENTLY).toBe("ready");
  await client.setStatus("online");
  return client;
}

const said = (visitor: VisitorChat) =>
  visitor.state
    .get()
    .timeline.filter(({ type }) => type === "message")
    .map(({ text, state }) => `${text} ${state}`);

const shows = (visitor: VisitorChat, ...texts: string[]) =>
  expect.poll(() => said(visitor), PATIENTLY).toEqual(texts.map((text) => `${text} sent`));

/** The agent takes the visitor's conversation and answers. */
async function answer(client: AgentClient, visitor: VisitorChat, text: string): Promise<void> {
  const id = visitor.state.get().conversationId ?? "";
  if (!client.state.get().mine.some((one) => one.id === id)) await client.claim(id);
  client.send(id, text);
}

const connectionOf = (of: VisitorChat | AgentClient) =>
  expect.poll(() => of.state.get().connection, PATIENTLY);

describe("a visitor whose way to Firestore", { timeout: 240_000 }, () => {
  it.each(["blocked", "silent"] as const)(
    "is %s from the start sees what is sent and answered, and goes live when it opens",
    async (state) => {
      way.set(state);
      const client = await sitDown();
      const visitor = visit();
      visitor.send("Hello?");
      await shows(visitor, "Hello?");
      await answer(client, visitor, "Good day");
      await shows(visitor, "Hello?", "Good day");
      await expect.poll(() => visitor.state.get().agent?.name, PATIENTLY).toBe("dora");
      expect(visitor.state.get()).toMatchObject({ connection: "polling", phase: "active", error: null });
      // What stood there silently ends at last, as it does when the network gives up on it.
      way.set("blocked");
      way.set("open");
      await connectionOf(visitor).toBe("online");
      await answer(client, visitor, "Still there?");
      await shows(visitor, "Hello?", "Good day", "Still there?");
    },
  );

  it("falls silent in the middle notices it by its own message, and misses nothing", async () => {
    const client = await sitDown();
    const visitor = visit();
    visitor.send("Hello?");
    await shows(visitor, "Hello?");
    await answer(client, visitor, "Good day");
    await shows(visitor, "Hello?", "Good day");
    await connectionOf(visitor).toBe("online");
    way.set("silent");
    visitor.send("Are you there?");
    await shows(visitor, "Hello?", "Good day", "Are you there?");
    await connectionOf(visitor).toBe("polling");
    await answer(client, visitor, "Yes");
    await shows(visitor, "Hello?", "Good day", "Are you there?", "Yes");
    way.set("blocked");
    way.set("open");
    await connectionOf(visitor).toBe("online");
    await shows(visitor, "Hello?", "Good day", "Are you there?", "Yes");
  });

  it("is slow sees each message once, in order", async () => {
    way.set("slow");
    const client = await sitDown();
    const visitor = visit();
    visitor.send("Hello?");
    await shows(visitor, "Hello?");
    await answer(client, visitor, "Good day");
    await shows(visitor, "Hello?", "Good day");
  });
});

describe("an agent whose way to Firestore", { timeout: 240_000 }, () => {
  it.each(["blocked", "silent"] as const)(
    "is %s works by asking, and goes live when it opens",
    async (state) => {
      way.set(state);
      const client = await sitDown(behind());
      const visitor = visit(system.platform());
      visitor.send("Hello?");
      const waits = () => Object.values(client.state.get().waiting).flat().length;
      await expect.poll(waits, PATIENTLY).toBe(1);
      await answer(client, visitor, "Good day");
      await shows(visitor, "Hello?", "Good day");
      const view = client.conversation(visitor.state.get().conversationId ?? "");
      const texts = () => view?.state.get().timeline.map(({ text }) => text);
      await expect.poll(texts, PATIENTLY).toEqual(expect.arrayContaining(["Hello?", "Good day"]));
      expect(client.state.get().connection).toBe("polling");
      way.set("blocked");
      way.set("open");
      await connectionOf(client).toBe("online");
      await client.closeConversation(visitor.state.get().conversationId ?? "");
      const mine = () => client.state.get().mine.map(({ visitorId }) => visitorId);
      await expect.poll(mine, PATIENTLY).not.toContain(view?.state.get().conversation?.visitorId);
    },
  );
});
