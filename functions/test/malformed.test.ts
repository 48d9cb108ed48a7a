import { type Endpoint, endpointList, errorBody } from "@livechat/contract";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { checkDocumented, parseBody } from "./documented.ts";
import type { Backend } from "./harness.ts";
import { type AnyRequest, anyRequest } from "./malformed.ts";
import { restoredCompany } from "./restored-company.ts";

/** Per endpoint; there are more than forty. */
const RUNS = 200;

let backend: Backend;
let written: string[];
let unwatch = () => {};

const UNLIMITED = { LOGIN_FAILURES_PER_ACCOUNT: "1000000" };

afterEach(() => unwatch());

/** Notes the path of every document that a commit changes, but for the counters of rate limits. */
function watchWrites(): void {
  written = [];
  const { projectId } = backend;
  const { store } = backend.emulator.context.databases.get({ projectId, databaseId: "(default)" });
  unwatch = store.onCommit(({ changes }) => {
    const paths = changes.map(({ name }) => name.split("/documents/")[1] ?? name);
    written.push(...paths.filter((path) => !path.startsWith("rateLimits/")));
  });
}

async function send({ method, path, headers, body }: AnyRequest): Promise<Response> {
  const hasBody = body !== undefined && method !== "GET" && method !== "HEAD";
  const init = { method, headers, ...(hasBody && { body: body as NonNullable<RequestInit["body"]> }) };
  return backend.fetch(`http://backend.test${path}`, init);
}

/** A stack trace, a path of ours, a class name of the database's errors: nothing of the inside. */
const INSIDE = /\bat \S+ \(|node_modules|\.ts:\d|\bError:|FieldValue|firestore/i;

async function check(endpoint: Endpoint, request: AnyRequest): Promise<void> {
  written = [];
  const response = await send(request);
  const body = await response.text();
  expect(response.status, body).toBeLessThan(500);
  expect(response.headers.get("x-request-id")).toMatch(/^[!-~]{1,128}$/);
  const reads = request.method === "GET" || request.method === "HEAD";
  const mayBeKept = endpoint.name === "getWidgetConfig" && reads && response.ok;
  expect(response.headers.get("cache-control")).toMatch(mayBeKept ? /^public, max-age=\d+$/ : /^no-store$/);
  if (response.status < 400) {
    const isOwn = request.method === endpoint.method && ![204, 302].includes(response.status);
    if (isOwn) checkDocumented(endpoint, response.status, parseBody(response.headers, body));
    return;
  }
  expect(written).toEqual([]);
  if (request.method === "HEAD") return;
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  const { error } = errorBody.parse(JSON.parse(body));
  expect(error.message).not.toMatch(INSIDE);
  if (error.type === "validation") expect(error.details?.length).toBeGreaterThan(0);
}

describe.each(endpointList)("$method $path", { timeout: 90_000 }, (endpoint) => {
  it("answers anything at all in the contract's terms, and writes nothing for what it refuses", async () => {
    const { company, ...restored } = await restoredCompany(endpoint, UNLIMITED);
    const { tokens, ids } = company;
    backend = restored.backend;
    watchWrites();
    const good = [tokens.admin, tokens.owner, tokens.visitor].flatMap((token) => token ?? []);
    const requests = anyRequest(endpoint, { tokens: good, ids: Object.values(ids) });
    await fc.assert(
      fc.asyncProperty(requests, (request) => check(endpoint, request)),
      { numRuns: RUNS },
    );
  });
});

describe("unknown paths", () => {
  it("are answered 404 in the contract's terms", async () => {
    ({ backend } = await restoredCompany(null, UNLIMITED));
    watchWrites();
    const path = fc.webPath().filter((each) => !/^\/(v1|docs)(\/|$)/.test(each));
    const property = fc.asyncProperty(path, async (each) => {
      const response = await backend.fetch(`http://backend.test${each}`);
      expect(response.status).toBe(404);
      expect(errorBody.parse(await response.json()).error.type).toBe("not_found");
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
