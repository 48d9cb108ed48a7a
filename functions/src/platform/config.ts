import { z } from "zod";
import { parseDeployment } from "./deployment.ts";
import { type FileScanner, parseScanner, parseStorage, type StorageConfig } from "./files-config.ts";
import { VERSION } from "./version.ts";

/** Marked as the demo's: start-up is refused with it anywhere but on the emulators. */
export const DEMO_JWT_SECRET = "livechat-demo-secret-for-local-emulators-only";
/** What the emulators take for a web app's key; start-up is refused without a real one anywhere else. */
export const DEMO_API_KEY = "demo-api-key";
export const MIN_SECRET_CHARS = 32;

const origins = z
  .string()
  .default("")
  .transform((list) =>
    list
      .split(",")
      .map((origin) => origin.trim())
      .filter((origin) => origin !== ""),
  );

const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/**
 * Where the client's address is found.
 * - `hosting`: in the header that Firebase Hosting's CDN sets; without it, as `function`
 * - `function`: the last entry of X-Forwarded-For, which Google's front end appends; earlier ones are the client's claim
 * - `socket`: the connection's own peer, where nothing stands in front
 * Source: https://cloud.google.com/functions/docs/reference/headers
 */
export type AddressSource = "hosting" | "function" | "socket";

/** Every variable that the backend reads. Set them in `functions/.env.<project>`; secrets by Secret Manager. */
const environment = z.object({
  GCLOUD_PROJECT: z.string().min(1),
  /** Set by the cloud and the Firebase CLI; elsewhere it is where the functions would be. */
  FUNCTION_REGION: z.string().optional(),
  K_REVISION: z.string().default("local"),
  FUNCTIONS_EMULATOR: z.string().default(""),
  FIRESTORE_EMULATOR_HOST: z.string().default(""),
  FIREBASE_AUTH_EMULATOR_HOST: z.string().default(""),
  CLOUD_TASKS_EMULATOR_HOST: z.string().default(""),

  /** One or more keys, separated by commas: the first signs, all verify. That is how the secret is rotated. */
  JWT_SECRET: z.string().default(""),
  WEB_API_KEY: z.string().default(""),
  AUTH_DOMAIN: z.string().optional(),
  /** The account that Cloud Tasks calls the task functions as. Empty: the one this function runs as. */
  TASKS_SERVICE_ACCOUNT: z.string().default(""),

  CONSOLE_ORIGINS: origins,
  WIDGET_ORIGINS: origins,

  /** Where a client's address is found, see client-address.ts. Unless set: `hosting`, and `socket` on emulators. */
  CLIENT_ADDRESS: z.enum(["hosting", "function", "socket"]).optional(),

  /** Where files are kept. Unless set: the project's default bucket of Firebase. */
  STORAGE_BUCKET: z.string().default(""),
  /** The local Cloud Storage: its address, what its API wants as a token, and the key that signs addresses (PEM, base64). */
  STORAGE_EMULATOR_URL: z.string().default(""),
  STORAGE_EMULATOR_TOKEN: z.string().default(""),
  STORAGE_EMULATOR_KEY: z.string().default(""),
  /** What looks for malware: `clamav:<host>:<port>`; `eicar` knows the test file alone, for emulators. */
  FILE_SCANNER: z
    .string()
    .regex(/^(|eicar|clamav:[^:]+:\d+)$/)
    .default(""),

  /** Hosts that webhooks and bots may have although they are not public, by http and on any port: names or addresses, separated by commas. */
  WEBHOOK_PRIVATE_HOSTS: origins,
  /** After so long at the latest every instance tells a webhook or a feed that was made elsewhere. Sooner costs reads. */
  LISTENERS_KNOWN_WITHIN_SECONDS: z.coerce.number().int().min(1).max(60).default(60),

  BCRYPT_COST: z.coerce.number().int().min(4).max(15).default(12),
  /** An agent's session that was not used for so long ends. 0: after seven days only. */
  AGENT_IDLE_HOURS: z.coerce.number().int().min(0).max(168).default(12),
  VISITOR_SESSION_DAYS: count(30),
  /** What reports are made of is deleted after so long; their sums stay. 0: never. */
  FACTS_KEPT_DAYS: z
    .union([z.coerce.number().int().min(31).max(36_500), z.coerce.number().pipe(z.literal(0))])
    .default(1_095),
  LEASE_SECONDS: count(60),
  /** Conversations that one transaction assigns. Larger batches cost fewer round trips and hold their locks longer. */
  ASSIGN_BATCH_CONVERSATIONS: count(20),

  LOGIN_FAILURES_PER_ACCOUNT: count(5),
  LOGIN_FAILURES_PER_ACCOUNT_IN_ALL: count(50),
  LOGIN_FAILURES_PER_ADDRESS: count(50),
  LOGIN_WINDOW_SECONDS: count(900),
  SESSIONS_PER_ADDRESS_PER_MINUTE: count(20),
  MESSAGES_PER_SENDER_PER_MINUTE: count(60),
  CALLS_PER_AGENT_PER_MINUTE: count(600),
  CALLS_PER_VISITOR_PER_MINUTE: count(120),
  /** Calls without a token, and with one that is not valid. */
  PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: count(300),
  /** From everywhere, for each instance. */
  SESSIONS_PER_MINUTE: count(1_200),
});

export interface Config {
  readonly projectId: string;
  readonly region: string;
  readonly databaseId: string;
  /** Of the release; `revision` is of the deployment. */
  readonly version: string;
  readonly revision: string;
  /** Present only where the backend runs on emulators. Addresses are `host:port`. */
  readonly emulators: { readonly auth: string; readonly firestore: string; readonly tasks: string } | null;
  /** null: on emulators without a local Cloud Storage, where no file can be sent. */
  readonly storage: StorageConfig | null;
  readonly fileScanner: FileScanner | null;
  readonly jwtSecrets: readonly [string, ...string[]];
  readonly web: { readonly apiKey: string; readonly authDomain: string };
  readonly tasksServiceAccount: string | null;
  readonly consoleOrigins: readonly string[];
  readonly widgetOrigins: readonly string[];
  readonly clientAddress: AddressSource;
  readonly webhookPrivateHosts: readonly string[];
  readonly listenersKnownWithinSeconds: number;
  readonly bcryptCost: number;
  readonly agentIdleHours: number;
  readonly factsKeptDays: number;
  readonly visitorSessionDays: number;
  readonly leaseSeconds: number;
  readonly assignBatchConversations: number;
  readonly assignMaxAttempts: number;
  readonly limits: {
    readonly loginFailuresPerAccount: number;
    readonly loginFailuresPerAccountInAll: number;
    readonly loginFailuresPerAddress: number;
    readonly loginWindowSeconds: number;
    readonly sessionsPerAddressPerMinute: number;
    readonly messagesPerSenderPerMinute: number;
    readonly callsPerAgentPerMinute: number;
    readonly callsPerVisitorPerMinute: number;
    readonly publicCallsPerAddressPerMinute: number;
    readonly sessionsPerMinute: number;
  };
}

function parseSecrets(value: string, onEmulators: boolean): readonly [string, ...string[]] {
  const [first, ...rest] = value
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
  if (first === undefined) throw new Error("JWT_SECRET is not set.");
  for (const secret of [first, ...rest]) {
    if (secret.length < MIN_SECRET_CHARS)
      throw new Error(`JWT_SECRET has fewer than ${MIN_SECRET_CHARS} characters.`);
    if (!onEmulators && secret === DEMO_JWT_SECRET) {
      throw new Error("JWT_SECRET is the demo's. Make your own: firebase functions:secrets:set JWT_SECRET");
    }
  }
  return [first, ...rest];
}

function parseApiKey(value: string, onEmulators: boolean): string {
  if (onEmulators) return value || DEMO_API_KEY;
  if (value === "") throw new Error("WEB_API_KEY is not set. npm run setup writes it.");
  if (value === DEMO_API_KEY)
    throw new Error("WEB_API_KEY is the demo's. npm run setup writes your project's.");
  return value;
}

/** Less than this is a few milliseconds of an attacker's time for each guess: enough for tests, and for nothing else. */
const MIN_DEPLOYED_COST = 10;

function parseCost(cost: number, onEmulators: boolean): number {
  if (!onEmulators && cost < MIN_DEPLOYED_COST) {
    throw new Error(`BCRYPT_COST is ${cost}: use ${MIN_DEPLOYED_COST} or more outside of the emulators.`);
  }
  return cost;
}

function limitsOf(env: z.infer<typeof environment>): Config["limits"] {
  return {
    loginFailuresPerAccount: env.LOGIN_FAILURES_PER_ACCOUNT,
    loginFailuresPerAccountInAll: env.LOGIN_FAILURES_PER_ACCOUNT_IN_ALL,
    loginFailuresPerAddress: env.LOGIN_FAILURES_PER_ADDRESS,
    loginWindowSeconds: env.LOGIN_WINDOW_SECONDS,
    sessionsPerAddressPerMinute: env.SESSIONS_PER_ADDRESS_PER_MINUTE,
    messagesPerSenderPerMinute: env.MESSAGES_PER_SENDER_PER_MINUTE,
    callsPerAgentPerMinute: env.CALLS_PER_AGENT_PER_MINUTE,
    callsPerVisitorPerMinute: env.CALLS_PER_VISITOR_PER_MINUTE,
    publicCallsPerAddressPerMinute: env.PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE,
    sessionsPerMinute: env.SESSIONS_PER_MINUTE,
  };
}

/**
 * Reads the environment once, at start.
 * @throws when a variable is missing or wrong, or when the demo's secret is used outside the emulators.
 */
export function parseConfig(variables: NodeJS.ProcessEnv): Config {
  const env = environment.parse(variables);
  const deployment = parseDeployment(variables);
  const onEmulators = env.FUNCTIONS_EMULATOR === "true" || env.FIRESTORE_EMULATOR_HOST !== "";
  return {
    projectId: env.GCLOUD_PROJECT,
    region: env.FUNCTION_REGION ?? deployment.region,
    databaseId: deployment.databaseId,
    version: VERSION,
    revision: env.K_REVISION,
    emulators: onEmulators
      ? {
          auth: env.FIREBASE_AUTH_EMULATOR_HOST,
          firestore: env.FIRESTORE_EMULATOR_HOST,
          tasks: env.CLOUD_TASKS_EMULATOR_HOST,
        }
      : null,
    storage: parseStorage(env, onEmulators),
    fileScanner: parseScanner(env.FILE_SCANNER, onEmulators),
    jwtSecrets: parseSecrets(env.JWT_SECRET, onEmulators),
    web: {
      apiKey: parseApiKey(env.WEB_API_KEY, onEmulators),
      authDomain: env.AUTH_DOMAIN ?? `${env.GCLOUD_PROJECT}.firebaseapp.com`,
    },
    tasksServiceAccount: env.TASKS_SERVICE_ACCOUNT || null,
    consoleOrigins: env.CONSOLE_ORIGINS,
    widgetOrigins: env.WIDGET_ORIGINS,
    clientAddress: env.CLIENT_ADDRESS ?? (onEmulators ? "socket" : "hosting"),
    webhookPrivateHosts: env.WEBHOOK_PRIVATE_HOSTS,
    listenersKnownWithinSeconds: env.LISTENERS_KNOWN_WITHIN_SECONDS,
    bcryptCost: parseCost(env.BCRYPT_COST, onEmulators),
    agentIdleHours: env.AGENT_IDLE_HOURS,
    visitorSessionDays: env.VISITOR_SESSION_DAYS,
    factsKeptDays: env.FACTS_KEPT_DAYS,
    leaseSeconds: env.LEASE_SECONDS,
    assignBatchConversations: env.ASSIGN_BATCH_CONVERSATIONS,
    assignMaxAttempts: deployment.assignmentQueue.maxAttempts,
    limits: limitsOf(env),
  };
}
