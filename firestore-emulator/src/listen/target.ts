import type { StoredDocument } from "../model/document.ts";
import type { FieldPath } from "../model/field-path.ts";
import type { StatusError } from "../model/status.ts";
import type { Timestamp } from "../model/timestamp.ts";
import type { Query } from "../query/query.ts";
import type { ListenAccess } from "./access.ts";
import type { SharedView } from "./view-index.ts";

/** Where a target takes up: a token of an earlier listen, or a time. */
export type ResumePoint = { readonly token: Uint8Array } | { readonly time: Timestamp };

/** google.firestore.v1.Target, parsed. */
export interface TargetRequest {
  readonly targetId: number;
  readonly scope: TargetScope;
  readonly resume: ResumePoint | undefined;
  /** How many documents the client has for the target as of the resume point. */
  readonly expectedCount: number | undefined;
  /** End the target as soon as it is current. */
  readonly once: boolean;
}

export type TargetScope =
  | { readonly kind: "documents"; readonly names: readonly string[] }
  | {
      readonly kind: "query";
      readonly query: Query;
      /** Equal for equal queries. */
      readonly key: string;
    };

/** A target that a stream listens to. */
export class Target<Stream = unknown> {
  readonly id: number;
  readonly scope: TargetScope;
  view: SharedView<Target<Stream>> | undefined;
  /** Documents whose change may end the target, because the rules read them. */
  dependsOn: ReadonlySet<string> = new Set();

  constructor(
    request: TargetRequest,
    readonly stream: Stream,
    private readonly access: ListenAccess | undefined,
  ) {
    this.id = request.targetId;
    this.scope = request.scope;
  }

  /** The fields to deliver; undefined for whole documents. */
  get projection(): readonly FieldPath[] | undefined {
    return this.scope.kind === "query" ? this.scope.query.select : undefined;
  }

  /**
   * Asks the rules, and remembers what their answer depends on.
   * @param read the current documents
   * @returns why the target must end; undefined when it may go on
   */
  check(read: (name: string) => StoredDocument | undefined): StatusError | undefined {
    if (this.access === undefined) return undefined;
    const { access, scope } = this;
    const decisions =
      scope.kind === "query"
        ? [access.list(scope.query)]
        : scope.names.map((name) => access.get(name, read(name)));
    this.dependsOn = new Set(decisions.flatMap((decision) => decision.dependsOn));
    return decisions.find((decision) => decision.denied !== undefined)?.denied;
  }

  /** Whether the target's user may see a document that is no longer in the target's view. */
  mayGet(name: string, document: StoredDocument): boolean {
    return this.access === undefined || this.access.get(name, document).denied === undefined;
  }

  get isUnderRules(): boolean {
    return this.access !== undefined;
  }
}
