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
  /** For clients that cannot have these results from what they are told, or are told to check it. */
  readonly filter: { readonly count: number; readonly unchangedNames: BloomFilterMessage } | undefined;
}

/** What the results of a target follow from. */
export interface ResultsSource {
  readonly database: Database;
  readonly runId: Buffer;
  /** Whether it is known what left the results of the query with this key. */
  isTracked(key: string): boolean;
}

/**
 * The results of a new target. A client that resumes is told only the difference, as long as the
 * difference is known; otherwise it starts anew.
 */
export function firstResults(source: ResultsSource, request: TargetRequest): FirstResults {
  const { database, runId } = source;
  const now = resultsAt(database, request.scope);
  if (request.resume === undefined) return { reset: false, ...everything(request.scope, now) };
  const since =
    "time" in request.resume ? request.resume.time : decodeResumeToken(runId, request.resume.token);
  const then = since && knownResultsAt(database, request.scope, since);
  if (then === undefined) return { reset: true, ...everything(request.scope, now) };
  return { reset: false, ...difference(source, request, { then, now }) };
}

/**
 * Production says what left the results only of queries that it still follows. Of others it says how many
 * results there are; a client that gives its own count gets a Bloom filter to find out by itself which are gone.
 */
function difference(
  source: ResultsSource,
  { scope, expectedCount }: TargetRequest,
  { then, now }: { then: Results; now: Results },
): Omit<FirstResults, "reset"> {
  const isUnchanged = ({ name, updateTime }: StoredDocument): boolean => {
    const old = then.get(name);
    return old !== undefined && compareTimestamps(old.updateTime, updateTime) === 0;
  };
  const left = [...then.keys()].filter((name) => !now.has(name));
  const asked = expectedCount !== undefined && (expectedCount !== then.size || left.length > 0);
  const told = !asked || scope.kind === "documents" || source.isTracked(scope.key);
  return {
    documents: [...now.values()].filter((document) => !isUnchanged(document)),
    gone: told ? left.map((name) => ({ name, document: source.database.get(name) })) : [],
    filter: asked ? { count: now.size, unchangedNames: bloomFilterOf([...now.keys()]) } : undefined,
  };
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
