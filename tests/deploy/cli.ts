import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The Firebase CLI's own code, so that what it would do at a deployment is what is checked. */
const require = createRequire(import.meta.url);

export const root = join(import.meta.dirname, "..", "..");

export interface FirebaseConfig {
  functions: [{ source: string; runtime: string; ignore: string[] }];
  hosting: { rewrites: { source: string; function?: { functionId: string; region: string } }[] };
  emulators: Record<string, unknown>;
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as T;
}

/** Paths of the files that the CLI would upload from the folder, from that folder. */
export async function filesToUpload(folder: string, ignore: string[]): Promise<string[]> {
  const { readdirRecursive } = require("firebase-tools/lib/fsAsync") as {
    readdirRecursive(options: { path: string; ignoreStrings: string[] }): Promise<{ name: string }[]>;
  };
  const files = await readdirRecursive({ path: folder, ignoreStrings: ignore });
  return files.map((file) => file.name.slice(folder.length + 1)).sort();
}

/** @throws as the CLI does when it refuses to deploy with this runtime */
export function guardRuntime(runtime: string): void {
  const { guardVersionSupport } = require("firebase-tools/lib/deploy/functions/runtimes/supported") as {
    guardVersionSupport(runtime: string): void;
  };
  guardVersionSupport(runtime);
}

/** What the CLI finds wrong with the text of a firebase.json. */
export function configProblems(config: unknown): string[] {
  const { getValidator, getErrorMessage } = require("firebase-tools/lib/firebaseConfigValidate") as {
    getValidator(): { (config: unknown): boolean; errors?: unknown[] | null };
    getErrorMessage(error: unknown): string;
  };
  const validator = getValidator();
  validator(config);
  return (validator.errors ?? []).map(getErrorMessage);
}

/** @throws as the CLI does when it refuses a firestore.indexes.json */
export function guardIndexes(indexes: unknown): void {
  const { FirestoreApi } = require("firebase-tools/lib/firestore/api") as {
    FirestoreApi: new () => { validateSpec(indexes: unknown): void };
  };
  new FirestoreApi().validateSpec(indexes);
}
