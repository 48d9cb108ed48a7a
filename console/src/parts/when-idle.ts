/** Where a browser cannot say that it is idle, so long after. */
const SOON_MS = 500;
/** A page that is never idle runs it all the same. */
const AT_LAST_MS = 3_000;

/** Runs once the page has nothing else to do, or after a while. Returns what stops it. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(run, { timeout: AT_LAST_MS });
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, SOON_MS);
  return () => clearTimeout(timer);
}
