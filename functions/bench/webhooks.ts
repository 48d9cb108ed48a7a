/**
 * `npm run bench -- webhooks [messages] [dead endpoints]`: how long after a message a healthy endpoint is told of it, alone
 * and beside endpoints that never answer; and what a message costs with nobody told, with a webhook, and with a bot. The API
 * and the queues run in this process, with the queues' limits as they are deployed; the database in another.
 */
import { setTimeout as wait } from "node:timers/promises";
import { endpoints, type Session, session } from "@livechat/contract";
import { ApiClient } from "../../local/api-client.ts";
import type { BenchResult, BenchTable } from "../../tests/bench/benchmark.ts";
import { routes } from "../src/http/routes.ts";
import { parseConfig } from "../src/platform/config.ts";
import { createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { createApp } from "../src/server/app.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { createGroup } from "../src/team/create-group.ts";
import { ADMIN } from "./admin.ts";
import { Child } from "./child.ts";
import { LocalTasks } from "./local-tasks.ts";
import { PROJECT_ID } from "./project.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

const MESSAGES = "60";
const DEAD = "100";
const BETWEEN_MESSAGES_MS = 500;
const MARGIN_MS = 100;

interface Usage {
  documentReads: number;
  documentWrites: number;
}

interface Setting {
  readonly api: ApiClient;
  readonly admin: string;
  readonly groupId: string;
  readonly tasks: LocalTasks;
  readonly firestore: Child;
}

async function open(firestore: Child): Promise<Setting> {
  process.env.FIRESTORE_EMULATOR_HOST = firestore.address;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  process.env.METADATA_SERVER_DETECTION = "none";
  const config = parseConfig({
    GCLOUD_PROJECT: PROJECT_ID,
    FUNCTIONS_EMULATOR: "true",
    JWT_SECRET: "a-secret-for-the-benchmark-of-32-characters",
    WEBHOOK_PRIVATE_HOSTS: "127.0.0.1",
    MESSAGES_PER_SENDER_PER_MINUTE: "1000000",
  });
  const tasks = new LocalTasks();
  const ctx = { ...createContext(config, silentLog), tasks };
  tasks.ctx = ctx;
  await createAgent({ ...ADMIN, role: "admin" }, ctx);
  const { id: groupId } = await createGroup({ name: "Sales" }, ctx);
  const app = createApp(routes, ctx);
  const api = new ApiClient("http://127.0.0.1", (request) => app.fetch(request));
  const { email, password } = ADMIN;
  const admin = (await api.call(endpoints.login, { body: { email, password } })).body.token;
  return { api, admin, groupId, tasks, firestore };
}

const begin = async ({ api }: Setting): Promise<Session> =>
  session.parse((await api.call(endpoints.startSession, { body: { message: "Hello" } })).body);

const write = async ({ api }: Setting, { sessionToken: token, threadId: id }: Session): Promise<string> =>
  (await api.call(endpoints.addEvent, { token, params: { id }, body: { text: "Where is my order?" } })).body
    .id;

async function addWebhook({ api, admin: token }: Setting, url: string): Promise<string> {
  const body = { url, eventTypes: ["message.created" as const] };
  return (await api.call(endpoints.createWebhook, { token, body })).body.id;
}

const removeWebhook = ({ api, admin: token }: Setting, id: string) =>
  api.call(endpoints.deleteWebhook, { token, params: { id } });

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** The row of so many messages, one after the other: milliseconds from the call to the endpoint. */
async function latencies(what: string, setting: Setting, told: { receiver: Receiver; messages: number }) {
  const { receiver, messages } = told;
  const visitor = await begin(setting);
  const sentAt = new Map<string, number>();
  for (let i = 0; i < messages; i++) {
    const at = performance.now();
    sentAt.set(await write(setting, visitor), at);
    await wait(BETWEEN_MESSAGES_MS);
  }
  const millis = await Promise.all([...sentAt].map(async ([id, at]) => (await receiver.arrivalOf(id)) - at));
  return [what, messages, percentile(millis, 0.5), percentile(millis, 0.95), Math.round(Math.max(...millis))];
}

async function latencyTable(setting: Setting, messages: number, dead: number): Promise<BenchTable> {
  const receiver = await startReceiver();
  const silent = await startReceiver({ isDead: true });
  try {
    await addWebhook(setting, receiver.url);
    const rows = [await latencies("one healthy endpoint", setting, { receiver, messages })];
    for (let i = 0; i < dead; i++) await addWebhook(setting, `${silent.url}${i}`);
    rows.push(await latencies(`${dead} beside it stop answering`, setting, { receiver, messages }));
    rows.push(await latencies(`${dead} beside it that are dead`, setting, { receiver, messages }));
    const title = `Milliseconds from the call that stores a message to the endpoint, a message each ${BETWEEN_MESSAGES_MS} ms`;
    return { title, columns: ["endpoints", "messages", "p50", "p95", "slowest"], rows };
  } finally {
    await Promise.all([receiver.stop(), silent.stop()]);
  }
}

/** The row of one message: what it costs until nothing is left to do. */
async function cost(what: string, { firestore, tasks }: Setting, act: () => Promise<unknown>) {
  await tasks.idle();
  await firestore.ask("reset");
  tasks.take();
  await act();
  await wait(MARGIN_MS);
  await tasks.idle();
  const { documentReads, documentWrites } = await firestore.ask<Usage>("usage");
  return [what, documentReads, documentWrites, tasks.take()];
}

/** A bot that is first in the group, and what it says. */
async function addBot({ api, admin: token, groupId }: Setting, webhookUrl: string) {
  const { id, apiKey } = (
    await api.call(endpoints.createBot, { token, body: { name: "Robbie", webhookUrl } })
  ).body;
  const group = { token, params: { id: groupId } };
  await api.call(endpoints.addGroupAgents, { ...group, body: { agentIds: [id] } });
  return (turn: { conversationId: string; threadId: string }) =>
    api.call(endpoints.addBotEvent, {
      token: apiKey,
      params: { id: turn.conversationId },
      body: { threadId: turn.threadId, text: "On its way." },
    });
}

async function costTable(setting: Setting): Promise<BenchTable> {
  const receiver = await startReceiver();
  try {
    const rows: (string | number)[][] = [];
    const quiet = await begin(setting);
    await write(setting, quiet);
    rows.push(await cost("nobody is told", setting, () => write(setting, quiet)));
    const webhook = await addWebhook(setting, receiver.url);
    await write(setting, quiet);
    await setting.tasks.idle();
    rows.push(await cost("one webhook", setting, () => write(setting, quiet)));
    await removeWebhook(setting, webhook);
    const say = await addBot(setting, receiver.url);
    const visitor = await begin(setting);
    const turn = await receiver.turn();
    await say(turn);
    rows.push(await cost("a bot is told", setting, () => write(setting, visitor)));
    rows.push(await cost("the bot answers", setting, () => say(turn)));
    return {
      title: "A message until nothing is left to do",
      columns: ["message", "reads", "writes", "tasks"],
      rows,
    };
  } finally {
    await receiver.stop();
  }
}

export async function run([messages = MESSAGES, dead = DEAD]: string[]): Promise<BenchResult> {
  const firestore = await Child.start("firestore-process.ts");
  try {
    const setting = await open(firestore);
    const costs = await costTable(setting);
    return { name: "webhooks", tables: [costs, await latencyTable(setting, Number(messages), Number(dead))] };
  } finally {
    await firestore.stop();
  }
}
