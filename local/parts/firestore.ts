import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExportedDocument } from "../../firestore-emulator/src/export/entity.ts";
import { findFirestoreExport } from "../../firestore-emulator/src/export/export-folder.ts";
import { importDocuments } from "../../firestore-emulator/src/export/import-documents.ts";
import { readExport } from "../../firestore-emulator/src/export/read-export.ts";
import { type Emulator, startEmulator } from "../../firestore-emulator/src/index.ts";
import { untilNow } from "../demo/dates.ts";
import { PROJECT_ID } from "../demo/demo.ts";
import { HOST } from "../ports/ports.ts";

const root = join(import.meta.dirname, "..", "..");

async function importDemo(folder: string, { context }: Emulator): Promise<void> {
  const documents: ExportedDocument[] = [];
  for await (const document of readExport(await findFirestoreExport(folder))) documents.push(document);
  const moved = untilNow(documents, new Date());
  await importDocuments(iterate(moved), context.databases, { projectId: PROJECT_ID });
}

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Starts the embedded Firestore in this process with the project's rules and indexes. */
export async function startFirestore(options: {
  port: number;
  projectId: string;
  importFrom: string | null;
  /** Whether its chats are moved to the days before now: the demo's are. */
  untilNow: boolean;
}): Promise<{ stop(): Promise<void> }> {
  const { importFrom } = options;
  const emulator = await startEmulator({
    host: HOST,
    port: options.port,
    projectId: options.projectId,
    exportFolders: [root, tmpdir()],
    rules: await readFile(join(root, "firestore.rules"), "utf8"),
    indexes: await readFile(join(root, "firestore.indexes.json"), "utf8"),
    ...(importFrom === null || options.untilNow ? {} : { import: importFrom }),
  });
  if (importFrom !== null && options.untilNow) await importDemo(importFrom, emulator);
  return emulator;
}
