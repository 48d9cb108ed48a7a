import type { StoredDocument } from "../model/document.ts";
import { StatusError } from "../model/status.ts";
import { compareTimestamps, type Timestamp } from "../model/timestamp.ts";
import type { Database } from "../storage/database.ts";
import { type BloomFilterMessage, bloomFilterOf } from "./bloom-filter.ts";
import { decodeResumeToken } from "./resume-token.ts";
import type { TargetRequest, TargetScope } from "./target.ts";

/** What a client must be told so that it has the target's present results. */
export interface FirstResults {
  /** The client's resume point is unknown: it must forget what it has. */
  readonly reset: boolean;
  /** New or changed since the resume point; everything when there is none. */
  readonly documents: readonly StoredDocument[];
  /** Names that left the results since the resume point, or that a document target names without there being one. */
  readonly gone: readonly { readonly name: string; readonly document: StoredDocument | undefined }[];
  /** For clients whose count as of the resume point is not ours. */
  readonly filter: { readonly count: number; readonly unchangedNames: BloomFilterMessage } | undefined;
}

/**
 * The results of a new target. A client that resumes is told only the difference, as long as the
 * difference is known; otherwise it starts anew.
 */
export function firstResults(database: Database, request: TargetRequest, runId: Buffer): FirstResults {
  const now = resultsAt(database, request.scope);
  if (request.resume === undefined) return { reset: false, ...everything(request.scope, now) };
  const since =
    "time" in request.resume ? request.resume.time : decodeResumeToken(runId, request.resume.token);
  const then = since && knownResultsAt(database, request.scope, since);
  if (then === undefined) return { reset: true, ...everything(request.scope, now) };
  const documents: StoredDocument[] = [];
  const unchanged: string[] = [];
  for (const [name, document] of now) {
    const old = then.get(name);
    if (old !== undefined && compareTimestamps(old.updateTime, document.updateTime) === 0)
      unchanged.push(name);
    else documents.push(document);
  }
  const gone = [...then.keys()]
    .filter((name) => !now.has(name))
    .map((name) => ({ name, document: database.get(name) }));
  const mismatch = request.expectedCount !== undefined && request.expectedCount !== then.size;
  const filter = mismatch ? { count: now.size, unchangedNames: bloomFilterOf(unchanged) } : undefined;
  return { reset: false, documents, gone, filter };
}

type Results = ReadonlyMap<string, StoredDocument>;

function everything(scope: TargetScope, now: Results): Omit<FirstResults, "reset"> {
  const missing = scope.kind === "documents" ? scope.names.filter((name) => !now.has(name)) : [];
  const gone = missing.map((name) => ({ name, document: undefined }));
  return { documents: [...now.values()], gone, filter: undefined };
}

function resultsAt(database: Database, scope: TargetScope, at?: Timestamp): Results {
  const documents =
    scope.kind === "query"
      ? database.run(scope.query, at)
      : scope.names.map((name) => database.get(name, at)).filter((document) => document !== undefined);
  return new Map(documents.map((document) => [document.name, document]));
}

/** undefined: too long ago, or later than now as after a restart with an older clock. */
function knownResultsAt(database: Database, scope: TargetScope, at: Timestamp): Results | undefined {
  try {
    return resultsAt(database, scope, at);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}
