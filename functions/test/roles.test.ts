import { type Endpoint, endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, test } from "vitest";
import { CALLERS, type CallerName, type Company } from "./company.ts";
import type { Backend } from "./harness.ts";
import { restoredCompany } from "./restored-company.ts";
import { ROLE_TABLE, type Row } from "./role-table.ts";
import { readEverything } from "./snapshot.ts";

let calls = 0;

let backend: Backend;
let company: Company;

async function callAs(caller: CallerName, endpoint: Endpoint, row: Row): Promise<number> {
  const token = company.tokens[caller];
  const sample = row.send(company.ids, ++calls);
  const answer = await backend.call(endpoint, { ...sample, ...(token !== undefined && { as: token }) });
  return answer.status;
}

const expectedOf = (row: Row, caller: CallerName) => row.answers[caller] ?? row.others;

describe.each(Object.entries(ROLE_TABLE))("%s", (name, row) => {
  const refused = CALLERS.filter((caller) => expectedOf(row, caller) >= 400);
  const allowed = CALLERS.filter((caller) => expectedOf(row, caller) < 400);
  const endpoint: Endpoint = endpoints[name as keyof typeof endpoints];

  beforeEach(async () => {
    ({ backend, company } = await restoredCompany(endpoint));
  });

  test("refuses whom it must, and changes nothing then", async () => {
    const before = readEverything(backend);
    for (const caller of refused) {
      expect(await callAs(caller, endpoint, row), caller).toBe(expectedOf(row, caller));
    }
    expect(readEverything(backend)).toEqual(before);
  });

  // Reading changes nothing, so all can ask the same company; whoever changes something gets one as it was at first.
  const askers = endpoint.method === "GET" ? [allowed] : allowed.map((caller) => [caller]);

  test.each(askers.map((callers) => ({ callers })))("answers $callers", async ({ callers }) => {
    for (const caller of callers) {
      expect(await callAs(caller, endpoint, row), caller).toBe(expectedOf(row, caller));
    }
  });
});
