import { type Endpoint, endpointList, endpoints, takesVersion, tellsVersion } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import type { Company } from "./company.ts";
import type { Backend } from "./harness.ts";
import { restoredCompany } from "./restored-company.ts";
import { ROLE_TABLE } from "./role-table.ts";

let backend: Backend;
let company: Company;

const EDITED = endpointList.filter((endpoint) => takesVersion(endpoint, endpointList));

function sampleOf({ name, access }: Endpoint) {
  const row = ROLE_TABLE[name as keyof typeof endpoints];
  const caller = (["admin", "owner", "visitor"] as const).find(
    (who) => (row.answers[who] ?? row.others) < 400,
  );
  const as = access === "public" ? undefined : company.tokens[caller ?? "admin"];
  return { ...row.send(company.ids, 1), ...(as && { as }) };
}

describe.each(EDITED)("$method $path with If-Match", (endpoint) => {
  beforeEach(async () => {
    ({ backend, company } = await restoredCompany(endpoint));
  });

  it("changes what the caller has read, and nothing newer", async () => {
    const sent = sampleOf(endpoint);
    const read = endpointList.find(({ method, path }) => method === "GET" && path === endpoint.path);
    if (!read) throw new Error("What is edited is read, too.");
    const known = await backend.call(read, {
      as: sent.as ?? "",
      ...(sent.params && { params: sent.params }),
    });
    const etag = known.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    backend.clock.advance(1);
    const stale = await backend.call(endpoint, { ...sent, headers: { "If-Match": '"another"' } });
    expect([stale.status, stale.error.type]).toEqual([412, "precondition_failed"]);
    const fresh = await backend.call(endpoint, { ...sent, headers: { "If-Match": `"another", ${etag}` } });
    expect(fresh.status).toBe(endpoint.statuses[0]);
    if (endpoint.method !== "PATCH") return;
    const now = await backend.call(read, { as: sent.as ?? "", ...(sent.params && { params: sent.params }) });
    expect(fresh.headers.get("etag")).toBe(now.headers.get("etag"));
    expect(now.headers.get("etag")).not.toBe(etag);
  });
});

it("resources that people edit tell their version", () => {
  const told = endpointList
    .filter((endpoint) => tellsVersion(endpoint, endpointList))
    .map(({ name }) => name);
  expect(told).toEqual(
    expect.arrayContaining([
      "getAgent",
      "getGroup",
      "getTag",
      "getConversation",
      "getVisitor",
      "getSettings",
    ]),
  );
});

it("of two who edit the same, one is told", async () => {
  ({ backend, company } = await restoredCompany());
  const at = { as: company.tokens.admin ?? "", params: { id: company.ids.sales } };
  const etag = (await backend.call(endpoints.getGroup, at)).headers.get("etag") ?? "";
  backend.clock.advance(1);
  const edit = (description: string) =>
    backend.call(endpoints.updateGroup, { ...at, body: { description }, headers: { "If-Match": etag } });
  const answers = await Promise.all([edit("One"), edit("Two")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
});
