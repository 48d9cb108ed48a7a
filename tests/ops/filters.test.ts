import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endpoints } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { routes } from "../../functions/src/http/routes.ts";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import type { Context } from "../../functions/src/platform/context.ts";
import { createLog } from "../../functions/src/platform/log.ts";
import { createApp } from "../../functions/src/server/app.ts";
import { route } from "../../functions/src/server/endpoint.ts";
import { type Backend, startBackend } from "../../functions/test/harness.ts";
import { FUNCTIONS, QUEUES } from "../../ops/steps/function-steps.ts";
import { ALERT_PREFIX, alerts } from "../../ops/watch/alerts.ts";
import { dashboard } from "../../ops/watch/dashboard.ts";
import { metrics } from "../../ops/watch/metrics.ts";
import { entryOf, type LogEntry, matches } from "./log-filter.ts";

const root = join(import.meta.dirname, "..", "..");
const UNAVAILABLE = Object.assign(new Error("14 UNAVAILABLE"), { code: 14 });
const DEADLINE_MILLIS = 60_000;

let backend: Backend;
let ctx: Context;
const entries: LogEntry[] = [];

const get = (path: string) => new Request(`http://backend.test${path}`);

/** An application of which one call fails. */
function failing(error: () => Promise<never>) {
  return createApp([route(endpoints.getHealth, error)], ctx);
}

async function tooSlow(): Promise<void> {
  vi.useFakeTimers();
  const response = failing(() => new Promise<never>(() => {})).fetch(get("/v1/health"));
  await vi.advanceTimersByTimeAsync(DEADLINE_MILLIS);
  await response;
  vi.useRealTimers();
}

async function loseTasks(): Promise<void> {
  await backend.people.group("Sales", { isDefault: true });
  const app = createApp(routes, ctx);
  const body = JSON.stringify({ message: "Hello" });
  const start = () =>
    app.fetch(
      new Request("http://backend.test/v1/widget/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      }),
    );
  backend.tasks.failure = new Error("Cloud Tasks cannot be reached.");
  await start();
  backend.tasks.failure = null;
  await backend.people.agent("Anna", { groupIds: await groupIds() });
  backend.clock.advance(600);
  await sweep(ctx);
}

async function groupIds(): Promise<string[]> {
  return (await backend.ctx.db.collection("groups").get()).docs.map(({ id }) => id);
}

beforeAll(async () => {
  backend = await startBackend();
  const log = createLog((line) => entries.push(entryOf(line, "api")));
  ctx = { ...backend.ctx, log };
  await createApp(routes, ctx).fetch(get("/v1/health"));
  await failing(() => Promise.reject(new Error("a mistake"))).fetch(get("/v1/health"));
  await failing(() => Promise.reject(UNAVAILABLE)).fetch(get("/v1/health"));
  await tooSlow();
  await loseTasks();
});

afterAll(() => backend.stop());

const counted = (name: string): string[] => {
  const filter = metrics.find((metric) => metric.name === name)?.filter ?? "";
  return entries
    .filter((entry) => matches(entry, filter))
    .map(({ jsonPayload }) => String(jsonPayload.message));
};

describe("metrics count what the code writes", () => {
  it("errors, and no call that went well", () => {
    expect(
      counted("livechat_errors").some((message) => message.startsWith("Something went wrong here.")),
    ).toBe(true);
    expect(counted("livechat_errors")).not.toContain("GET /v1/health 200");
  });

  it("tasks that were lost", () => {
    const lost = counted("livechat_lost_tasks");
    expect(lost).toContainEqual(expect.stringMatching(/^A task could not be enqueued/));
    expect(lost).toContainEqual(expect.stringMatching(/^A task was lost/));
    expect(lost.every((message) => message.startsWith("A task "))).toBe(true);
  });

  it("a busy or slow database", () => {
    expect(counted("livechat_busy_database")).toEqual([
      "The database is busy. Try again.",
      "This took too long. Try again.",
    ]);
  });

  it("every call once", () => {
    expect(counted("livechat_calls")).toContain("GET /v1/health 200");
    expect(counted("livechat_calls")).toContain("GET /v1/health 500");
    expect(counted("livechat_calls").every((message) => /^[A-Z]+ \/v1\//.test(message))).toBe(true);
  });
});

describe("alerts and charts", () => {
  const text = JSON.stringify([alerts, dashboard]).replaceAll('\\"', '"');
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name ?? "");

  it("look at metrics that there are", () => {
    const names: string[] = metrics.map(({ name }) => name);
    const used = named(/logging\.googleapis\.com\/user\/(\w+)/g);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !names.includes(name))).toEqual([]);
  });

  it("name functions and queues that there are", () => {
    const services = FUNCTIONS.map((name) => name.toLowerCase());
    expect(named(/service_name ?= ?"(\w+)"/g).filter((name) => !services.includes(name))).toEqual([]);
    const queues: readonly string[] = QUEUES;
    expect(named(/queue_id ?= ?"(\w+)"/g).filter((name) => !queues.includes(name))).toEqual([]);
  });

  it("have a heading each in the runbook", () => {
    const runbook = readFileSync(join(root, "docs", "operations.md"), "utf8");
    const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    const names = alerts.map(({ displayName }) => displayName?.slice(ALERT_PREFIX.length));
    expect(names.filter((name) => !headings.includes(name))).toEqual([]);
    expect(names.length).toBe(7);
  });
});
