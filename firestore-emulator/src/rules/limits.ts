/**
 * What Firestore allows rules to do; firebase.google.com/docs/firestore/quotas#security_rules and
 * firebase.google.com/docs/rules/rules-language#building_conditions.
 */
export const LIMITS = {
  /** Expressions evaluated per request. */
  expressionsPerRequest: 1000,
  /** Depth of function calls. */
  callDepth: 20,
  letBindingsPerFunction: 10,
  /** get(), exists(), getAfter() and existsAfter() of different documents, per operation. */
  documentCallsPerOperation: 10,
  /** The same for all operations of a commit, transaction or batch read together. */
  documentCallsPerMultiDocumentRequest: 20,
  /** Bytes of a rules source. */
  sourceBytes: 256 * 1024,
} as const;

/** Bounds of this implementation, which Firestore does not document. */
export const BOUNDS = {
  /** Characters of a string, and items of a list, that an expression may build. */
  textChars: 1_048_576,
  listItems: 1_048_576,
  /** Disjuncts into which the `or`, `in` and `array-contains-any` of one query are split for its proof. */
  queryDisjuncts: 100,
  /** Different values kept for each expression in the coverage report. */
  coverageValuesPerExpression: 50,
  /** Lists, maps and other composite values counted for each expression in the coverage report. */
  coverageObjectsPerExpression: 500,
  /** Characters of one value in the coverage report; of larger ones it tells the size. */
  coverageValueChars: 2_000,
  /** Characters of all values in the coverage report of a ruleset: projects come and go, each with its report. */
  coverageChars: 2_000_000,
  /** Denied requests that a ruleset remembers with their traces. */
  rememberedDenials: 20,
  /** Evaluated expressions in one trace. */
  traceSteps: 2_000,
  /** Characters of one value that debug() writes to the log. */
  debugValueChars: 20_000,
  /** Characters of one value in a trace. */
  traceValueChars: 200,
} as const;
