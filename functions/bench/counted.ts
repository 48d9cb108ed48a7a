import { endpoints } from "@livechat/contract";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { ApiClient } from "../../local/api-client.ts";
import type { BenchResult, BenchTable } from "../../tests/bench/benchmark.ts";
import { foldFacts } from "../src/features/reports/fold-facts.ts";
import { routes } from "../src/http/routes.ts";
import { parseConfig } from "../src/platform/config.ts";
import { type Context, createContext } from "../src/platform/context.ts";
import { silentLog } from "../src/platform/log.ts";
import { createApp } from "../src/server/app.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { PROJECT_ID } from "./project.ts";

const PASSWORD = "a password of benchmarks";
/** Where what is counted is kept. */
const COUNTED = new Set(["facts", "rollups", "rollupCursors"]);

type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/** Reads and writes of acts, and which of the writes are there to be counted. */
class Meter {
  private counted = 0;
  readonly rows: (string | number)[][] = [];

  constructor(private readonly emulator: Emulator) {
    const { store } = emulator.context.databases.get({ projectId: PROJECT_ID, databaseId: "(default)" });
    store.onCommit(({ changes }) => {
      const collections = changes.map(({ name }) => name.split("/documents/")[1]?.split("/")[0] ?? "");
      this.counted += collections.filter((collection) => COUNTED.has(collection)).length;
    });
  }

  async of<T>(what: string, act: () => Promise<T>): Promise<T> {
    this.emulator.meter.reset(PROJECT_ID);
    this.counted = 0;
    const result = await act();
    const { documentReads, documentWrites } = this.emulator.meter.usage(PROJECT_ID);
    this.rows.push([what, documentReads, documentWrites, this.counted]);
    return result;
  }
}

interface Setting {
  readonly api: ApiClient;
  readonly ctx: Context;
  readonly meter: Meter;
  readonly token: string;
  readonly agentIds: readonly [string, string];
}

async function prepare(emulator: Emulator): Promise<Setting> {
  process.env.FIRESTORE_EMULATOR_HOST = `${emulator.host}:${emulator.port}`;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  process.env.METADATA_SERVER_DETECTION = "none";
  const config = parseConfig({
    GCLOUD_PROJECT: PROJECT_ID,
    FUNCTIONS_EMULATOR: "true",
    FIRESTORE_EMULATOR_HOST: process.env.FIRESTORE_EMULATOR_HOST,
    JWT_SECRET: "a-secret-for-benchmarks-of-at-least-32-characters",
    BCRYPT_COST: "4",
  });
  const ctx = { ...createContext(config, silentLog), tasks: { enqueue: async () => {} } };
  const app = createApp(routes, ctx);
  const api = new ApiClient("http://backend.invalid", (request) => app.fetch(request));
  const make = (name: string, role: "admin" | "agent") =>
    createAgent({ name, email: `${name.toLowerCase()}@bench.test`, password: PASSWORD, role }, ctx);
  await make("Ada", "admin");
  const [anna, ben] = [await make("Anna", "agent"), await make("Ben", "agent")];
  const login = { email: "ada@bench.test", password: PASSWORD };
  const { token } = (await api.call(endpoints.login, { body: login })).body;
  return { api, ctx, meter: new Meter(emulator), token, agentIds: [anna.id, ben.id] };
}

/** A group whose agents take no chats by themselves, and whose hours are always or never looked at. */
async function makeGroup(name: string, hasHours: boolean, { api, token }: Setting): Promise<string> {
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    day,
    intervals: [{ start: "00:00", end: "24:00" }],
  }));
  const schedule = { name: `${name} hours`, timeZone: "Europe/Berlin", weekly };
  const scheduleId = hasHours
    ? (await api.call(endpoints.createSchedule, { token, body: schedule })).body.id
    : null;
  return (await api.call(endpoints.createGroup, { token, body: { name, scheduleId } })).body.id;
}

/** One chat from its first message to its close: two owners, three messages. */
async function play(name: string, groupId: string, setting: Setting): Promise<BenchTable> {
  const { api, ctx, meter, token, agentIds } = setting;
  meter.rows.length = 0;
  const begin = { message: "Hello", groupId };
  const session = await meter.of("begins, with its first message", () =>
    api.call(endpoints.startSession, { body: begin }),
  );
  const params = { id: session.body.conversationId ?? "" };
  const assign = async (agentId: string) => {
    const body = { agentId, force: true };
    return (await api.call(endpoints.assignConversation, { token, params, body })).body.activeThreadId ?? "";
  };
  await meter.of("is assigned", () => assign(agentIds[0]));
  const thread = await meter.of("changes hands", () => assign(agentIds[1]));
  const visitor = session.body.sessionToken;
  const message = { params: { id: thread }, body: { text: "Is anybody there?" } };
  await meter.of("a message", () => api.call(endpoints.addEvent, { token: visitor, ...message }));
  await meter.of("is closed", () => api.call(endpoints.closeConversation, { token: visitor, params }));
  await meter.of("its facts are folded, alone", () => foldFacts(ctx, { lagMillis: 0 }));
  const columns = ["a chat", "reads", "writes", "of them to be counted"];
  return { title: name, columns, rows: [...meter.rows] };
}

/**
 * `npm run bench -- counted`: what a conversation pays for being counted by reports, step by step, against the embedded
 * Firestore. Folding is dearest for a chat alone: a hundred facts of a busy day share their rollups.
 */
export async function run(): Promise<BenchResult> {
  const emulator = await startEmulator({ port: 0, projectId: PROJECT_ID });
  const setting = await prepare(emulator);
  try {
    const always = await makeGroup("Sales", false, setting);
    const withHours = await makeGroup("Support", true, setting);
    // What only the first chat of a process reads.
    await play("", always, setting);
    return {
      name: "counted",
      tables: [
        await play("A group without office hours", always, setting),
        await play("A group with office hours", withHours, setting),
      ],
    };
  } finally {
    await setting.ctx.db.terminate();
    await emulator.stop();
  }
}
