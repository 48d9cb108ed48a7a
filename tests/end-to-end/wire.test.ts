import { type IncomingMessage, request } from "node:http";
import { errorBody } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";

/** The two ways to the API: through hosting, and straight to the function. */
const WAYS = [new URL(addresses.api).origin, `${addresses.functions}/api`];

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  /** Written in pieces: a body without a length is sent in chunks. */
  body?: string[];
}

/** As a client on its own sockets sends it: `fetch` tidies paths and headers up. */
function send(
  way: string,
  path: string,
  { method = "GET", headers, body = [] }: Sent,
): Promise<IncomingMessage> {
  const { hostname, port, pathname } = new URL(way);
  const prefix = pathname === "/" ? "" : pathname;
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, method, path: `${prefix}${path}`, headers }, resolve);
    sending.on("error", reject);
    for (const piece of body) sending.write(piece);
    sending.end();
  });
}

/** The status and type of an error in the contract's form. */
async function refusal(way: string, path: string, sent: Sent = {}): Promise<[number | undefined, string]> {
  const response = await send(way, path, sent);
  let text = "";
  for await (const chunk of response) text += chunk;
  return [response.statusCode, errorBody.parse(JSON.parse(text)).error.type];
}

describe.each(WAYS)("the API at %s", (way) => {
  it.each([
    "/v1/agents/%ff",
    "/v1/agents/%E0%A4%A",
    "/v1/agents/..%2fagents",
    "/v1/..%2f..%2fetc%2fpasswd",
    `/v1/agents/${"a".repeat(300)}`,
  ])("does not know the path %s", async (path) => {
    expect(await refusal(way, path)).toEqual([404, "not_found"]);
  });

  const json = { "Content-Type": "application/json" };
  const post = { method: "POST", headers: json };

  it("takes a body whose length is not announced", async () => {
    const body = ['{"email": 1,', ' "password": "x"}'];
    expect(await refusal(way, "/v1/auth/login", { ...post, body })).toEqual([400, "validation"]);
  });

  it("takes the headers of clients that wait for a go-ahead or offer HTTP/2", async () => {
    const offers = {
      Connection: "Upgrade, HTTP2-Settings",
      Upgrade: "h2c",
      "HTTP2-Settings": "AAMAAABkAAQAAP__",
    };
    const waits = { Expect: "100-continue", "Content-Length": "2" };
    const login = (more: Record<string, string>) =>
      refusal(way, "/v1/auth/login", { ...post, headers: { ...json, ...more }, body: ["{}"] });
    expect(await login(offers)).toEqual([400, "validation"]);
    expect(await login(waits)).toEqual([400, "validation"]);
    expect(await login({ TE: "trailers", Trailer: "Digest" })).toEqual([400, "validation"]);
  });

  it.each([1, 40])("refuses a body of %s MB", async (megabytes) => {
    const body = Array.from({ length: megabytes }, () => "x".repeat(1024 * 1024));
    const length = { "Content-Length": String(megabytes * 1024 * 1024) };
    const tooLarge = [413, "entity_too_large"];
    expect(await refusal(way, "/v1/auth/login", { ...post, body })).toEqual(tooLarge);
    expect(await refusal(way, "/v1/auth/login", { ...post, headers: { ...json, ...length }, body })).toEqual(
      tooLarge,
    );
  });

  it("refuses a large body that nobody reads, and goes on", async () => {
    const body = Array.from({ length: 20 }, () => "x".repeat(1024 * 1024));
    expect(await refusal(way, "/v1/nowhere", { ...post, body })).toEqual([404, "not_found"]);
    expect(await refusal(way, "/v1/agents", { ...post, body })).toEqual([401, "authentication"]);
    expect(await refusal(way, "/v1/auth/login", { ...post, body: ["{}"] })).toEqual([400, "validation"]);
  });

  it.each(["a b", "[[", "a/b", "a@b", "x:99999"])("answers under any name: %s", async (Host) => {
    expect(await refusal(way, "/v1/nowhere", { headers: { Host } })).toEqual([404, "not_found"]);
  });

  it("reads a token of any length", async () => {
    const headers = { Authorization: `Bearer ${"x".repeat(100_000)}` };
    expect(await refusal(way, "/v1/auth/me", { headers })).toEqual([401, "authentication"]);
  });
});
