// biome-ignore-all lint/suspicious/noExplicitAny: what fifteen APIs store, as they were sent it
/** A resource as it was sent, plus what the fake adds. */
export type Resource = Record<string, any>;

/** What a project holds. Everything a test may look at or change. */
export interface ProjectState {
  readonly id: string;
  readonly number: string;
  /** null: billing is not switched on. */
  billingAccount: string | null;
  isFirebase: boolean;
  services: Set<string>;
  /** Databases by id, indexes and fields by name. */
  databases: Map<string, Resource>;
  indexes: Map<string, Resource>;
  fields: Map<string, Resource>;
  backupSchedules: Map<string, Resource>;
  rulesets: Map<string, Resource>;
  releases: Map<string, Resource>;
  webApps: Map<string, Resource>;
  functions: Map<string, Resource>;
  queues: Map<string, Resource>;
  tasks: Resource[];
  jobs: Map<string, Resource>;
  /** Versions of each secret, the newest last. */
  secrets: Map<string, { labels: Resource; policy: Resource; versions: string[] }>;
  serviceAccounts: Map<string, { policy: Resource }>;
  /** IAM policies of resources and, as "project", of the project. */
  policies: Map<string, Resource>;
  repositories: Map<string, Resource>;
  buckets: Map<string, Resource>;
  versions: Map<string, Resource>;
  /** Zipped contents of Hosting's files, by hash. */
  contents: Map<string, Buffer>;
  liveVersion: string | null;
  authEnabled: boolean;
  alertPolicies: Map<string, Resource>;
  channels: Map<string, Resource>;
  uptimeChecks: Map<string, Resource>;
  dashboards: Map<string, Resource>;
  metrics: Map<string, Resource>;
  budgets: Map<string, Resource>;
}

export const API_KEY = "AIzaSyFakeKeyOfTheProjectShop0000000000";

/** A Google Cloud project that nobody has done anything in. */
export function emptyProject(id: string): ProjectState {
  return {
    id,
    number: "424242424242",
    billingAccount: "billingAccounts/01AAAA-02BBBB-03CCCC",
    isFirebase: true,
    services: new Set(),
    databases: new Map(),
    indexes: new Map(),
    fields: new Map(),
    backupSchedules: new Map(),
    rulesets: new Map(),
    releases: new Map(),
    webApps: new Map(),
    functions: new Map(),
    queues: new Map(),
    tasks: [],
    jobs: new Map(),
    secrets: new Map(),
    serviceAccounts: new Map(),
    policies: new Map(),
    repositories: new Map(),
    buckets: new Map(),
    versions: new Map(),
    contents: new Map(),
    liveVersion: null,
    authEnabled: false,
    alertPolicies: new Map(),
    channels: new Map(),
    uptimeChecks: new Map(),
    dashboards: new Map(),
    metrics: new Map(),
    budgets: new Map(),
  };
}

/** A finished operation, as the APIs answer it that work in the background. */
export const finished = (response: unknown, name = "operations/done"): Resource => ({
  name,
  done: true,
  response,
});

/** The numbered name of the next resource in a collection. */
export const nextId = (all: ReadonlyMap<string, unknown>): string => String(all.size + 1);
