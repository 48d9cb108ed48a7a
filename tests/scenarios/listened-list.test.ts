import { setLogLevel } from "firebase/firestore";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { PACE_LIMITS, Pace } from "../../chat-client/src/platform/pace.ts";
import { FakeClock } from "../../chat-client/test/fakes.ts";
import { ADMIN } from "../../functions/bench/admin.ts";
import { BenchSystem } from "../bench/realtime/system.ts";

const PATIENTLY = { timeout: 60_000 };
setLogLevel("silent");

let system: BenchSystem;
beforeAll(async () => {
  system = await BenchSystem.start();
});
afterAll(() => system.stop());

it("of conversations tells one that has not changed as the same object, and never an old one", async () => {
  const { email } = await system.hire("dora");
  const client = new AgentClient({ api: system.api, platform: system.platform() });
  await client.signIn(email, ADMIN.password);
  await expect.poll(() => client.state.get().phase, PATIENTLY).toBe("ready");
  await client.setStatus("online");
  const visitors = [1, 2].map(() => new VisitorChat({ api: system.api, platform: system.platform() }));
  const mine = (visitor: VisitorChat | undefined) =>
    client.state.get().mine.find(({ id }) => id === visitor?.state.get().conversationId);
  for (const visitor of visitors) {
    visitor.send("Hello?");
    await expect.poll(() => visitor.state.get().conversationId, PATIENTLY).not.toBeNull();
    await client.claim(visitor.state.get().conversationId ?? "");
    await expect.poll(() => mine(visitor), PATIENTLY).toBeDefined();
  }
  const [talker, listener] = visitors;
  const lastWords = () => mine(talker)?.lastMessage?.text;
  talker?.send("One");
  await expect.poll(lastWords, PATIENTLY).toBe("One");
  const before = mine(listener);
  for (const text of ["Two", "Three"]) {
    talker?.send(text);
    await expect.poll(lastWords, PATIENTLY).toBe(text);
  }
  expect(mine(listener)).toBe(before);
  await client.closeConversation(listener?.state.get().conversationId ?? "");
  await expect.poll(() => client.state.get().mine.length, PATIENTLY).toBe(1);
  expect(lastWords()).toBe("Three");
  await client.setStatus("offline");
  await Promise.all([...visitors, client].map((one) => one.destroy()));
});

it("of conversations is told at a pace, the messages of an open conversation at once", async () => {
  const { email } = await system.hire("emma");
  const clock = new FakeClock();
  const pace = new Pace({ clock, visibility: { isVisible: () => true } });
  const client = new AgentClient({ api: system.api, platform: system.platform(pace) });
  const visitor = new VisitorChat({ api: system.api, platform: system.platform() });
  await client.signIn(email, ADMIN.password);
  await expect.poll(() => client.state.get().phase, PATIENTLY).toBe("ready");
  await client.setStatus("online");
  visitor.send("Hello?");
  const id = () => visitor.state.get().conversationId ?? "";
  await expect.poll(id, PATIENTLY).not.toBe("");
  await client.claim(id());
  const inList = () => client.state.get().mine[0]?.lastMessage?.text;
  const turn = async () => {
    await clock.advance(PACE_LIMITS.EVERY_MS);
    return inList();
  };
  await expect.poll(turn, PATIENTLY).toBe("Hello?");
  const lastWords = () => client.conversation(id())?.state.get().timeline.at(-1)?.text;
  for (const text of ["One", "Two", "Three"]) {
    visitor.send(text);
    await expect.poll(lastWords, PATIENTLY).toBe(text);
  }
  // Its time stands still: what has come stays in the list as it was.
  expect(inList()).toBe("Hello?");
  await expect.poll(turn, PATIENTLY).toBe("Three");
  await Promise.all([visitor, client].map((one) => one.destroy()));
});
