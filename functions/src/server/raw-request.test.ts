import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeRawRequests } from "./raw-request.ts";

let seen: { url: string | undefined; headers: IncomingHttpHeaders } | undefined;
const server = createServer((incoming: IncomingMessage, response) => {
  seen = { url: incoming.url, headers: incoming.headers };
  response.end();
});
let port = 0;

beforeAll(async () => {
  takeRawRequests();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it("hides the body from parsers in front, and keeps its length and type for ours", async () => {
  await fetch(`http://127.0.0.1:${port}/v1/agents?x=%20`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Content-Encoding": "gzip" },
    body: "{",
  });
  expect(seen?.url).toBe("/v1/agents?x=%20");
  expect(seen?.headers["content-length"]).toBeUndefined();
  expect(seen?.headers["x-livechat-content-length"]).toBe("1");
  expect(seen?.headers["content-type"]).toBe("application/json");
  expect(seen?.headers["content-encoding"]).toBe("gzip");
});

it("hides a body whose length nobody announced", async () => {
  const body = new Blob(["{}"]).stream();
  await fetch(`http://127.0.0.1:${port}/v1/agents`, { method: "POST", body, duplex: "half" });
  expect(seen?.headers["transfer-encoding"]).toBeUndefined();
  expect(seen?.headers["x-livechat-content-length"]).toBe("");
});

it("replaces a name of the host that makes no URL", async () => {
  const get = (host: string) =>
    new Promise((resolve) => request({ port, headers: { host } }, resolve).end()).then(
      () => seen?.headers.host,
    );
  expect(await get("a b")).toBe("localhost");
  expect(await get("a/b")).toBe("localhost");
  expect(await get("a:99999")).toBe("localhost");
  expect(await get("api.example.com:8080")).toBe("api.example.com:8080");
  expect(await get("[::1]:8080")).toBe("[::1]:8080");
});

it("replaces a path that cannot be decoded", async () => {
  await fetch(`http://127.0.0.1:${port}/v1/agents/%E0%A4%A`);
  expect(seen?.url).toBe("/unparsable-path");
});
