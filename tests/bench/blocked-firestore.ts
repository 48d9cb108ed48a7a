/**
 * `npm run bench -- blocked-firestore`: what a visitor and an agent see after 1, 10 and 60 s where the way to Firestore is
 * closed, each in its own way. A message of the one and an answer of the other have been sent by then.
 */
import { setTimeout as wait } from "node:timers/promises";
import { setLogLevel } from "firebase/firestore";
import { memoryPlatform } from "../../chat-client/src/firebase/memory-platform.ts";
import { AgentClient, VisitorChat } from "../../chat-client/src/index.ts";
import { ADMIN } from "../../functions/bench/admin.ts";
import type { BenchResult } from "../../scripts/bench.ts";
import { type Way, WayToFirestore } from "../scenarios/way-to-firestore.ts";
import { BenchSystem } from "./realtime/system.ts";

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
  const answered = (async () => {
    let id: string | null = null;
    while (id === null) {
      await wait(50);
      id = visitor.state.get().conversationId;
    }
    await answer(id, by);
  })();
  const found = await looks(() => {
    const { connection, timeline } = visitor.state.get();
    return seen(connection, messagesOf(timeline));
  });
  await answered;
  await visitor.destroy();
  return found;
}

async function call(
  method: "POST" | "PATCH",
  url: string,
  { body, token }: { body: unknown; token?: string },
): Promise<Record<string, unknown>> {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function post(url: string, body: unknown, token?: string): Promise<Record<string, unknown>> {
  return call("POST", url, { body, ...(token && { token }) });
}

interface Answering {
  readonly api: string;
  readonly agentId: string;
  readonly token: string;
}

async function answer(conversationId: string, { api, agentId, token }: Answering): Promise<void> {
  const path = `${api}/v1/conversations/${conversationId}/assign`;
  const { activeThreadId } = await post(path, { agentId }, token);
  await post(`${api}/v1/threads/${activeThreadId}/events`, { text: "Good day" }, token);
}

/** The agent's way is closed from the start; a visitor writes by the API, is claimed and answered. */
async function asAgent({ api, platform }: Client, email: string, by: Answering): Promise<string[]> {
  const client = new AgentClient({ api, platform });
  const begun = client.signIn(email, ADMIN.password);
  const session = await post(`${api}/v1/widget/session`, { message: "Hello?" });
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
  const login = await post(`${system.api}/v1/auth/login`, { email: member.email, password: ADMIN.password });
  const client = (): Client => ({
    api: system.api,
    platform: memoryPlatform({ openDatabase: async (access) => system.open(access, server.address) }),
  });
  const { id: agentId } = login.agent as { id: string };
  const online = { status: "online" };
  await call("PATCH", `${system.api}/v1/agents/${agentId}`, { body: online, token: String(login.token) });
  const by = { api: system.api, agentId, token: String(login.token) };
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
