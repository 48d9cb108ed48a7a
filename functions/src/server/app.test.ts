import { endpoints, errorBody } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../platform/config.ts";
import type { Context } from "../platform/context.ts";
import { createLog } from "../platform/log.ts";
import { createApp } from "./app.ts";
import { route } from "./endpoint.ts";

const SECRET = "the connection string of /srv/secret/place";

const config = parseConfig({
  GCLOUD_PROJECT: "demo-test",
  FUNCTIONS_EMULATOR: "true",
  JWT_SECRET: "a-secret-for-tests-of-at-least-32-characters",
});

/** Asks an application whose health check fails with this error. */
async function fail(error: unknown) {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  const ctx = { config, log, now: () => new Date() } as unknown as Context;
  const app = createApp([route(endpoints.getHealth, () => Promise.reject(error))], ctx);
  const headers = { "X-Request-Id": "my-request" };
  const response = await app.fetch(new Request("http://backend.test/v1/health", { headers }));
  const text = await response.text();
  return { response, text, error: errorBody.parse(JSON.parse(text)).error, logged: lines.join("\n") };
}

describe("an unexpected error", () => {
  it.each([
    ["an error", new Error(SECRET)],
    ["a text", SECRET],
    ["nothing", undefined],
  ])("leaves as internal without a detail, and is logged with the request id: %s", async (_, thrown) => {
    const { response, text, error, logged } = await fail(thrown);
    expect([response.status, error.type, error.requestId]).toEqual([500, "internal", "my-request"]);
    expect(text).not.toContain("secret");
    expect(logged).toContain('"severity":"ERROR"');
    expect(logged).toContain("my-request");
    if (thrown) expect(logged).toContain(SECRET);
  });
});

describe("a database that cannot be reached or is too busy", () => {
  it.each([4, 8, 10, 14])("is 503 with the time to wait (gRPC code %i)", async (code) => {
    const { response, text, error } = await fail(Object.assign(new Error(SECRET), { code }));
    expect([response.status, error.type]).toEqual([503, "service_unavailable"]);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(text).not.toContain("secret");
  });
});
