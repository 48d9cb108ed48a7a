/** How long many runs of one operation took. */
export interface Latencies {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Processor time that the server spent on one run; what else the machine does hardly changes it. */
  readonly serverCpuMs?: number;
}

/** Runs an operation `count` times, `atOnce` at a time; `operation` is told which run it is. */
export async function measure(
  { count, atOnce }: { count: number; atOnce: number },
  operation: (run: number) => Promise<unknown>,
): Promise<Latencies> {
  const taken: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const run = next++;
      const startedAt = performance.now();
      await operation(run);
      taken.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: Math.round(count / seconds), ...percentiles(taken) };
}

/** Of measured milliseconds. */
export function percentiles(taken: readonly number[]): Omit<Latencies, "perSecond" | "serverCpuMs"> {
  const sorted = [...taken].sort((a, b) => a - b);
  const at = (share: number) =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
