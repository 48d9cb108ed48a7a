/** Stretches of time in order and without overlaps: from, to, from, to ... */
export type Spans = readonly number[];

/** The union of what is given. */
export function union(...lists: readonly Spans[]): number[] {
  const pairs = lists.flatMap((list) =>
    Array.from(
      { length: list.length / 2 },
      (_, i) => [list[2 * i] as number, list[2 * i + 1] as number] as const,
    ),
  );
  pairs.sort(([a], [b]) => a - b);
  const merged: number[] = [];
  for (const [from, to] of pairs) {
    const end = merged.at(-1);
    if (from >= to) continue;
    if (end === undefined || from > end) merged.push(from, to);
    else if (to > end) merged[merged.length - 1] = to;
  }
  return merged;
}

/** What of the stretches lies between two times. */
export function within(spans: Spans, from: number, to: number): number[] {
  const cut: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    const [start, end] = [Math.max(spans[i] as number, from), Math.min(spans[i + 1] as number, to)];
    if (start < end) cut.push(start, end);
  }
  return cut;
}

/** How long they are together. */
export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, time, i) => sum + (i % 2 === 0 ? -time : time), 0);
}
