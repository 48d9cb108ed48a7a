import type { StoredDocument } from "../../model/document.ts";
import type { RulesDatabase, RulesSession } from "../interface.ts";
import { LIMITS } from "../limits.ts";
import { LimitError, RuleError } from "../values/rule-error.ts";
import { fromStoredMap, Path, type RuleValue, referencePath } from "../values/values.ts";
import { notBound } from "./methods/paths.ts";

type View = "before" | "after";

/** What the checks of one multi-document request share: the documents that they read, and the count. */
export class AccessSession implements RulesSession {
  readonly maxCalls = LIMITS.documentCallsPerMultiDocumentRequest;
  /** Calls that were not answered from an earlier one. */
  calls = 0;
  private readonly seen = new Map<string, StoredDocument | undefined>();
  private readonly billed = new Set<string>();

  get reads(): number {
    return this.billed.size;
  }

  known(key: string): boolean {
    return this.seen.has(key);
  }

  recall(key: string): StoredDocument | undefined {
    return this.seen.get(key);
  }

  /** A document is billed once for a request, also when it does not exist. */
  remember(key: string, path: string, document: StoredDocument | undefined): void {
    this.calls++;
    this.seen.set(key, document);
    this.billed.add(path);
  }
}

/** get(), exists(), getAfter() and existsAfter() for one operation, within their limits. */
export class DocumentAccess {
  private calls = 0;
  private readonly readBefore: number;
  /** Database-relative paths of what was looked at, also when it was known already. */
  readonly paths = new Set<string>();

  constructor(
    private readonly database: RulesDatabase,
    private readonly databaseId: string,
    private readonly session: AccessSession,
  ) {
    this.readBefore = session.reads;
  }

  /** Documents that this operation is billed for beyond earlier ones of its session. */
  get reads(): number {
    return this.session.reads - this.readBefore;
  }

  /** The document as a resource; null when it does not exist. */
  get(path: RuleValue, view: View): RuleValue {
    const document = this.read(path, view);
    if (document === undefined) return null;
    return resourceValue(document);
  }

  exists(path: RuleValue, view: View): boolean {
    return this.read(path, view) !== undefined;
  }

  /**
   * The document that a query fixes by its name, as `resource`; null when it does not exist. No call of the rules, so
   * neither limited nor billed, but the decision rests on it.
   */
  named(relative: string): RuleValue {
    this.paths.add(relative);
    const document = this.database.get(relative);
    return document ? resourceValue(document) : null;
  }

  private read(path: RuleValue, view: View): StoredDocument | undefined {
    const relative = this.relativePath(path);
    this.paths.add(relative);
    const key = `${view} ${relative}`;
    if (this.session.known(key)) return this.session.recall(key);
    this.count();
    const after = view === "after" ? this.database.getAfter : undefined;
    const document = after ? after.call(this.database, relative) : this.database.get(relative);
    this.session.remember(key, relative, document);
    return document;
  }

  private count(): void {
    this.calls++;
    if (this.calls > LIMITS.documentCallsPerOperation) {
      throw new LimitError(
        `Too many document access calls: more than ${LIMITS.documentCallsPerOperation} in one operation.`,
      );
    }
    if (this.session.calls >= this.session.maxCalls) {
      throw new LimitError(
        `Too many document access calls: more than ${this.session.maxCalls} in one request.`,
      );
    }
  }

  private relativePath(path: RuleValue): string {
    if (!(path instanceof Path)) throw new RuleError("Type error. Expected: [path].");
    if (path.unbound.size > 0) throw notBound();
    const [databases, databaseId, documents, ...rest] = path.segments;
    const isDocument = rest.length > 0 && rest.length % 2 === 0;
    if (databases !== "databases" || documents !== "documents" || !isDocument) {
      throw new RuleError(`Invalid document path: [${path.toString()}].`);
    }
    if (databaseId !== this.databaseId) throw new RuleError(`Unknown database: [${databaseId ?? ""}].`);
    if (rest.some((segment) => segment === "" || segment.includes("/"))) {
      throw new RuleError(`Invalid document path: [${path.toString()}].`);
    }
    return rest.join("/");
  }
}

/** A document as `resource` and get() give it: data, id and __name__. */
export function resourceValue(document: StoredDocument): RuleValue {
  const name = referencePath(document.name);
  return new Map<string, RuleValue>([
    ["data", fromStoredMap(document.fields)],
    ["id", name.segments.at(-1) ?? ""],
    ["__name__", name],
  ]);
}
