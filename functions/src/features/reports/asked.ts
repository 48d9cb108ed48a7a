import type { Report, ReportDistribution, ReportName } from "@livechat/contract";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import type { ReportFilter, ReportRange, SlotFigures } from "./read-figures.ts";

/** What is asked for, in full. */
export interface Asked {
  readonly name: ReportName;
  readonly range: ReportRange;
  readonly filter: ReportFilter;
  readonly distribution: ReportDistribution;
  readonly timeZone: string;
}

export type Body = Pick<Report, "records" | "total">;

export function sumOf(slots: readonly SlotFigures[]): Figures {
  const sum = noFigures();
  for (const { figures } of slots) addFigures(sum, figures);
  return sum;
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
