/**
 * Lets the same thing happen once in so many milliseconds.
 * @returns whether it may now, which counts as having happened
 */
export function seldom<T>(everyMs: number, now: () => number): (what: T) => boolean {
  const last = new Map<T, number>();
  return (what) => {
    const since = now() - (last.get(what) ?? Number.NEGATIVE_INFINITY);
    if (since >= 0 && since < everyMs) return false;
    last.set(what, now());
    return true;
  };
}
