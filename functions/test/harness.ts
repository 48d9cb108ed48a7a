import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  type AgentRole,
  type Endpoint,
  type ErrorBody,
  endpoints,
  errorBody,
  type RoutingStrategy,
  type Session,
} from "@livechat/contract";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { Firestore } from "firebase-admin/firestore";
import { startEmulator } from "firestore-emulator";
import { type StorageEmulator, startStorageEmulator } from "storage-emulator";
import type { z } from "zod";
import { pages } from "../src/http/docs.ts";
import { routes } from "../src/http/routes.ts";
import { type Config, parseConfig } from "../src/platform/config.ts";
import type { Context } from "../src/platform/context.ts";
import { STORAGE_EMULATOR_SIGNER } from "../src/platform/files-config.ts";
import { silentLog } from "../src/platform/log.ts";
import { createObjectStore } from "../src/platform/object-store.ts";
import type { Task, TaskQueue } from "../src/platform/task-queue.ts";
import { createApp } from "../src/server/app.ts";
import { checkDocumented, parseBody } from "./documented.ts";
import { people } from "./people.ts";

/** A clock that moves only when a test moves it. */
export class FakeClock {
  constructor(private millis = Date.parse("2026-03-02T09:00:00Z")) {}

  now = (): Date => new Date(this.millis);

  advance(seconds: number): void {
    this.millis += seconds * 1000;
  }
}

/** Keeps tasks instead of sending them; the test decides when, how often and in what order they are delivered. */
export class HeldTasks implements TaskQueue {
  readonly held: Task[] = [];
  private readonly names = new Set<string>();
  /** While set, enqueueing fails as it does when Cloud Tasks cannot be reached. */
  failure: Error | null = null;

  async enqueue(task: Task): Promise<void> {
    if (this.failure) throw this.failure;
    if (task.name && this.names.has(task.name)) return;
    if (task.name) this.names.add(task.name);
    this.held.push(task);
  }

  /** Takes out all tasks held so far. */
  take(): Task[] {
    return this.held.splice(0);
  }
}

interface Sent<E extends Endpoint> {
  params?: z.input<E["params"]>;
  query?: z.input<E["query"]>;
  body?: z.input<E["body"]>;
  /** A bearer token: an agent's or a visitor's. */
  as?: string;
  headers?: Record<string, string>;
}

/** What came back, checked against the contract: a success has its endpoint's body, a failure an error body. */
export class Answer<T> {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    private readonly json: unknown,
    private readonly schema: z.ZodType<T>,
  ) {}

  /** The body of a success. @throws when the call failed. */
  get body(): T {
    if (this.status >= 400)
      throw new Error(`Expected a success, got ${this.status} ${JSON.stringify(this.json)}`);
    return this.schema.parse(this.json);
  }

  /** The error of a failure. @throws when the call succeeded. */
  get error(): ErrorBody["error"] {
    if (this.status < 400)
      throw new Error(`Expected an error, got ${this.status} ${JSON.stringify(this.json)}`);
    return errorBody.parse(this.json).error;
  }
}

function urlOf(endpoint: Endpoint, { params, query }: Sent<Endpoint>): string {
  const values = (params ?? {}) as Record<string, string>;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ""),
  );
  const search = new URLSearchParams((query ?? {}) as Record<string, string>).toString();
  return `http://backend.test${path}${search ? `?${search}` : ""}`;
}

const ENVIRONMENT = {
  FUNCTIONS_EMULATOR: "true",
  JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
  BCRYPT_COST: "4",
  LOGIN_FAILURES_PER_ADDRESS: "1000000",
  SESSIONS_PER_ADDRESS_PER_MINUTE: "1000000",
  MESSAGES_PER_SENDER_PER_MINUTE: "1000000",
  CALLS_PER_AGENT_PER_MINUTE: "1000000",
  CALLS_PER_VISITOR_PER_MINUTE: "1000000",
  PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: "1000000",
  SESSIONS_PER_MINUTE: "1000000",
  WEBHOOK_PRIVATE_HOSTS: "127.0.0.1",
  CONSOLE_ORIGINS: "https://console.example",
  WIDGET_ORIGINS: "https://shop.example",
};

/** Queries that lack an index there are refused here, as in production. */
const INDEX_FILE = new URL("../../firestore.indexes.json", import.meta.url);

let projects = 0;
/** The emulator's server timestamps follow the clock of the backend that was started last. */
let latestClock: FakeClock | undefined;
let emulator: ReturnType<typeof startEmulator> | undefined;

/** One emulator serves all backends of a test file; each backend has a project of its own. */
function sharedEmulator() {
  const clock = () => latestClock?.now().getTime() ?? Date.now();
  emulator ??= startEmulator({ port: 0, clock, indexes: readFileSync(INDEX_FILE, "utf8") });
  return emulator;
}

/** Short, because making it takes time and nothing is at stake. */
const SIGNING_KEY_BITS = 1_024;
const STORAGE_TOKEN = "a-token-for-tests";

let storage: Promise<{ emulator: StorageEmulator; privateKey: string }> | undefined;

/** One Cloud Storage for all backends of a test file; each has a bucket of its own. */
function sharedStorage() {
  storage ??= (async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: SIGNING_KEY_BITS,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const emulator = await startStorageEmulator({
      clock: () => latestClock?.now().getTime() ?? Date.now(),
      signers: { [STORAGE_EMULATOR_SIGNER]: publicKey },
      accessToken: STORAGE_TOKEN,
    });
    return { emulator, privateKey };
  })();
  return storage;
}

/** A test's backend: the whole application in process, against a real Firestore client and the embedded Firestore. */
export async function startBackend(environment: Record<string, string> = {}) {
  const firestore = await sharedEmulator();
  const { emulator: objects, privateKey } = await sharedStorage();
  const projectId = `test-${process.pid}-${++projects}`;
  const address = `${firestore.host}:${firestore.port}`;
  process.env.FIRESTORE_EMULATOR_HOST = address;
  // Otherwise the SDK looks for Google's metadata server, which takes seconds where there is none.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  process.env.FIREBASE_AUTH_EMULATOR_HOST = "127.0.0.1:9099";
  const variables = {
    ...ENVIRONMENT,
    GCLOUD_PROJECT: projectId,
    FIRESTORE_EMULATOR_HOST: address,
    FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
    CLOUD_TASKS_EMULATOR_HOST: "127.0.0.1:9499",
    STORAGE_BUCKET: projectId,
    STORAGE_EMULATOR_URL: objects.url,
    STORAGE_EMULATOR_TOKEN: STORAGE_TOKEN,
    STORAGE_EMULATOR_KEY: Buffer.from(privateKey).toString("base64"),
    ...environment,
  };
  objects.context.storage.createBucket(projectId);
  return new Backend(projectId, parseConfig(variables), { emulator: firestore, storage: objects });
}

export class Backend {
  readonly clock = new FakeClock();
  readonly tasks = new HeldTasks();
  ctx: Context;
  readonly people = people(this);
  readonly emulator: Awaited<ReturnType<typeof startEmulator>>;
  readonly storage: StorageEmulator;
  private app;
  private readonly firebase;
  private ids = 0;

  constructor(
    readonly projectId: string,
    readonly config: Config,
    emulators: { emulator: Awaited<ReturnType<typeof startEmulator>>; storage: StorageEmulator },
  ) {
    this.emulator = emulators.emulator;
    this.storage = emulators.storage;
    latestClock = this.clock;
    this.firebase = initializeApp({ projectId }, projectId);
    const auth = getAuth(this.firebase);
    this.ctx = {
      config,
      db: new Firestore({ projectId }),
      tasks: this.tasks,
      objects: createObjectStore(config),
      log: silentLog,
      now: this.clock.now,
      newId: () => `id${String(++this.ids).padStart(18, "0")}`,
      newSecret: () => String(++this.ids).padStart(43, "s"),
      lookup: async (host) => (host.endsWith(".example.com") ? ["93.184.215.14"] : []),
      mintCustomToken: (uid, claims) => auth.createCustomToken(uid, claims),
    };
    this.app = createApp(routes, this.ctx, pages);
  }

  /** Calls an endpoint of the contract; `app` is another instance of the backend, see race.ts. */
  async call<E extends Endpoint>(
    endpoint: E,
    sent: Sent<E> = {},
    app: Pick<ReturnType<typeof createApp>, "fetch"> = this.app,
  ): Promise<Answer<z.output<E["response"]>>> {
    const hasBody = sent.body !== undefined;
    const request = new Request(urlOf(endpoint, sent), {
      method: endpoint.method,
      headers: {
        ...(hasBody && { "Content-Type": "application/json" }),
        ...(sent.as && { Authorization: `Bearer ${sent.as}` }),
        ...sent.headers,
      },
      ...(hasBody && { body: JSON.stringify(sent.body) }),
    });
    const response = await app.fetch(request);
    const text = await response.text();
    const json: unknown = parseBody(response.headers, text);
    checkDocumented(endpoint, response.status, json);
    const answer = new Answer(response.status, response.headers, json, endpoint.response);
    // Both getters check the body's shape: an answer outside the contract fails every test that meets it.
    if (response.status < 400) void answer.body;
    else void answer.error;
    return answer as Answer<z.output<E["response"]>>;
  }

  /** Sends any request at all. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    return this.app.fetch(new Request(new URL(url, "http://backend.test"), init));
  }

  /** Starts a visitor's conversation. */
  async startSession(
    body: z.input<typeof endpoints.startSession.body> = { message: "Hello?" },
  ): Promise<Session> {
    const { body: started } = await this.call(endpoints.startSession, { body });
    if (started.conversationId === null) throw new Error("Expected a conversation.");
    return started;
  }

  /** Another instance on the same database: what the one before remembered is forgotten. */
  async restart(): Promise<void> {
    const { db } = this.ctx;
    this.ctx = { ...this.ctx, db: new Firestore({ projectId: this.projectId }) };
    this.app = createApp(routes, this.ctx, pages);
    await db.terminate();
  }

  async stop(): Promise<void> {
    await this.ctx.db.terminate();
    await deleteApp(this.firebase);
  }
}

export type { AgentRole, RoutingStrategy };
