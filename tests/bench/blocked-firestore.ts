/**
 * `npm run bench -- blocked-firestore`: what a visitor and an agent see after 1, 10 and 60 s where the way to Firestore is
 * closed, each in its own way. A message of the one and an answer of the other have been sent by then.
 */
import { setTimeout as wait } from "node:timers/promises";
import { setLogLevel } from "firebase/firestore";
import { memoryPlatform } from "../../chat-client/src/firebase/memory-platform.ts";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { ADMIN } from "../../functions/bench/admin.ts";
import { call } from "../../functions/bench/load.ts";
import { type Way, WayToFirestore } from "../scenarios/way-to-firestore.ts";
import type { BenchResult } from "./benchmark.ts";
import { BenchSystem, until } from "./realtime/system.ts";

const WAYS: readonly Way[] = ["open", "refused", "blocked", "silent", "halfOpen", "slow"];
const LOOKS_SECONDS = [1, 10, 60];

type Row = (string | number)[];

/** What the widget's and the console's banner is made from, and how many messages are on the screen. */
function seen(connection: string, messages: number): string {
  return `${connection}, ${messages} of 2`;
}

function messagesOf(timeline: readonly { type: string; state: string }[]): number {
  return timeline.filter(({ type, state }) => type === "message" && state === "sent").length;
}

async function looks(look: () => string): Promise<string[]> {
  const found: string[] = [];
  let before = 0;
  for (const seconds of LOOKS_SECONDS) {
    await wait((seconds - before) * 1000);
    found.push(look());
    before = seconds;
  }
  return found;
}

interface Client {
  readonly api: string;
  readonly platform: ReturnType<typeof memoryPlatform>;
}

/** The visitor's way is closed from the start; the agent answers by the API as soon as the message is stored. */
async function asVisitor({ api, platform }: Client, by: Answering): Promise<string[]> {
  const visitor = new VisitorChat({ api, platform });
  visitor.send("Hello?");
  const answered = until(() => visitor.state.get().conversationId !== null, "a conversation").then(() =>
    answer(visitor.state.get().conversationId ?? "", by),
  );
  const found = await looks(() => {
    const { connection, timeline } = visitor.state.get();
    return seen(connection, messagesOf(timeline));
  });
  await answered;
  await visitor.destroy();
  return found;
}

interface Answering {
  readonly api: string;
  readonly agentId: string;
  readonly token: string;
}

async function answer(conversationId: string, { api, agentId, token }: Answering): Promise<void> {
  const path = `/v1/conversations/${conversationId}/assign`;
  const { activeThreadId } = await call(api, { method: "POST", path, token, body: { agentId } });
  const events = `/v1/threads/${activeThreadId}/events`;
  await call(api, { method: "POST", path: events, token, body: { text: "Good day" } });
}

/** The agent's way is closed from the start; a visitor writes by the API, is claimed and answered. */
async function asAgent({ api, platform }: Client, email: string, by: Answering): Promise<string[]> {
  const client = new AgentClient({ api, platform });
  const begun = client.signIn(email, ADMIN.password);
  const session = await call(api, {
    method: "POST",
    path: "/v1/widget/session",
    body: { message: "Hello?" },
  });
  const id = String(session.conversationId);
  const answered = begun.then(() => answer(id, by));
  // As the console does for the conversation of its address.
  const unwatch = client.state.listen(({ phase }) => phase === "ready" && client.conversation(id));
  const found = await looks(() => {
    const { connection, phase } = client.state.get();
    const timeline = phase === "ready" ? (client.conversation(id)?.state.get().timeline ?? []) : [];
    return `${phase}, ${seen(connection, messagesOf(timeline))}`;
  });
  unwatch();
  await answered;
  await client.destroy();
  return found;
}

async function measure(system: BenchSystem, way: Way): Promise<{ visitor: Row; agent: Row }> {
  const server = await WayToFirestore.start(system.firestoreAddress);
  server.set(way);
  const member = await system.hire(`agent-${way.toLowerCase()}`);
  const credentials = { email: member.email, password: ADMIN.password };
  const login = await call(system.api, { method: "POST", path: "/v1/auth/login", body: credentials });
  const client = (): Client => ({
    api: system.api,
    platform: memoryPlatform({ openDatabase: async (access) => system.open(access, server.address) }),
  });
  const { id: agentId } = login.agent as { id: string };
  const token = String(login.token);
  const online = { status: "online" };
  await call(system.api, { method: "PATCH", path: `/v1/agents/${agentId}`, token, body: online });
  const by = { api: system.api, agentId, token };
  const [visitor, agent] = await Promise.all([asVisitor(client(), by), asAgent(client(), member.email, by)]);
  await server.stop();
  return { visitor: [way, ...visitor], agent: [way, ...agent] };
}

export async function run(args: string[]): Promise<BenchResult> {
  const chosen = WAYS.filter((way) => args.length === 0 || args.includes(way));
  setLogLevel("silent");
  const system = await BenchSystem.start();
  const measured = await Promise.all(chosen.map((way) => measure(system, way)));
  await system.stop();
  const columns = ["way to Firestore", ...LOOKS_SECONDS.map((seconds) => `after ${seconds} s`)];
  return {
    name: "blocked-firestore",
    tables: [
      { title: "What the visitor's page knows", columns, rows: measured.map(({ visitor }) => visitor) },
      { title: "What the agent's page knows", columns, rows: measured.map(({ agent }) => agent) },
    ],
  };
}
