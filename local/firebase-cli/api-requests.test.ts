import { describe, expect, it } from "vitest";
import { letPass } from "./api-requests.mjs";

const FUNCTION = "/demo-livechat/us-central1/api";

function passed(url: string, headers: Record<string, string> = {}) {
  const request = { url, headers: { host: "localhost:5000", ...headers } };
  letPass(request);
  return request;
}

describe("a request to the API", () => {
  it.each([
    "/v1/agents/%ff",
    "/v1/agents/%E0%A4%A",
    "/v1/agents/%",
    "/v1/agents/..%2Fgroups",
    "/v1/agents/%2e%2e/groups",
    "/v1/agents/..",
    "/v1/..\\etc",
    `/v1/agents/${"a".repeat(256)}`,
  ])("reaches the API as a path that it does not know: %s", (path) => {
    expect(passed(`${path}?limit=1`).url).toBe("/v1/unknown-path?limit=1");
    expect(passed(`${FUNCTION}${path}`).url).toBe(`${FUNCTION}/v1/unknown-path`);
  });

  it.each(["/v1", "/v1/agents", "/v1/agents/%20?limit=%ff", "/v1/agents?a=../..", "/v1/agents/a.b"])(
    "stays as it is: %s",
    (url) => expect(passed(url).url).toBe(url),
  );

  it("loses the headers of the connection where hosting would refuse them", () => {
    const host = "127.0.0.1:5000";
    const headers = {
      host,
      expect: "100-continue",
      "transfer-encoding": "chunked",
      upgrade: "h2c",
      accept: "*/*",
    };
    expect(passed("/v1/auth/login", headers).headers).toEqual({ accept: "*/*", host });
    const chunked = { accept: "*/*", host, "transfer-encoding": "chunked" };
    expect(passed(`${FUNCTION}/v1/auth/login`, headers).headers).toEqual(chunked);
  });
});

it.each(["a b", "[[", "%zz", "a/b", "a@b", "x:99999", ""])("no name of a host ends the CLI: %s", (host) => {
  expect(passed("/demo", { host }).headers.host).toBe("localhost");
  expect(passed("/v1/agents", { host }).headers.host).toBe("localhost");
});

it.each(["//", "//[", "http://[/", "/console/%ff", `/${"a".repeat(256)}`, "/b".repeat(2_000)])(
  "no path ends the CLI, or is more than it can look for: %s",
  (url) => expect(passed(url).url).toBe("/unknown-path"),
);

it("leaves requests to anything else alone", () => {
  const headers = { upgrade: "websocket", host: "127.0.0.1:5000" };
  expect(passed("/console/a%2Fb?c=%ff", headers)).toEqual({ url: "/console/a%2Fb?c=%ff", headers });
  expect(passed("/v10/a%2Fb").url).toBe("/v10/a%2Fb");
});
