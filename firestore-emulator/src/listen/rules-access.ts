import type { Call } from "../request/call.ts";
import { authorizationOf } from "../rpc/authorize.ts";
import { decideGet, decideList, permissionDenied } from "../rules/decide/authorize.ts";
import type { Verdict } from "../rules/interface.ts";
import type { Database } from "../storage/database.ts";
import type { AccessDecision, ListenAccess } from "./access.ts";

const ALLOWED: AccessDecision = { denied: undefined, dependsOn: [] };

/**
 * The rules as the caller meets them, always the project's present ones; undefined for admins.
 * What get() and exists() read is billed at every check, as production does for running listeners.
 */
export function listenAccess(call: Call, database: Database): ListenAccess | undefined {
  if (call.caller.kind === "admin") return undefined;
  const decide = (verdictBy: (by: Authorization) => Verdict): AccessDecision => {
    const by = authorizationOf(call, { store: database });
    if (by === undefined) return ALLOWED;
    const verdict = verdictBy(by);
    if (verdict.reads > 0) call.context.meter.addReads(database.id.projectId, verdict.reads);
    return {
      denied: verdict.allowed ? undefined : permissionDenied(verdict),
      dependsOn: verdict.documentsRead.map((path) => `${database.root}/${path}`),
    };
  };
  return {
    list: (query) => decide((by) => decideList(by, query)),
    get: (name, document) => decide((by) => decideGet(by, name, document)),
  };
}

type Authorization = NonNullable<ReturnType<typeof authorizationOf>>;
