/**
 * A histogram on a logarithmic scale, by which medians and percentiles of any union of times come from few numbers.
 * Source: C. Masson, J. E. Rim, H. K. Lee, DDSketch: a fast and fully-mergeable quantile sketch with relative-error
 * guarantees, VLDB 12 (12), 2019.
 */

/** Each bucket ends so many times later than the one before: what is shown is off by at most 2.9 %. */
const GROWTH = 1.06;
const LOG_GROWTH = Math.log(GROWTH);
/** What is shorter is shown as nothing. */
const SHORTEST_SECONDS = 0.001;
const FIRST = Math.ceil(Math.log(SHORTEST_SECONDS) / LOG_GROWTH);

/** How many durations fell into each bucket, by its number. */
export type Histogram = Record<string, number>;

/** Bucket 0 holds what took no time. */
export function bucketOf(seconds: number): number {
  if (seconds < SHORTEST_SECONDS) return 0;
  return Math.max(1, Math.ceil(Math.log(seconds) / LOG_GROWTH) - FIRST + 1);
}

/** The duration that stands for a bucket: the one from which both of its ends are equally far, relatively. */
export function secondsOf(bucket: number): number {
  if (bucket === 0) return 0;
  return (2 * GROWTH ** (bucket + FIRST - 1)) / (GROWTH + 1);
}

export function addTo(histogram: Histogram, bucket: number | string, count = 1): void {
  const sum = (histogram[bucket] ?? 0) + count;
  if (sum === 0) delete histogram[bucket];
  else histogram[bucket] = sum;
}

/** The smallest and the largest. Null of nothing. */
export function ends(histogram: Histogram): { min: number | null; max: number | null } {
  const buckets = Object.keys(histogram).map(Number);
  if (buckets.length === 0) return { min: null, max: null };
  return { min: secondsOf(Math.min(...buckets)), max: secondsOf(Math.max(...buckets)) };
}

/** The quantile by the nearest rank: 0.5 is the median, the lower one of two. Null of nothing. */
export function quantile(histogram: Histogram, q: number): number | null {
  const buckets = Object.entries(histogram).map(([bucket, count]) => ({ bucket: Number(bucket), count }));
  buckets.sort((a, b) => a.bucket - b.bucket);
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (const { bucket, count } of buckets) {
    seen += count;
    if (seen >= rank) return secondsOf(bucket);
  }
  return null;
}
