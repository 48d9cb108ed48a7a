import type { Coverage } from "../report/coverage.ts";
import type { Tracer } from "../report/tracer.ts";
import type { DocumentAccess } from "./document-access.ts";

/** What the evaluation of one request reads from and reports to. */
export interface EvaluatorDeps {
  readonly documents: DocumentAccess;
  readonly coverage: Coverage;
  readonly tracer: Tracer;
  /** Receives what debug() is given. */
  readonly debug: string[];
}
