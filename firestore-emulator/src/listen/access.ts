import type { StoredDocument } from "../model/document.ts";
import type { StatusError } from "../model/status.ts";
import type { Query } from "../query/query.ts";

/** Whether a listener may go on, and what that depends on. */
export interface AccessDecision {
  /** Why not; undefined when allowed. */
  readonly denied: StatusError | undefined;
  /** Full names of the documents that the rules read: the decision holds until one of them changes. */
  readonly dependsOn: readonly string[];
}

/** The security rules as one caller meets them. Admins and databases without rules have none. */
export interface ListenAccess {
  list(query: Query): AccessDecision;
  /** @param document undefined when nothing is stored under the name */
  get(name: string, document: StoredDocument | undefined): AccessDecision;
}
