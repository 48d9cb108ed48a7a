import type { StoredDocument } from "../model/document.ts";
import type { MapValue, Timestamp, Value } from "../model/value.ts";
import type { FieldOperator } from "../query/query.ts";

/** One mistake in a rules source. Lines and columns count from 1. */
export interface RulesIssue {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity: "ERROR" | "WARNING";
}

/** A rules source that does not compile. Every issue found so far is listed, in source order. */
export class RulesSyntaxError extends Error {
  constructor(readonly issues: readonly RulesIssue[]) {
    super(issues.map((issue) => `L${issue.line}:${issue.column} ${issue.message}`).join("\n"));
    this.name = "RulesSyntaxError";
  }
}

export type RulesMethod = "get" | "list" | "create" | "update" | "delete";

/** The signed-in user, as rules see it in `request.auth`. `null` means nobody is signed in. */
export interface RulesAuth {
  readonly uid: string;
  readonly token: MapValue;
}

export type FilterOperator = FieldOperator;

/**
 * A query's filter. `field` holds the unquoted segments of the field path; the document's own
 * name is `["__name__"]` and its value is a Reference. Unary filters are `== null`, `== NaN` and so on.
 */
export type RulesFilter =
  | {
      readonly kind: "field";
      readonly field: readonly string[];
      readonly op: FilterOperator;
      readonly value: Value;
    }
  | { readonly kind: "and" | "or"; readonly filters: readonly RulesFilter[] };

/** What a `list` request asks for: the collection and everything that limits its results. */
export interface RulesQuery {
  /** Database-relative path of the parent document; "" for the root. */
  readonly parent: string;
  /** Collection id; undefined when the query runs over every collection. */
  readonly collectionId: string | undefined;
  /** True for collection groups. */
  readonly allDescendants: boolean;
  readonly filter?: RulesFilter;
  readonly limit?: number;
  readonly offset?: number;
  readonly orderBy?: readonly {
    readonly field: readonly string[];
    readonly direction: "ASC" | "DESC";
  }[];
}

/** One operation that a user wants to perform. */
export interface RulesRequest {
  readonly method: RulesMethod;
  /** Database-relative document path ("rooms/a"); for `list` the collection path, which `query` spells out. */
  readonly path: string;
  /** Database id, the value of `{database}`; "(default)" unless given. */
  readonly databaseId?: string;
  readonly projectId?: string;
  readonly auth: RulesAuth | null;
  readonly time: Timestamp;
  /** The stored document before the operation; absent on create and on a get of nothing. */
  readonly resource?: StoredDocument;
  /** The document's fields after the write (create and update); becomes `request.resource.data`. */
  readonly newFields?: MapValue;
  readonly query?: RulesQuery;
}

/** What get(), exists(), getAfter() and existsAfter() see. Paths are database-relative. */
export interface RulesDatabase {
  get(path: string): StoredDocument | undefined;
  /** State after all writes of the commit; fields alone matter. Without it the -After functions see `get`. */
  getAfter?(path: string): StoredDocument | undefined;
}

/** How one `allow` statement that applied to the request ended. */
export interface StatementOutcome {
  /** Line and column of the `allow` keyword, from 1. */
  readonly line: number;
  readonly column: number;
  /** Where the condition starts; the `allow` itself when it has none. */
  readonly condition: { readonly line: number; readonly column: number };
  readonly result: "true" | "false" | "error";
  /** Text of the error, with the place of the failing expression. */
  readonly error?: { readonly message: string; readonly line: number; readonly column: number };
}

/** One evaluated expression, in evaluation order (innermost first). */
export interface TraceEntry {
  readonly line: number;
  readonly column: number;
  readonly source: string;
  /** Readable value, or `error: ...`. */
  readonly value: string;
}

export interface Verdict {
  readonly allowed: boolean;
  /** The emulator-style message ("\nfalse for 'get' @ L7"); "" when allowed. */
  readonly message: string;
  readonly statements: readonly StatementOutcome[];
  /** Document reads that get(), exists() and so on are billed for. */
  readonly reads: number;
  /** Database-relative paths of the documents that the decision rests on besides the request's own. */
  readonly documentsRead: readonly string[];
  /** The evaluated expressions, made readable at each call. */
  trace(): readonly TraceEntry[];
  /** Values given to debug(), in order. */
  readonly debug: readonly string[];
}

/** State that the checks of one commit, batch or transaction share: cached documents and call counts. */
export interface CheckOptions {
  readonly session?: RulesSession;
}

/** Opaque; made by `newSession()`. Give the same one to every check of one multi-document request. */
export interface RulesSession {
  readonly maxCalls: number;
  /** Distinct documents read so far by rules: what is billed. */
  readonly reads: number;
}

/** A compiled rules source. It keeps its own coverage counts. */
export interface Ruleset {
  readonly source: string;
  readonly fileName: string;
  readonly version: "1" | "2";
  /** Things that compile but look wrong. */
  readonly warnings: readonly RulesIssue[];
  /** Decides one operation. Never throws: what fails is a denial with its reason. */
  check(request: RulesRequest, database: RulesDatabase, options?: CheckOptions): Verdict;
  /** A shared budget for the checks of one multi-document request (20 calls). */
  newSession(): RulesSession;
  /** What every expression evaluated to since the ruleset was compiled or `resetCoverage` was called. */
  coverage(): RuleCoverage;
  resetCoverage(): void;
}

/** Google's emulator `:ruleCoverage` JSON, and beyond it the latest denials. */
export interface RuleCoverage {
  readonly rules: { readonly files: readonly { readonly name: string; readonly content: string }[] };
  readonly report: readonly CoverageNode[];
  /** The latest denied requests, newest last, each with what its expressions evaluated to. */
  readonly denials: readonly Denial[];
}

export interface Denial {
  readonly method: RulesMethod;
  readonly path: string;
  /** RFC 3339. */
  readonly time: string;
  readonly message: string;
  readonly trace: readonly TraceEntry[];
}

export interface CoverageNode {
  readonly sourcePosition: SourcePosition;
  readonly values?: readonly { readonly value: unknown; readonly count: number }[];
  readonly children?: readonly CoverageNode[];
}

/** Offsets count characters from 0; `endOffset` is that of the last one. */
export interface SourcePosition {
  readonly fileName: string;
  readonly line: number;
  readonly column: number;
  readonly currentOffset: number;
  readonly endOffset: number;
}
