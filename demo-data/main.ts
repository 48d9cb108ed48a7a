/**
 * `npm run demo-data`: makes emulator-data anew. The backend itself writes the documents, in process and against an
 * embedded Firestore, so they are what the API would store.
 */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import {
  createExportFolder,
  describeFirestoreExport,
  FIRESTORE_EXPORT_NAME,
} from "../firestore-emulator/src/export/export-folder.ts";
import { startEmulator } from "../firestore-emulator/src/index.ts";
import { routes } from "../functions/src/http/routes.ts";
import { DEMO_JWT_SECRET, parseConfig } from "../functions/src/platform/config.ts";
import { type Context, createContext } from "../functions/src/platform/context.ts";
import { silentLog } from "../functions/src/platform/log.ts";
import { refreshSummaryLater } from "../functions/src/queue/summary.ts";
import { createApp } from "../functions/src/server/app.ts";
import { agents } from "../functions/src/store/agents.ts";
import { identityKeys } from "../functions/src/store/identity-keys.ts";
import { rateLimits } from "../functions/src/store/rate-limits.ts";
import { rollups } from "../functions/src/store/rollups.ts";
import { createAgent } from "../functions/src/team/create-agent.ts";
import { ApiClient } from "../local/api-client.ts";
import { RunningEmulator } from "../local/data/running-emulator.ts";
import { IDENTITY_KEY, PASSWORD, PROJECT_ID } from "../local/demo/demo.ts";
import { randomOf } from "../simulator/seeded-random.ts";
import { writeAuthExport } from "./auth-export.ts";
import { addRatedChats, addWorkshop, setUpDemo } from "./company.ts";
import { DemoFiles, startDemoStorage } from "./files.ts";
import { type Clock, playHistory } from "./history.ts";
import type { DemoTeam } from "./team.ts";
import { playOpenChats } from "./under-way.ts";

const FOLDER = join(import.meta.dirname, "..", "emulator-data");
/** The team begins, and then come the days that are played: somewhat more than 60, for what lies ahead is left out. */
const MADE_AT = new Date("2025-11-03T07:00:00Z");
const HISTORY = { first: new Date("2025-11-04T00:00:00Z"), count: 69 };
/** When somebody looks at what is under way: a Tuesday morning, in the hours of those who keep any. */
const NOW = new Date("2026-01-13T10:00:00Z");
const SEED = 20_251_103;
const ID_CHARS = 20;

const AGENTS = ["Anna", "Ben", "Chloe"];
const GROUPS = [
  {
    name: "Sales",
    description: "Questions before an order",
    routingStrategy: "round_robin",
    isDefault: true,
    // So that a visitor can send a file at once; elsewhere after the first answer.
    files: { visitors: "on" },
  },
  { name: "Support", description: "Help with something bought", routingStrategy: "least_loaded" },
  { name: "Success", description: "Customers who know their agent", routingStrategy: "sticky" },
] as const;
const TAGS = [
  { name: "billing", color: "#1A73E8" },
  { name: "bug", color: "#D93025" },
  { name: "feedback", color: "#188038" },
  { name: "urgent", color: "#E37400" },
];

/** The backend's context with the demo's clock and ids that are counted, so that little changes when made anew. */
function demoContext(firestore: string, environment: Record<string, string>, clock: Clock): Context {
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  const config = parseConfig({
    GCLOUD_PROJECT: PROJECT_ID,
    FUNCTIONS_EMULATOR: "true",
    FIRESTORE_EMULATOR_HOST: firestore,
    JWT_SECRET: DEMO_JWT_SECRET,
    ...environment,
  });
  let ids = 0;
  return {
    ...createContext(config, silentLog),
    now: () => clock.at,
    newId: () => `demo${String(++ids).padStart(ID_CHARS - 4, "0")}`,
    tasks: { enqueue: async () => {} },
  };
}

/** An admin, a supervisor, and the agents with the groups and tags that they share. */
async function makeTeam(api: ApiClient, ctx: Context): Promise<{ token: string; demo: DemoTeam }> {
  const admin = { name: "Admin", email: "admin@livechat.test", password: PASSWORD, role: "admin" } as const;
  await createAgent(admin, ctx);
  const login = { email: admin.email, password: PASSWORD };
  const { token } = (await api.call(endpoints.login, { body: login })).body;
  const supervisor = { name: "Supervisor", email: "supervisor@livechat.test", password: PASSWORD };
  await api.call(endpoints.createAgent, { token, body: { ...supervisor, role: "supervisor" } });
  const team: { id: string; email: string }[] = [];
  for (const name of AGENTS) {
    const agent = { name, email: `${name.toLowerCase()}@livechat.test`, password: PASSWORD };
    const { id } = (await api.call(endpoints.createAgent, { token, body: agent })).body;
    team.push({ id, email: agent.email });
  }
  const agentIds = team.map(({ id }) => id);
  const groupIds = new Map<string, string>();
  for (const group of GROUPS) {
    const { id } = (await api.call(endpoints.createGroup, { token, body: group })).body;
    groupIds.set(group.name, id);
    await api.call(endpoints.addGroupAgents, { token, params: { id }, body: { agentIds } });
  }
  const tagIds = new Map<string, string>();
  for (const tag of TAGS) {
    tagIds.set(tag.name, (await api.call(endpoints.createTag, { token, body: tag })).body.id);
  }
  return { token, demo: { agents: team, groupIds, tagIds } };
}

async function fill(ctx: Context, clock: Clock): Promise<void> {
  const app = createApp(routes, ctx);
  const api = new ApiClient("http://backend.invalid", (request) => app.fetch(request));
  const { token, demo } = await makeTeam(api, ctx);
  const { agents: team, groupIds } = demo;
  const agentIds = team.map(({ id }) => id);
  await setUpDemo(api, { token, supportId: groupIds.get("Support") ?? "" });
  await addWorkshop(api, { token, agentIds });
  // The API would make the secret; the demo's pages have to know it.
  const key = { ...IDENTITY_KEY, isDeleted: false, deletedAt: null };
  await identityKeys.ref(ctx.db, key.id).set({ ...key, createdAt: MADE_AT });
  await addRatedChats(api, { token, agentIds });
  const files = await DemoFiles.make(api, ctx);
  const chats = await playHistory(api, { demo, clock, days: HISTORY, files }, randomOf(SEED));
  await playOpenChats(api, { demo, clock, now: NOW });
  // Else a task's work, and nobody takes tasks here.
  for (const groupId of groupIds.values()) await refreshSummaryLater(groupId, ctx);
  console.log(`Played ${chats} chats of the past`);
  await forgetTheDay(agentIds, ctx);
}

/** What only matters on the day itself, and the sums, which are made from the facts. */
async function forgetTheDay(agentIds: readonly string[], ctx: Context): Promise<void> {
  await ctx.db.recursiveDelete(rateLimits.all(ctx.db));
  await ctx.db.recursiveDelete(rollups.all(ctx.db));
  for (const id of agentIds) {
    await ctx.db.recursiveDelete(agents.ref(ctx.db, id).collection("notifications"));
  }
}

async function exportTo(folder: string, firestore: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await createExportFolder(folder);
  const emulator = new RunningEmulator({ FIRESTORE_EMULATOR_HOST: firestore, GCLOUD_PROJECT: PROJECT_ID });
  await emulator.post(":export", {
    database: emulator.database,
    export_directory: folder,
    export_name: FIRESTORE_EXPORT_NAME,
  });
  await describeFirestoreExport(folder);
}

/** The team's accounts, which would else appear with each agent's first sign-in. */
async function exportAccounts(ctx: Context, folder: string): Promise<void> {
  const team = await agents.find(agents.all(ctx.db).orderBy("__name__"));
  const accounts = team.map(({ id, name }) => ({ uid: id, displayName: name, createdAt: MADE_AT }));
  await writeAuthExport(folder, accounts);
}

const clock: Clock = { at: MADE_AT };
const emulator = await startEmulator({ projectId: PROJECT_ID, clock: () => clock.at.getTime() });
const address = `${emulator.host}:${emulator.port}`;
const storage = await startDemoStorage(PROJECT_ID);
const ctx = demoContext(address, storage.environment, clock);
await fill(ctx, clock);
await exportTo(FOLDER, address);
await exportAccounts(ctx, FOLDER);
await storage.exportTo(FOLDER);
await ctx.db.terminate();
await emulator.stop();
console.log(`Wrote ${FOLDER}`);
