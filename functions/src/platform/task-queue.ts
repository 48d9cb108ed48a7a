import type { CloudTasksClient } from "@google-cloud/tasks";
import type { Config } from "./config.ts";
import { emulatorTasksClient } from "./tasks-emulator.ts";

/** The queues, by the name of the function that each one calls. */
export type QueueName =
  | "assignConversation"
  | "checkDeadline"
  | "migrate"
  | "processFile"
  | "tellWebhooks"
  | "deliverWebhook"
  | "retryWebhook";

export interface Task {
  queue: QueueName;
  /** What the function gets. Keep it small: the handler reads the state afresh. */
  data: Record<string, unknown>;
  /** Not before this time. The emulator ignores it, so handlers check for themselves. */
  notBefore?: Date;
  /** Two tasks of the same name are one. Names stay taken for hours: make them unique by what they are about. */
  name?: string;
}

export interface TaskQueue {
  /**
   * Hands a task to Cloud Tasks. A name that is taken counts as success.
   * @throws when Cloud Tasks cannot be reached: the caller's data is committed by then, and the sweep makes up for it.
   */
  enqueue(task: Task): Promise<void>;
}

const GRPC_ALREADY_EXISTS = 6;
const ENQUEUE_TIMEOUT_MILLIS = 5_000;

/** The client is the heaviest import of all (about 240 ms): it is loaded with the first task. */
function lazyClient(config: Config): () => Promise<CloudTasksClient> {
  let client: Promise<CloudTasksClient> | undefined;
  return () => {
    client ??= import("@google-cloud/tasks").then((tasks) =>
      config.emulators
        ? emulatorTasksClient(tasks.CloudTasksClient, config.emulators.tasks)
        : new tasks.CloudTasksClient({ fallback: true }),
    );
    return client;
  };
}

function isAlreadyExists(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === GRPC_ALREADY_EXISTS;
}

/** The account in whose name Cloud Tasks calls: the configured one, or the one this function runs as. */
async function invokerAccount(config: Config, client: CloudTasksClient): Promise<string> {
  if (config.tasksServiceAccount) return config.tasksServiceAccount;
  const { client_email: email } = await client.auth.getCredentials();
  if (!email)
    throw new Error("Set TASKS_SERVICE_ACCOUNT: this environment does not tell its service account.");
  return email;
}

/** Enqueues by the Cloud Tasks API, v2: https://cloud.google.com/tasks/docs/reference/rest/v2/projects.locations.queues.tasks */
export function createTaskQueue(config: Config): TaskQueue {
  const getClient = lazyClient(config);
  return {
    async enqueue({ queue, data, notBefore, name }) {
      const client = await getClient();
      const parent = client.queuePath(config.projectId, config.region, queue);
      const url = `https://${config.region}-${config.projectId}.cloudfunctions.net/${queue}`;
      const serviceAccountEmail = config.emulators ? "emulated" : await invokerAccount(config, client);
      const task = {
        ...(name && { name: `${parent}/tasks/${name}` }),
        ...(notBefore && { scheduleTime: { seconds: Math.ceil(notBefore.getTime() / 1000) } }),
        httpRequest: {
          httpMethod: "POST" as const,
          url,
          headers: { "Content-Type": "application/json" },
          body: Buffer.from(JSON.stringify({ data })).toString("base64"),
          oidcToken: { serviceAccountEmail, audience: url },
        },
      };
      try {
        await client.createTask({ parent, task }, { timeout: ENQUEUE_TIMEOUT_MILLIS });
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
      }
    },
  };
}
