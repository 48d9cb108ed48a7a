/** Where a browser cannot say that it is idle, so long after. */
const SOON_MS = 500;

/** Runs once the page has nothing else to do. Returns what stops it. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(run);
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, SOON_MS);
  return () => clearTimeout(timer);
}
