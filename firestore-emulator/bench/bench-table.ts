/** A table of figures, as the bench prints it. */
export interface BenchTable {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}
