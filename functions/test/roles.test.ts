import { type Endpoint, endpoints } from "@livechat/contract";
import { afterEach, describe, expect, test } from "vitest";
import { CALLERS, type CallerName, type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";
import { ROLE_TABLE, type Row } from "./role-table.ts";
import { readEverything } from "./snapshot.ts";

let backend: Backend;

afterEach(() => backend.stop());

interface Scene {
  endpoint: Endpoint;
  row: Row;
  company: Company;
}

let calls = 0;

async function callAs(caller: CallerName, { endpoint, row, company }: Scene): Promise<number> {
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

  test("refuses whom it must, and changes nothing then", async () => {
    backend = await startBackend();
    const company = await startCompany(backend);
    const before = await readEverything(backend.ctx.db);
    for (const caller of refused) {
      expect(await callAs(caller, { endpoint, row, company }), caller).toBe(expectedOf(row, caller));
    }
    expect(await readEverything(backend.ctx.db)).toEqual(before);
  });

  // Reading changes nothing, so all can ask the same company; whoever changes something gets one of their own.
  const askers = endpoint.method === "GET" ? [allowed] : allowed.map((caller) => [caller]);

  test.each(askers.map((callers) => ({ callers })))("answers $callers", async ({ callers }) => {
    backend = await startBackend();
    const company = await startCompany(backend);
    for (const caller of callers) {
      expect(await callAs(caller, { endpoint, row, company }), caller).toBe(expectedOf(row, caller));
    }
  });
});
