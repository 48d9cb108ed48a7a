import type { Endpoint } from "@livechat/contract";
import { afterAll } from "vitest";
import { type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";

interface Prepared {
  readonly backend: Backend;
  readonly company: Company;
  /** Everything that is stored, before anybody calls, and when that was. */
  readonly atFirst: ReturnType<Backend["emulator"]["snapshot"]>;
  readonly startedAt: Date;
}

const started: Backend[] = [];
afterAll(() => Promise.all(started.map((backend) => backend.stop())));

async function prepare(environment: Record<string, string>): Promise<Prepared> {
  const backend = await startBackend(environment);
  started.push(backend);
  const company = await startCompany(backend);
  const atFirst = backend.emulator.snapshot(backend.projectId);
  return { backend, company, atFirst, startedAt: backend.clock.now() };
}

let shared: Promise<Prepared> | undefined;

/** What is kept outside of the database is not put back: calls about files get a company of their own. */
function prepareFor(path: string, environment: Record<string, string>): Promise<Prepared> {
  if (path.startsWith("/v1/files")) return prepare(environment);
  shared ??= prepare(environment);
  return shared;
}

/**
 * A company as it is at first, for one test: started once for all tests of a file and put back before each of them, the
 * time and what an instance remembers included.
 * @param endpoint what the test calls, where it changes anything outside of the database
 * @param environment the same for all tests of a file
 */
export async function restoredCompany(
  endpoint: Pick<Endpoint, "path"> | null = null,
  environment: Record<string, string> = {},
): Promise<{ backend: Backend; company: Company }> {
  const { backend, company, atFirst, startedAt } = await prepareFor(endpoint?.path ?? "", environment);
  backend.emulator.restore(atFirst);
  backend.clock.advance((startedAt.getTime() - backend.clock.now().getTime()) / 1000);
  await backend.restart();
  return { backend, company };
}
