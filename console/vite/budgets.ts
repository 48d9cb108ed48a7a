import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Kilobytes, gzipped, that a first visit to a route may load: script and style, without Firebase. */
const BUDGETS_KB = {
  /** The frame and the inbox: what every agent loads. */
  inbox: 180,
  /** On top of the frame. */
  settings: 60,
  /** On top of the frame. */
  reports: 170,
} as const;

/** Which source file begins a route; the inbox is part of the frame. */
const ROUTES = [
  { name: "inbox", file: null },
  { name: "settings", file: "/settings/settings-page.tsx" },
  { name: "reports", file: "/reports/reports-page.tsx" },
] as const;

interface Chunk {
  fileName: string;
  code: string;
  imports: string[];
  facadeModuleId: string | null;
  isEntry: boolean;
  viteMetadata?: { importedCss: Set<string> };
}

type Bundle = Record<string, { type: string; source?: string | Uint8Array } & Partial<Chunk>>;

const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10;

function filesOf(start: Chunk, bundle: Bundle, seen = new Set<string>()): Set<string> {
  if (seen.has(start.fileName)) return seen;
  seen.add(start.fileName);
  for (const style of start.viteMetadata?.importedCss ?? []) seen.add(style);
  for (const name of start.imports) {
    const next = bundle[name];
    if (next?.type === "chunk") filesOf(next as Chunk, bundle, seen);
  }
  return seen;
}

function sizeOf(file: string, bundle: Bundle): number {
  const found = bundle[file];
  return found ? gzipSync(String(found.code ?? found.source ?? "")).length : 0;
}

/** Fails the build when a route is heavier than its budget; says how heavy each is with `LIVECHAT_SIZES=true`. */
export function budgets(): Plugin {
  return {
    name: "budgets",
    writeBundle(_options, written) {
      const bundle = written as unknown as Bundle;
      const chunks = Object.values(bundle).filter(({ type }) => type === "chunk") as Chunk[];
      const entry = chunks.find(({ isEntry }) => isEntry);
      if (!entry) throw new Error("The console has no entry.");
      const frame = filesOf(entry, bundle);
      for (const { name, file } of ROUTES) {
        const start = chunks.find(({ facadeModuleId }) => file !== null && facadeModuleId?.endsWith(file));
        if (file !== null && !start) continue;
        const files = start ? [...filesOf(start, bundle)].filter((each) => !frame.has(each)) : [...frame];
        const size = kilobytes(files.reduce((sum, each) => sum + sizeOf(each, bundle), 0));
        if (process.env.LIVECHAT_SIZES === "true") console.log(`${name}: ${size} kB of ${BUDGETS_KB[name]}`);
        if (size > BUDGETS_KB[name])
          throw new Error(`The route ${name} is ${size} kB; its budget is ${BUDGETS_KB[name]} kB.`);
      }
    },
  };
}
