import { readdir, readFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";

const NOT_OURS = new Set(["node_modules", "lib", "dist", "coverage"]);

export interface SourceFile {
  /** From the root, with `/`. */
  path: string;
  imports: Import[];
}

export interface Import {
  /** A file of ours, from the root. */
  target: string;
  /** Gone when the program runs, so it cannot close a circle. */
  typeOnly: boolean;
}

/** Names by which workspaces import one another. */
const PACKAGES: Readonly<Record<string, string>> = {
  "@livechat/contract": "contract/src/index.ts",
  "@livechat/contract/limits": "contract/src/limits.ts",
  "@livechat/chat-client": "chat-client/src/index.ts",
  "firestore-emulator": "firestore-emulator/src/index.ts",
  "storage-emulator": "storage-emulator/src/index.ts",
};

/** `import ... from "x"`, `export ... from "x"`, `import "x"`, `import("x")`; the formatter sets the double quotes. */
const STATEMENT = /^(?:import|export)\b(\s+type\b)?[^;"]*?\bfrom\s+"([^"]+)"|\bimport(\s+|\()"([^"]+)"/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Every TypeScript file below `root`, with what it imports. */
export async function readImports(root: string): Promise<SourceFile[]> {
  const paths = await sourcesBelow(root);
  return Promise.all(
    paths.map(async (path) => ({
      path,
      imports: importsOf(path, await readFile(join(root, path), "utf8")),
    })),
  );
}

/** By the folders alone, so that it works in a copy without git. Built and hidden folders hold no sources. */
async function sourcesBelow(root: string, folder = ""): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = entries.map(async (entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      return NOT_OURS.has(entry.name) || entry.name.startsWith(".") ? [] : sourcesBelow(root, path);
    }
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(found)).flat().sort();
}

/** What the source at `path` imports from files of ours; npm packages and node's modules are left out. */
export function importsOf(path: string, source: string): Import[] {
  const code = source.replace(COMMENT, "");
  return [...code.matchAll(STATEMENT)].flatMap((match) => {
    const target = resolve(path, match[2] ?? match[4] ?? "");
    return target === undefined ? [] : [{ target, typeOnly: match[1] !== undefined }];
  });
}

function resolve(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return PACKAGES[specifier];
  return posix.join(dirname(path), specifier).replace(/\.js$/, ".ts");
}
