/**
 * The whole backend of this version behind an interface that stays the same from release to release: bundled as
 * `releases/<version>/backend.js`, a later version's tests run it beside their own.
 */
import type { Endpoint } from "@livechat/contract";
import { endpoints } from "@livechat/contract";
import { Firestore } from "firebase-admin/firestore";
import { routes } from "../../functions/src/http/routes.ts";
import { checkDeadline, deadlineTask } from "../../functions/src/maintenance/check-deadline.ts";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { parseConfig } from "../../functions/src/platform/config.ts";
import { type Context, createContext } from "../../functions/src/platform/context.ts";
import { silentLog } from "../../functions/src/platform/log.ts";
import type { Task } from "../../functions/src/platform/task-queue.ts";
import { assignmentTask, runAssignmentTask } from "../../functions/src/routing/run-task.ts";
import { createApp } from "../../functions/src/server/app.ts";
import { createAgent } from "../../functions/src/team/create-agent.ts";

export interface Surroundings {
  projectId: string;
  /** `host:port` of the Firestore emulator. */
  firestore: string;
  now(): Date;
  newId(): string;
  /** More variables of the functions. */
  variables?: Record<string, string>;
}

export interface FirstAdmin {
  name: string;
  email: string;
  password: string;
}

export interface ReleasedBackend {
  /** Answers a request as the deployed function does. */
  fetch(request: Request): Promise<Response>;
  /** Runs the tasks that are due, and those that follow, until none is left. */
  runTasks(): Promise<void>;
  sweep(): Promise<unknown>;
  createAdmin(admin: FirstAdmin): Promise<{ id: string }>;
  stop(): Promise<void>;
}

/** The paths of this version's API, by the contract's names. */
export const paths: Record<string, Pick<Endpoint, "method" | "path">> = endpoints;

/** The context that the backend runs with; tasks are put into the list. */
export function contextOf(around: Surroundings, tasks: Task[]): Context {
  process.env.FIRESTORE_EMULATOR_HOST = around.firestore;
  process.env.FIREBASE_AUTH_EMULATOR_HOST ??= "127.0.0.1:9099";
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const config = parseConfig({
    GCLOUD_PROJECT: around.projectId,
    FUNCTIONS_EMULATOR: "true",
    FIRESTORE_EMULATOR_HOST: around.firestore,
    FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
    JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
    BCRYPT_COST: "4",
    LOGIN_FAILURES_PER_ADDRESS: "1000000",
    SESSIONS_PER_ADDRESS_PER_MINUTE: "1000000",
    MESSAGES_PER_SENDER_PER_MINUTE: "1000000",
    CALLS_PER_AGENT_PER_MINUTE: "1000000",
    CALLS_PER_VISITOR_PER_MINUTE: "1000000",
    PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: "1000000",
    SESSIONS_PER_MINUTE: "1000000",
    ...around.variables,
  });
  return {
    ...createContext(config, silentLog),
    db: new Firestore({ projectId: around.projectId }),
    now: around.now,
    newId: around.newId,
    tasks: { enqueue: async (task) => void tasks.push(task) },
  };
}

async function runTask(task: Task, ctx: Context): Promise<void> {
  const attempt = { taskId: ctx.newId(), isLast: false };
  if (task.queue === "assignConversation")
    await runAssignmentTask(assignmentTask.parse(task.data), attempt, ctx);
  if (task.queue === "checkDeadline") await checkDeadline(deadlineTask.parse(task.data), ctx);
}

/** Starts the backend in this process against an emulator. Its tasks wait until they are run. */
export function startReleased(around: Surroundings): ReleasedBackend {
  const tasks: Task[] = [];
  const ctx = contextOf(around, tasks);
  const app = createApp(routes, ctx);
  const isDue = ({ notBefore }: Task) => notBefore === undefined || notBefore <= ctx.now();
  return {
    fetch: async (request) => app.fetch(request),
    async runTasks() {
      for (;;) {
        const due = tasks.filter(isDue);
        if (due.length === 0) return;
        tasks.splice(0, tasks.length, ...tasks.filter((task) => !isDue(task)));
        for (const task of due) await runTask(task, ctx);
      }
    },
    sweep: () => sweep(ctx),
    createAdmin: (admin) => createAgent({ ...admin, role: "admin" }, ctx),
    stop: () => ctx.db.terminate(),
  };
}
