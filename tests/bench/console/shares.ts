/** A CPU profile as the browser's devtools give it. Times are microseconds. */
export interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples?: number[];
  timeDeltas?: number[];
}

export interface Share {
  whose: string;
  millis: number;
  share: number;
}

/** What the devtools name in place of a function. */
const ENGINE: Readonly<Record<string, string>> = {
  "(idle)": "nobody's: idle",
  "(garbage collector)": "the engine: memory",
  "(program)": "the engine: style, layout, painting, the network",
};

function whoseIs({ functionName, url }: { functionName: string; url: string }): string {
  const engine = ENGINE[functionName];
  if (engine) return engine;
  if (/\/(firebase-database|database-worker)/.test(url)) return "the Firestore SDK";
  if (url.includes("/console/assets/")) return "the console with React";
  // Calls of the browser have no script; the benchmark's own are no file.
  return url === "" ? "calls of the browser, and the benchmark's own look" : "other";
}

/** The time of each sample by the script in which it was taken, the most first. */
export function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profile): Share[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const micros = new Map<string, number>();
  let total = 0;
  for (const [at, node] of samples.entries()) {
    const frame = frames.get(node);
    const taken = timeDeltas[at] ?? 0;
    total += taken;
    const whose = frame ? whoseIs(frame) : "other";
    micros.set(whose, (micros.get(whose) ?? 0) + taken);
  }
  return [...micros]
    .sort(([, a], [, b]) => b - a)
    .map(([whose, taken]) => ({ whose, millis: taken / 1000, share: taken / total }));
}
