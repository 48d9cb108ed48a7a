import type { DatabaseId } from "../model/path.ts";
import type { Aggregation, Query } from "../query/query.ts";
import type { IndexDefinitions } from "./index-definitions.ts";
import { missingIndexError } from "./missing-index-error.ts";
import { findMissingIndex } from "./required-index.ts";

/** Refuses queries that production would refuse for lack of an index. Without definitions it refuses none. */
export class IndexCheck {
  #definitions: IndexDefinitions | undefined;

  constructor(definitions?: IndexDefinitions) {
    this.#definitions = definitions;
  }

  /** Replaces the definitions; undefined switches the check off. */
  use(definitions: IndexDefinitions | undefined): void {
    this.#definitions = definitions;
  }

  /** @throws StatusError FAILED_PRECONDITION with the definition to add */
  check(query: Query, database: DatabaseId, aggregations: readonly Aggregation[] = []): void {
    const missing = this.#definitions && findMissingIndex(query, this.#definitions, aggregations);
    if (missing) {
      throw missingIndexError(missing, database);
    }
  }
}
