import type { Table } from "../../simulator/table.ts";

export type BenchTable = Table;

export interface BenchResult {
  name: string;
  tables: BenchTable[];
}

/** What the module of a benchmark exports. */
export interface Benchmark {
  /** `args`: what follows the benchmark's name on the command line. */
  run(args: string[]): Promise<BenchResult>;
}
