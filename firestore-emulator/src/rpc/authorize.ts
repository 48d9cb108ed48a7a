import type { StoredDocument } from "../model/document.ts";
import { StatusCode, StatusError } from "../model/status.ts";
import type { Write } from "../model/write.ts";
import type { Query } from "../query/query.ts";
import type { Call } from "../request/call.ts";
import {
  type Authorization,
  decideGet,
  decideList,
  decideWrites,
  permissionDenied,
} from "../rules/decide/authorize.ts";
import type { RulesSession, Verdict } from "../rules/interface.ts";
import type { OpenDatabase } from "../transactions/databases.ts";

/** All gets of one request share their budget of document calls (BatchGetDocuments). */
const getSessions = new WeakMap<Call, RulesSession>();

/** Throws PERMISSION_DENIED unless the caller may get the document (undefined: it does not exist). */
export function authorizeGet(
  call: Call,
  database: OpenDatabase,
  name: string,
  document: StoredDocument | undefined,
): void {
  const authorization = authorizationOf(call, database);
  if (!authorization) return;
  const session = getSessions.get(call) ?? authorization.ruleset.newSession();
  getSessions.set(call, session);
  settle(call, database, [decideGet({ ...authorization, session }, name, document)]);
}

/** Throws PERMISSION_DENIED unless the rules prove the query for the caller. */
export function authorizeList(call: Call, database: OpenDatabase, query: Query): void {
  const authorization = authorizationOf(call, database);
  if (authorization) settle(call, database, [decideList(authorization, query)]);
}

/** Throws PERMISSION_DENIED unless the caller may make all writes of a commit. */
export function authorizeWrites(call: Call, database: OpenDatabase, writes: readonly Write[]): void {
  const authorization = authorizationOf(call, database);
  if (authorization) settle(call, database, decideWrites(authorization, writes));
}

/** Throws PERMISSION_DENIED unless the caller is an admin or the project has no rules. */
export function authorizeAdmin(call: Call, projectId: string, what: string): void {
  if (call.caller.kind === "admin" || call.context.rules.get(projectId) === undefined) return;
  throw new StatusError(StatusCode.PERMISSION_DENIED, `Only an admin may ${what}.`);
}

/** undefined when the rules do not apply: for admins, and for projects without rules. */
export function authorizationOf(
  { caller, context }: Call,
  { store }: Pick<OpenDatabase, "store">,
): Authorization | undefined {
  const ruleset = context.rules.get(store.id.projectId);
  if (caller.kind === "admin" || ruleset === undefined) return undefined;
  return { ruleset, auth: caller.auth, database: store };
}

/** Bills what the rules read, whatever they decided, and logs what they gave to debug(). */
function settle(call: Call, { store }: OpenDatabase, verdicts: readonly Verdict[]): void {
  const reads = verdicts.reduce((sum, verdict) => sum + verdict.reads, 0);
  if (reads > 0) call.context.meter.addReads(store.id.projectId, reads);
  for (const value of verdicts.flatMap(({ debug }) => debug)) call.context.log(`rules debug: ${value}`);
  const denied = verdicts.find((verdict) => !verdict.allowed);
  if (denied) throw permissionDenied(denied);
}
