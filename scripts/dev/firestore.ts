import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "../../firestore-emulator/src/index.ts";
import { HOST } from "./ports.ts";

const root = join(import.meta.dirname, "..", "..");

/** Starts the embedded Firestore in this process with the project's rules and indexes. */
export async function startFirestore(options: {
  port: number;
  projectId: string;
  importFrom: string | null;
}): Promise<{ stop(): Promise<void> }> {
  return startEmulator({
    host: HOST,
    port: options.port,
    projectId: options.projectId,
    exportFolders: [root, tmpdir()],
    rules: await readFile(join(root, "firestore.rules"), "utf8"),
    indexes: await readFile(join(root, "firestore.indexes.json"), "utf8"),
    ...(options.importFrom === null ? {} : { import: options.importFrom }),
  });
}
