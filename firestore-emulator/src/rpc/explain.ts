import type { google } from "../proto/protos.ts";
import type { Query } from "../query/query.ts";
import { planQuery, type ScanPlan } from "../storage/plan.ts";

/** Query Explain as asked: nothing, the plan, or the plan and what running it took. */
export type ExplainMode = "none" | "plan" | "analyze";

export function explainModeOf(options: google.firestore.v1.IExplainOptions | null | undefined): ExplainMode {
  if (!options) return "none";
  return options.analyze ? "analyze" : "plan";
}

/** The indexes that the query reads, in the words of production's plan summary. */
export function planSummary(query: Query): google.firestore.v1.IPlanSummary {
  const scope = query.allDescendants ? "Collection group" : "Collection";
  const indexes = planQuery(query).map((plan) =>
    plan.kind === "scan" ? propertiesOf(plan) : "(__name__ ASC)",
  );
  return {
    indexesUsed: [...new Set(indexes)].map((properties) => ({
      fields: { query_scope: { stringValue: scope }, properties: { stringValue: properties } },
    })),
  };
}

/** The index as the query walks it: ours may hold the reverse. */
function propertiesOf({ shape, range, fixedFields }: ScanPlan): string {
  const direction = (mode: "asc" | "desc") => ((mode === "desc") === range.reverse ? "ASC" : "DESC");
  const fields = shape.fields.map(({ path, mode }, i) => {
    if (mode === "contains") return `${path} CONTAINS`;
    return `${path} ${i < fixedFields ? "ASC" : direction(mode)}`;
  });
  return `(${[...fields, `__name__ ${direction(shape.nameDirection)}`].join(", ")})`;
}

/** What a run took. */
export interface RunFigures {
  readonly resultsReturned: number;
  readonly readOperations: number;
  readonly entriesScanned: number;
  readonly durationMs: number;
}

export function executionStats(figures: RunFigures): google.firestore.v1.IExecutionStats {
  const { resultsReturned, readOperations, entriesScanned, durationMs } = figures;
  const seconds = Math.floor(durationMs / 1_000);
  const nanos = Math.max(1, Math.round((durationMs - seconds * 1_000) * 1_000_000));
  return {
    resultsReturned,
    executionDuration: { seconds, nanos },
    readOperations,
    debugStats: {
      fields: {
        index_entries_scanned: { stringValue: String(entriesScanned) },
        documents_scanned: { stringValue: String(resultsReturned) },
      },
    },
  };
}
