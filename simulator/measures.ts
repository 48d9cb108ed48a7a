import type { Outcome } from "./simulation.ts";

/** The value that so many of 100 do not exceed (nearest rank). 0 of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? 0;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * How evenly shares are spread: 1 when all are equal, 1/n when one of n has all.
 * Source: R. Jain, D. Chiu, W. Hawe, A quantitative measure of fairness, DEC-TR-301, 1984.
 */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

export const MEASURES = [
  "strategy",
  "wait mean s",
  "p50 s",
  "p95 s",
  "max s",
  "had to wait",
  "utilisation",
  "fairness",
  "most-least",
  "same agent",
];

function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`;
}

/** One line of the table: waits, use of the staff, fairness, and how often a returning visitor met the same agent. */
export function measure({ strategy, waits, shares, utilisation, sameAgent }: Outcome): (string | number)[] {
  const waited = waits.filter((wait) => wait > 0).length;
  return [
    strategy,
    Number(mean(waits).toFixed(1)),
    Number(percentile(waits, 50).toFixed(1)),
    Number(percentile(waits, 95).toFixed(1)),
    Number(percentile(waits, 100).toFixed(1)),
    percent(waited / Math.max(1, waits.length)),
    percent(utilisation),
    Number(jainIndex(shares).toFixed(3)),
    Math.max(...shares) - Math.min(...shares),
    sameAgent.of === 0 ? "-" : percent(sameAgent.hits / sameAgent.of),
  ];
}
