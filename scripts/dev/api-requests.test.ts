import { describe, expect, it } from "vitest";
import { letPass } from "./api-requests.mjs";

const FUNCTION = "/demo-livechat/us-central1/api";

function passed(url: string, headers: Record<string, string> = {}) {
  const request = { url, headers: { ...headers } };
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
    expect(passed(`${path}?limit=1`).url).toBe("/v1/unparsable-path?limit=1");
    expect(passed(`${FUNCTION}${path}`).url).toBe(`${FUNCTION}/v1/unparsable-path`);
  });

  it.each(["/v1", "/v1/agents", "/v1/agents/%20?limit=%ff", "/v1/agents?a=../..", "/v1/agents/a.b"])(
    "stays as it is: %s",
    (url) => expect(passed(url).url).toBe(url),
  );

  it("loses the headers of the connection where hosting would refuse them", () => {
    const headers = { expect: "100-continue", "transfer-encoding": "chunked", upgrade: "h2c", accept: "*/*" };
    expect(passed("/v1/auth/login", headers).headers).toEqual({ accept: "*/*" });
    expect(passed(`${FUNCTION}/v1/auth/login`, headers).headers).toEqual(headers);
  });
});

it("leaves requests to anything else alone", () => {
  const headers = { upgrade: "websocket" };
  expect(passed("/console/%ff", headers)).toEqual({ url: "/console/%ff", headers });
  expect(passed("/v10/%ff").url).toBe("/v10/%ff");
});
