import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { takeRawRequests } from "./raw-request.ts";

let seen: { url: string | undefined; headers: IncomingHttpHeaders } | undefined;
const server = createServer((request: IncomingMessage, response) => {
  seen = { url: request.url, headers: request.headers };
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

it("replaces a path that cannot be decoded", async () => {
  await fetch(`http://127.0.0.1:${port}/v1/agents/%E0%A4%A`);
  expect(seen?.url).toBe("/unparsable-path");
});
