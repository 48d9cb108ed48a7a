import type { StoredDocument } from "../../model/document.ts";
import { relativePath } from "../../model/path.ts";
import { StatusCode, StatusError } from "../../model/status.ts";
import type { Timestamp } from "../../model/value.ts";
import type { Write } from "../../model/write.ts";
import type { Query } from "../../query/query.ts";
import type { Database } from "../../storage/database.ts";
import { stageWrite } from "../../storage/stage-write.ts";
import type { RulesAuth, Ruleset, RulesMethod, RulesRequest, RulesSession, Verdict } from "../interface.ts";
import { rulesQueryOf } from "./rules-query.ts";

/** Who asks, and by which rules the answer goes. */
export interface Authorization {
  readonly ruleset: Ruleset;
  /** null: nobody is signed in. */
  readonly auth: RulesAuth | null;
  readonly database: Database;
  /** Shared by all operations of one request; makes the limit of 20 document calls hold for all of them. */
  readonly session?: RulesSession;
}

/** Decides on getting one document; `document` undefined when nothing is stored under the name. */
export function decideGet(by: Authorization, name: string, document: StoredDocument | undefined): Verdict {
  return decide(by, { method: "get", path: relativePath(name), ...(document ? { resource: document } : {}) });
}

/** Decides on a query, an aggregation over it included. */
export function decideList(by: Authorization, query: Query): Verdict {
  const rulesQuery = rulesQueryOf(query);
  const path = [rulesQuery.parent, rulesQuery.collectionId].filter(Boolean).join("/");
  return decide(by, { method: "list", path, query: rulesQuery });
}

/**
 * Decides on each write of a commit, up to the first that is denied. Preconditions are not looked at, except
 * that they tell create from update: whoever may not write learns nothing about what exists.
 */
export function decideWrites(by: Authorization, writes: readonly Write[]): Verdict[] {
  const { database, ruleset } = by;
  const time = database.now();
  const session = by.session ?? ruleset.newSession();
  const steps = stepsOf(writes, database, time);
  const verdicts: Verdict[] = [];
  for (const step of steps.list) {
    const operation = operationOf(step);
    verdicts.push(decide({ ...by, session }, { ...operation, time }, steps.after));
    if (verdicts.at(-1)?.allowed === false) break;
  }
  return verdicts;
}

/** The error that a denied verdict becomes. */
export function permissionDenied(verdict: Verdict): StatusError {
  return new StatusError(StatusCode.PERMISSION_DENIED, verdict.message);
}

type Operation = Pick<RulesRequest, "method" | "path" | "resource" | "newFields" | "query"> & {
  readonly time?: Timestamp;
};

function decide(by: Authorization, operation: Operation, after?: Documents): Verdict {
  const { ruleset, auth, database, session } = by;
  const { projectId, databaseId } = database.id;
  // As precise as a server timestamp, so that rules can demand one by comparing it with request.time.
  const { serverTimestamp: time } = database.stamp(operation.time ?? database.now());
  const read = (path: string) => database.get(`${database.root}/${path}`);
  return ruleset.check(
    { ...operation, time, auth, projectId, databaseId },
    { get: read, getAfter: (path) => (after?.has(path) ? after.get(path) : read(path)) },
    session ? { session } : {},
  );
}

/** Documents by database-relative path; undefined when the commit deletes them. */
type Documents = ReadonlyMap<string, StoredDocument | undefined>;

interface Step {
  readonly write: Write;
  readonly before: StoredDocument | undefined;
  readonly after: StoredDocument | undefined;
}

/** What each write finds and leaves, in order, and the state after all of them. */
function stepsOf(
  writes: readonly Write[],
  database: Database,
  time: Timestamp,
): { list: Step[]; after: Documents } {
  const after = new Map<string, StoredDocument | undefined>();
  const list = writes.map((write) => {
    const path = relativePath(write.name);
    const before = after.has(path) ? after.get(path) : database.get(write.name);
    const { precondition: _ignored, ...unconditional } = write;
    const { document } = stageWrite(before, unconditional, database.stamp(time));
    if (write.kind !== "verify") after.set(path, document);
    return { write, before, after: document };
  });
  return { list, after };
}

function operationOf({ write, before, after }: Step): Operation {
  const method = methodOf(write, before);
  return {
    method,
    path: relativePath(write.name),
    ...(before && method !== "create" ? { resource: before } : {}),
    ...(after && write.kind !== "verify" ? { newFields: after.fields } : {}),
  };
}

function methodOf(write: Write, before: StoredDocument | undefined): RulesMethod {
  if (write.kind === "delete") return "delete";
  // A transaction's check that a document which it only read has not changed.
  if (write.kind === "verify") return "get";
  const exists = write.precondition?.exists ?? before !== undefined;
  return exists ? "update" : "create";
}
