import { DEMO_JWT_SECRET } from "../../functions/src/platform/config.ts";
import type { ProjectState, Resource } from "./google/state.ts";

/** The first item of a map whose key holds the text. */
export function find(all: ReadonlyMap<string, Resource>, text: string): Resource {
  const [, found] = [...all].find(([key]) => key.includes(text)) ?? [];
  if (!found) throw new Error(`There is no ${text}.`);
  return found;
}

/** What is broken, and puts it right again. */
type Break = () => () => void;

function set(resource: () => Resource, key: string, value: unknown): Break {
  return () => {
    const changed = resource();
    const before = changed[key];
    changed[key] = value;
    return () => {
      changed[key] = before;
    };
  };
}

function without<V>(all: () => Map<string, V>, text: string): Break {
  return () => {
    const [key, value] = [...all()].find(([name]) => name.includes(text)) ?? [];
    if (key === undefined || value === undefined) throw new Error(`There is no ${text}.`);
    all().delete(key);
    return () => {
      all().set(key, value);
    };
  };
}

/** What may go wrong in a project that is set up: in words, which step sees it, how to bring it about, what it says. */
export function brokenBy(stateOf: () => ProjectState): [string, string, Break, RegExp][] {
  const state = new Proxy({} as ProjectState, { get: (_, key) => Reflect.get(stateOf(), key) });
  const service = () => find(state.functions, "functions/api").serviceConfig;
  const withSecret =
    (value: string): Break =>
    () => {
      const versions = state.secrets.get("JWT_SECRET")?.versions ?? [];
      versions.push(value);
      return () => {
        versions.pop();
      };
    };
  const live = () => state.versions.get(state.liveVersion ?? "")?.config.rewrites[0].run;
  const job = () => find(state.jobs, "sweep");
  const bindings = (): { role: string; members: string[] }[] => state.policies.get("project")?.bindings;
  return [
    [
      "billing is off",
      "billing",
      set(() => stateOf() as unknown as Resource, "billingAccount", null),
      /no billing account/,
    ],
    [
      "an API is off",
      "services",
      () => {
        state.services.delete("cloudtasks.googleapis.com");
        return () => state.services.add("cloudtasks.googleapis.com");
      },
      /Off: cloudtasks/,
    ],
    [
      "the database is far away",
      "database",
      set(() => find(state.databases, "default"), "locationId", "asia-east1"),
      /asia-east1/,
    ],
    [
      "the database is of another kind",
      "database",
      set(() => find(state.databases, "default"), "type", "DATASTORE_MODE"),
      /DATASTORE_MODE/,
    ],
    [
      "recovery is off",
      "recovery",
      set(() => find(state.databases, "default"), "pointInTimeRecoveryEnablement", "X"),
      /recovery is off/,
    ],
    [
      "nothing is backed up",
      "backups",
      without(() => state.backupSchedules, "schedule"),
      /no daily schedule/,
    ],
    [
      "the rules are others",
      "rules",
      set(() => find(state.rulesets, "ruleset").source.files[0], "content", "open"),
      /others than/,
    ],
    [
      "an index is missing",
      "indexes",
      without(() => state.indexes, "collectionGroups/agents"),
      /1 are missing: agents/,
    ],
    [
      "an index is being built",
      "indexes",
      set(() => find(state.indexes, "agents"), "state", "CREATING"),
      /are ready/,
    ],
    [
      "a time to live is off",
      "time-to-live",
      set(() => find(state.fields, "rateLimits"), "ttlConfig", undefined),
      /rateLimits.expiresAt/,
    ],
    ["the secret is short", "secret", withSecret("short"), /fewer than/],
    ["the secret is the demo's", "secret", withSecret(DEMO_JWT_SECRET), /demo's/],
    ["the secret is gone", "secret", without(() => state.secrets, "JWT_SECRET"), /none/],
    [
      "files could be made public",
      "bucket",
      set(() => find(state.buckets, "files"), "iamConfiguration", {}),
      /public/,
    ],
    [
      "a function is missing",
      "functions",
      without(() => state.functions, "functions/sweep"),
      /Missing: sweep/,
    ],
    [
      "a function failed",
      "functions",
      set(() => find(state.functions, "functions/api"), "state", "FAILED"),
      /api is FAILED/,
    ],
    [
      "a function runs with another key",
      "functions",
      () => set(() => service().environmentVariables, "WEB_API_KEY", "other")(),
      /another WEB_API_KEY/,
    ],
    [
      "a role is missing",
      "roles",
      () => {
        const gone = bindings().splice(0, 1);
        return () => bindings().unshift(...gone);
      },
      /lacks roles\//,
    ],
    [
      "the account may not sign",
      "signing",
      () => without(() => state.policies, service().serviceAccountEmail)(),
      /lacks roles\/iam.serviceAccountTokenCreator/,
    ],
    [
      "the account may not sign, seen from outside",
      "answers",
      () => without(() => state.policies, service().serviceAccountEmail)(),
      /503: Custom tokens cannot be signed/,
    ],
    [
      "a queue is paused",
      "queues",
      set(() => find(state.queues, "assignConversation"), "state", "PAUSED"),
      /assignConversation/,
    ],
    ["the sweep stopped", "sweep", set(job, "lastAttemptTime", "2026-01-01T00:00:00Z"), /minutes ago/],
    [
      "the sweep fails",
      "sweep",
      () => {
        const one = job();
        Object.assign(one, {
          lastAttemptTime: new Date().toISOString(),
          status: { code: 13, message: "internal" },
        });
        return () => Object.assign(one, { status: undefined });
      },
      /failed: internal/,
    ],
    [
      "images are kept",
      "images",
      set(() => find(state.repositories, "gcf"), "cleanupPolicies", {}),
      /leaves images/,
    ],
    ["Hosting passes calls on elsewhere", "pages", set(live, "region", "asia-east1"), /asia-east1/],
    [
      "nothing is published",
      "pages",
      set(() => stateOf() as unknown as Resource, "liveVersion", null),
      /Nothing is published/,
    ],
    ["the site gets no answer there", "preflight", set(live, "serviceId", "gone"), /is refused/],
    [
      "a metric counts something else",
      "metrics",
      set(() => find(state.metrics, "livechat_errors"), "filter", "severity>=INFO"),
      /livechat_errors/,
    ],
    [
      "an alert was changed",
      "alerts",
      () =>
        set(
          () => find(state.alertPolicies, "alertPolicies/1").conditions[0].conditionThreshold,
          "thresholdValue",
          1_000_000,
        )(),
      /livechat: Errors/,
    ],
    ["nobody is told", "alerts", without(() => state.channels, "notificationChannels"), /Nobody is told/],
    ["there is no uptime check", "watching", without(() => state.uptimeChecks, "uptime"), /no uptime check/],
    ["there is no budget", "budget", without(() => state.budgets, "budgets"), /no budget/],
  ];
}
