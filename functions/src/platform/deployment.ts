import { z } from "zod";

/** Where the functions are unless LIVECHAT_REGION says otherwise. No other file names a region. */
export const DEFAULT_REGION = "us-central1";
/** Firestore's own name of a project's first database. */
export const DEFAULT_DATABASE = "(default)";

const MEMORY = ["256MiB", "512MiB", "1GiB", "2GiB", "4GiB"] as const;
/** Cloud Run's own limits. */
const MAX_INSTANCES = 1_000;
const MAX_HTTP_TIMEOUT_SECONDS = 3_600;
const MAX_TASK_TIMEOUT_SECONDS = 1_800;

const count = (fallback: number, max = 10_000) => z.coerce.number().int().min(1).max(max).default(fallback);
const instances = (fallback: number) => count(fallback, MAX_INSTANCES);
const warm = z.coerce.number().int().min(0).max(MAX_INSTANCES).default(0);
const memory = z.enum(MEMORY).default("512MiB");
/** An empty value in a dotenv file means the default. */
const text = (fallback: string) => z.string().transform((value) => value || fallback);

/**
 * What the shape of the deployment depends on. The Firebase CLI asks for none of it: it reads
 * `functions/.env.<project>`, and each variable has a default.
 */
const environment = z.object({
  LIVECHAT_REGION: text(DEFAULT_REGION).default(DEFAULT_REGION),
  LIVECHAT_DATABASE: text(DEFAULT_DATABASE).default(DEFAULT_DATABASE),

  /** Of each of the two HTTPS functions: the agents' one and the visitors' one. */
  HTTP_MAX_INSTANCES: instances(20),
  HTTP_MIN_INSTANCES: warm,
  HTTP_MEMORY: memory,
  HTTP_TIMEOUT_SECONDS: count(60, MAX_HTTP_TIMEOUT_SECONDS),

  /** Of each of the functions that queues call, and of the sweep. */
  TASK_MAX_INSTANCES: instances(10),
  TASK_MEMORY: memory,
  TASK_TIMEOUT_SECONDS: count(60, MAX_TASK_TIMEOUT_SECONDS),

  ASSIGN_MAX_CONCURRENT_DISPATCHES: count(5, 1_000),
  ASSIGN_MAX_ATTEMPTS: count(10, 100),
  ASSIGN_MIN_BACKOFF_SECONDS: count(1, 3_600),
  ASSIGN_MAX_BACKOFF_SECONDS: count(300, 3_600),
});

export interface Deployment {
  readonly region: string;
  readonly databaseId: string;
  readonly http: FunctionSize & { readonly minInstances: number };
  readonly tasks: FunctionSize;
  readonly assignmentQueue: {
    readonly maxConcurrentDispatches: number;
    readonly maxAttempts: number;
    readonly minBackoffSeconds: number;
    readonly maxBackoffSeconds: number;
  };
}

export interface FunctionSize {
  readonly maxInstances: number;
  readonly memory: (typeof MEMORY)[number];
  readonly timeoutSeconds: number;
}

/** Names of the variables, for what writes and checks the dotenv files. */
export const DEPLOYMENT_VARIABLES: readonly string[] = Object.keys(environment.shape);

/** @throws ZodError when a variable is out of its range */
export function parseDeployment(variables: NodeJS.ProcessEnv): Deployment {
  const env = environment.parse(variables);
  return {
    region: env.LIVECHAT_REGION,
    databaseId: env.LIVECHAT_DATABASE,
    http: {
      maxInstances: env.HTTP_MAX_INSTANCES,
      minInstances: env.HTTP_MIN_INSTANCES,
      memory: env.HTTP_MEMORY,
      timeoutSeconds: env.HTTP_TIMEOUT_SECONDS,
    },
    tasks: {
      maxInstances: env.TASK_MAX_INSTANCES,
      memory: env.TASK_MEMORY,
      timeoutSeconds: env.TASK_TIMEOUT_SECONDS,
    },
    assignmentQueue: {
      maxConcurrentDispatches: env.ASSIGN_MAX_CONCURRENT_DISPATCHES,
      maxAttempts: env.ASSIGN_MAX_ATTEMPTS,
      minBackoffSeconds: env.ASSIGN_MIN_BACKOFF_SECONDS,
      maxBackoffSeconds: env.ASSIGN_MAX_BACKOFF_SECONDS,
    },
  };
}
