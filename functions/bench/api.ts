/** `npm run bench -- api [messages]`: the API's handlers over HTTP against the embedded Firestore, each in a process. */
import type { BenchResult, BenchTable } from "../../tests/bench/benchmark.ts";
import { ADMIN } from "./admin.ts";
import { Child } from "./child.ts";
import { measureColdStart } from "./cold-start.ts";
import { call, type Measured, measure } from "./load.ts";
import { startApi } from "./start-api.ts";

const CONVERSATIONS = 50;
const CONCURRENCY = 20;
const SESSIONS = 500;
/** After so many an instance's code is compiled. */
const WARM_SESSIONS = 2000;
const LOGINS = 20;
const LISTS = 500;
const DEFAULT_MESSAGES = 10_000;

interface Session {
  visitorId: string;
  conversationId: string;
  sessionToken: string;
  threadId: string;
}

interface Usage {
  documentReads: number;
  documentWrites: number;
}

interface System {
  api: Child;
  firestore: Child;
}

const logIn = (base: string) =>
  call(base, {
    method: "POST",
    path: "/v1/auth/login",
    body: { email: ADMIN.email, password: ADMIN.password },
  });

const startSession = (base: string) =>
  call(base, { method: "POST", path: "/v1/widget/session", body: { message: "Where is my order?" } });

const sendMessage = (base: string, { sessionToken, threadId }: Session, id: string) =>
  call(base, {
    method: "POST",
    path: `/v1/threads/${threadId}/events`,
    token: sessionToken,
    body: { id, text: "It left our house this morning." },
  });

const list = (base: string, token: string) =>
  call(base, { method: "GET", path: "/v1/conversations?status=closed", token });

async function startSystem(): Promise<System> {
  const firestore = await Child.start("firestore-process.ts");
  const api = await startApi(firestore, { NODE_OPTIONS: "--expose-gc" });
  return { api, firestore };
}

async function billed({ firestore }: System, send: () => Promise<unknown>): Promise<[number, number]> {
  await firestore.ask("reset");
  await send();
  const { documentReads, documentWrites } = await firestore.ask<Usage>("usage");
  return [documentReads, documentWrites];
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));

const rowOf = (name: string, concurrency: number, { requests, perSecond, p50, p95, p99 }: Measured) => [
  name,
  requests,
  concurrency,
  ...[perSecond, p50, p95, p99].map((value) => round(value)),
];

/** The rows of one load: its latencies, and the processor time of the API's process for each call. */
async function loaded(
  { api }: System,
  [name, load]: [name: string, load: { requests: number; concurrency: number }],
  send: (i: number) => Promise<unknown>,
): Promise<(string | number)[]> {
  const millis = async () => {
    const { user, system } = await api.ask<NodeJS.CpuUsage>("cpu");
    return (user + system) / 1000;
  };
  const before = await millis();
  const measured = await measure(load, send);
  return [...rowOf(name, load.concurrency, measured), round(((await millis()) - before) / load.requests, 2)];
}

async function throughput(system: System, messages: number): Promise<BenchTable> {
  const { api } = system;
  const base = api.address;
  const sessions: Session[] = [];
  for (let i = 0; i < CONVERSATIONS; i++) sessions.push((await startSession(base)) as unknown as Session);
  const at = (i: number) => sessions[i % sessions.length] as Session;
  const load = (requests: number, concurrency = CONCURRENCY) => ({ requests, concurrency });
  const logins = await loaded(system, ["login (bcrypt cost 12)", load(LOGINS, 2)], () => logIn(base));
  // Only now: an agent's sessions are bounded, and each login has ended an older one.
  const { token } = (await logIn(base)) as { token: string };
  const rows = [
    logins,
    await loaded(system, ["session, the first 500", load(SESSIONS)], () => startSession(base)),
    await loaded(system, ["session, the next 2,000", load(WARM_SESSIONS)], () => startSession(base)),
    await loaded(system, ["message", load(messages)], (i) => sendMessage(base, at(i), `message-${i}`)),
    await loaded(system, ["list conversations", load(LISTS)], () => list(base, token)),
  ];
  const columns = ["call", "requests", "at once", "per second", "p50 ms", "p95 ms", "p99 ms", "CPU ms"];
  return { title: "Calls over HTTP, one process", columns, rows };
}

/** How much of a warm session is the official client's, which no code of ours can make less. */
async function bare({ api }: System): Promise<BenchTable> {
  const { visitorId, conversationId, threadId } = (await startSession(api.address)) as unknown as Session;
  const bareSessions = { like: { visitorId, conversationId, threadId }, sessions: WARM_SESSIONS };
  const millis = await api.ask<number>(JSON.stringify({ bareSessions }));
  return {
    title: "The database calls of a session alone, by the official client, in the same process",
    columns: ["calls", "documents written", "CPU ms"],
    rows: [[4, 7, round(millis, 2)]],
  };
}

async function costs(system: System): Promise<BenchTable> {
  const base = system.api.address;
  const { token } = (await logIn(base)) as { token: string };
  const session = (await startSession(base)) as unknown as Session;
  const rows = [
    ["login", ...(await billed(system, () => logIn(base))), "-", "-"],
    ["session", ...(await billed(system, () => startSession(base))), 3, 7],
    ["message", ...(await billed(system, () => sendMessage(base, session, "message-cost"))), 2, 2],
    ["list conversations, none found", ...(await billed(system, () => list(base, token))), "-", "-"],
  ];
  const columns = ["call", "reads", "writes", "goal reads", "goal writes"];
  return { title: "Billed operations per call", columns, rows };
}

async function memory({ api }: System, messages: number): Promise<BenchTable> {
  const { rss, heapUsed } = await api.ask<NodeJS.MemoryUsage>("memory");
  const megabytes = (bytes: number) => round(bytes / 2 ** 20);
  return {
    title: `Memory of the API's process after ${messages} messages`,
    columns: ["resident MiB", "heap used MiB"],
    rows: [[megabytes(rss), megabytes(heapUsed)]],
  };
}

async function coldStart(): Promise<BenchTable> {
  const { ours, bare } = await measureColdStart();
  return {
    title: "Cold start: from the start of the process to the first answer, fastest of 15",
    columns: ["function", "ms", "times the bare one", "goal"],
    rows: [
      ["bare: firebase-functions and firebase-admin/firestore", round(bare), 1, "-"],
      ["api", round(ours), round(ours / bare, 2), 1.5],
    ],
  };
}

export async function run([messages = String(DEFAULT_MESSAGES)]: string[]): Promise<BenchResult> {
  const count = Number(messages);
  if (!Number.isInteger(count) || count < 1)
    throw new Error("Say how many messages: npm run bench -- api 10000");
  const system = await startSystem();
  try {
    const tables = [
      await throughput(system, count),
      await bare(system),
      await costs(system),
      await memory(system, count),
      await coldStart(),
    ];
    return { name: "api", tables };
  } finally {
    await system.api.stop();
    await system.firestore.stop();
  }
}
