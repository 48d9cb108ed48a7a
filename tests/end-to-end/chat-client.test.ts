import { afterAll, beforeAll, expect, it } from "vitest";
import { MemoryStore, memoryPlatform } from "../../chat-client/src/firebase/memory-platform.ts";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { PASSWORD } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { hire, loginAdmin, makeGroup, type TeamMember, until } from "./people.ts";

let dora: TeamMember;
let groupId = "";
const left: { destroy(): Promise<void> }[] = [];

beforeAll(async () => {
  const admin = await loginAdmin();
  dora = await hire(admin);
  groupId = await makeGroup(admin, "round_robin", [dora]);
});
afterAll(async () => {
  await Promise.all(left.map((client) => client.destroy()));
});

/** A visitor's chat. The same store means the same browser. */
function visit(
  store = new MemoryStore(),
  parts: Partial<ReturnType<typeof memoryPlatform>> = {},
): VisitorChat {
  const visitor = new VisitorChat({
    api: addresses.hosting,
    platform: memoryPlatform({ store, ...parts }),
  });
  visitor.setGroup(groupId);
  left.push(visitor);
  return visitor;
}

async function sitDown(): Promise<AgentClient> {
  const client = new AgentClient({ api: addresses.hosting, platform: memoryPlatform() });
  left.push(client);
  await client.signIn(`${dora.name.replaceAll(" ", "-").toLowerCase()}@livechat.test`, PASSWORD);
  return client;
}

const texts = (visitor: VisitorChat) =>
  visitor.state
    .get()
    .timeline.filter(({ type }) => type === "message")
    .map(({ text, state }) => `${text} ${state}`);

it("carries a conversation between a visitor and an agent, and finds it again after a reload", async () => {
  const client = await sitDown();
  const store = new MemoryStore();
  const visitor = visit(store);
  visitor.send("Hello?");
  const { conversationId, agent } = await until(
    async () => visitor.state.get(),
    ({ phase, agent }) => phase === "active" && agent !== null && agent.name !== "",
  );
  expect(agent).toEqual({ id: dora.id, name: dora.name });
  await until(
    async () => client.state.get(),
    ({ mine }) => mine.some(({ id }) => id === conversationId),
  );
  client.send(conversationId ?? "", "A careful one.", "agents");
  client.send(conversationId ?? "", "Good morning!");
  await until(
    async () => texts(visitor),
    (all) => all.length === 2,
  );
  const reloaded = visit(store);
  await reloaded.resume();
  const found = await until(
    async () => texts(reloaded),
    (all) => all.length === 2,
  );
  expect(found).toEqual(["Hello? sent", "Good morning! sent"]);
});

it("sends a message once in effect although the first answer is lost", async () => {
  let lost = 0;
  const losing: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    // The first message rides with the call that begins the session.
    const isMessage = init?.method === "POST" && String(input).endsWith("/v1/widget/session");
    if (!isMessage || lost === 1) return response;
    lost += 1;
    throw new TypeError("The answer was lost.");
  };
  const visitor = visit(new MemoryStore(), { fetch: losing });
  visitor.send("Once, please.");
  expect(
    await until(
      async () => texts(visitor),
      (all) => all.includes("Once, please. sent"),
    ),
  ).toEqual(["Once, please. sent"]);
  expect(lost).toBe(1);
});
