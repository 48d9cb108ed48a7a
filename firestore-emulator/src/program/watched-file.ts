import { readFileSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { invalidArgument } from "../model/status.ts";

/** Editors write a file in several steps; what comes within this time is one change. */
const SETTLE_MS = 50;

/** @throws StatusError INVALID_ARGUMENT: "Cannot read the <what> <path>: <reason>." */
export function readTextFile(path: string, what: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const reason = code === "ENOENT" ? "there is no such file" : String(error);
    throw invalidArgument(`Cannot read the ${what} ${path}: ${reason}.`);
  }
}

/**
 * Calls back with the file's text whenever it has changed. The folder is watched, not the file, because editors
 * replace files.
 * @returns a function that ends the watching
 */
export function watchTextFile(path: string, onChange: (text: string) => void): () => void {
  const file = resolve(path);
  let known = readOrUndefined(file);
  let settling: NodeJS.Timeout | undefined;
  const compare = () => {
    const text = readOrUndefined(file);
    if (text !== undefined && text !== known) {
      known = text;
      onChange(text);
    }
  };
  const watcher = watch(dirname(file), { persistent: false }, (_, name) => {
    if (name === null || name === basename(file)) {
      clearTimeout(settling);
      settling = setTimeout(compare, SETTLE_MS);
    }
  });
  return () => {
    clearTimeout(settling);
    watcher.close();
  };
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // Between two steps of an editor; another change follows.
  }
}
