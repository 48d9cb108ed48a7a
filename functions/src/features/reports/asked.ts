import type { Report, ReportDistribution, ReportName } from "@livechat/contract";
import { addFigures, addHeld, type Figures, MEASURES, noFigures } from "./figures.ts";
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

const ALL: ReadonlySet<string> = new Set(MEASURES);

/** @param wanted the measures that are summed; all of them unless given. */
export function sumOf(slots: readonly SlotFigures[], wanted: ReadonlySet<string> = ALL): Figures {
  const sum = noFigures();
  for (const { figures } of slots) addHeld(sum, figures, wanted);
  return sum;
}

/**
 * Rows of sums, one at a time, and the sum of all: none is kept once its row is there.
 * @returns what `rowOf` makes of each, by its key, and the total.
 */
export function rowsBy<K, R>(
  keys: Iterable<K>,
  sumBy: (key: K) => Figures,
  rowOf: (key: K, sum: Figures) => R,
): { rows: [K, R][]; total: Figures } {
  const total = noFigures();
  const rows: [K, R][] = [];
  for (const key of keys) {
    const sum = sumBy(key);
    addFigures(total, sum);
    rows.push([key, rowOf(key, sum)]);
  }
  return { rows, total };
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
