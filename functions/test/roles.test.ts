import { type Endpoint, endpoints } from "@livechat/contract";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { CALLERS, type CallerName, type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";
import { ROLE_TABLE, type Row } from "./role-table.ts";
import { readEverything } from "./snapshot.ts";

let calls = 0;

interface Prepared {
  readonly backend: Backend;
  readonly company: Company;
  /** Everything that is stored, before anybody calls. */
  readonly atFirst: ReturnType<Backend["emulator"]["snapshot"]>;
}

const started: Backend[] = [];
afterAll(() => Promise.all(started.map((backend) => backend.stop())));

async function prepare(): Promise<Prepared> {
  const backend = await startBackend();
  started.push(backend);
  const company = await startCompany(backend);
  return { backend, company, atFirst: backend.emulator.snapshot(backend.projectId) };
}

/** One company for all endpoints, put back before each test. What is kept outside of the database is not put back. */
let shared: Promise<Prepared> | undefined;

function prepareFor({ path }: Endpoint): Promise<Prepared> {
  if (path.startsWith("/v1/files")) return prepare();
  shared ??= prepare();
  return shared;
}

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
    const prepared = await prepareFor(endpoint);
    ({ backend, company } = prepared);
    backend.emulator.restore(prepared.atFirst);
    await backend.restart();
  });

  test("refuses whom it must, and changes nothing then", async () => {
    const before = await readEverything(backend.ctx.db);
    for (const caller of refused) {
      expect(await callAs(caller, endpoint, row), caller).toBe(expectedOf(row, caller));
    }
    expect(await readEverything(backend.ctx.db)).toEqual(before);
  });

  // Reading changes nothing, so all can ask the same company; whoever changes something gets one as it was at first.
  const askers = endpoint.method === "GET" ? [allowed] : allowed.map((caller) => [caller]);

  test.each(askers.map((callers) => ({ callers })))("answers $callers", async ({ callers }) => {
    for (const caller of callers) {
      expect(await callAs(caller, endpoint, row), caller).toBe(expectedOf(row, caller));
    }
  });
});
