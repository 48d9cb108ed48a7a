import { endpointList } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

const CONSOLE = "https://console.example";
const SHOP = "https://shop.example";
const STRANGER = "https://stranger.example";

let backend: Backend;

beforeAll(async () => {
  backend = await startBackend();
});

afterAll(() => backend.stop());

const pathOf = (path: string) => path.replace(/\{\w+\}/g, "some-id");

const isForVisitors = ({ audience }: (typeof endpointList)[number]) => audience === "visitors";

function preflight(path: string, method: string, origin: string): Promise<Response> {
  return backend.fetch(pathOf(path), {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": method,
      "Access-Control-Request-Headers": "authorization, content-type",
    },
  });
}

const allowed = (response: Response) => response.headers.get("access-control-allow-origin");

describe.each(endpointList)("$method $path", (endpoint) => {
  const { method, path } = endpoint;

  it("lets the console's origin ask, with its method and headers", async () => {
    const response = await preflight(path, method, CONSOLE);
    expect(response.status).toBe(204);
    expect(allowed(response)).toBe(CONSOLE);
    expect(response.headers.get("access-control-allow-methods")).toContain(method);
    expect(response.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("authorization");
    expect(response.headers.get("vary")).toContain("Origin");
  });

  it(`${isForVisitors(endpoint) ? "lets" : "does not let"} the web site's origin ask`, async () => {
    expect(allowed(await preflight(path, method, SHOP))).toBe(isForVisitors(endpoint) ? SHOP : null);
  });

  it("lets no other origin ask or read the answer", async () => {
    expect(allowed(await preflight(path, method, STRANGER))).toBeNull();
    const answer = await backend.fetch(pathOf(path), { method, headers: { Origin: STRANGER } });
    expect(allowed(answer)).toBeNull();
  });

  it("lets an allowed origin read errors, too, and never asks for cookies", async () => {
    const answer = await backend.fetch(pathOf(path), { method, headers: { Origin: CONSOLE } });
    expect(allowed(answer)).toBe(CONSOLE);
    expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
    expect(answer.headers.get("access-control-expose-headers")).toContain("Retry-After");
    expect(answer.headers.get("access-control-expose-headers")).toContain("Date");
  });
});

describe("the audience of an endpoint", () => {
  it("is the visitors' pages wherever a visitor may call, and never where supervisors alone may", () => {
    for (const { access, audience, name } of endpointList) {
      if (access === "agentOrVisitor") expect(audience, name).toBe("visitors");
      if (access === "supervisor" || access === "admin") expect(audience, name).toBe("agents");
    }
  });
});

describe("a listed origin with :* for its port", () => {
  it("stands for every port of that host, and for no other host", async () => {
    const local = await startBackend({ CONSOLE_ORIGINS: "http://localhost:*,http://127.0.0.1:*" });
    const ask = async (origin: string) =>
      allowed(await local.fetch("/v1/agents", { headers: { Origin: origin } })) === origin;
    expect(await ask("http://localhost:5173")).toBe(true);
    expect(await ask("http://127.0.0.1:5000")).toBe(true);
    expect(await ask("http://localhost")).toBe(true);
    expect(await ask("https://localhost:5173")).toBe(false);
    expect(await ask("http://localhost:5173.evil.example")).toBe(false);
    expect(await ask("http://evil.example")).toBe(false);
    await local.stop();
  });
});
