import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { invalidArgument } from "../model/status.ts";
import { decodeEntity, type ExportedDocument } from "./entity.ts";
import { readLog } from "./leveldb-log.ts";
import { decodeKindOutputs, decodeOverallMetadata } from "./metadata.ts";

/**
 * Reads the documents of an export by its `*.overall_export_metadata` file, one of Google's emulator, of a managed
 * export of production or of this emulator.
 * @throws StatusError INVALID_ARGUMENT with Google's messages for a missing, damaged or unsupported file
 */
export async function* readExport(overallMetadataFile: string): AsyncGenerator<ExportedDocument> {
  const overall = await readOr(overallMetadataFile, "Failed to parse overall export metadata file");
  const root = dirname(overallMetadataFile);
  for (const kind of decodeOverallMetadata(overall, overallMetadataFile)) {
    const metadataFile = inside(root, kind.file);
    const metadata = await readOr(metadataFile, `${metadataFile} (No such file or directory)`);
    for (const output of decodeKindOutputs(metadata, metadataFile)) {
      const file = inside(dirname(metadataFile), output);
      yield* readOutput(await readOr(file, `Failed parse entity file:${file}`), file);
    }
  }
}

function* readOutput(bytes: Uint8Array, file: string): Generator<ExportedDocument> {
  for (const record of readLog(bytes, file)) {
    yield decodeEntity(record);
  }
}

async function readOr(file: string, message: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch {
    throw invalidArgument(message);
  }
}

/** An export must not make the emulator read files elsewhere. */
function inside(folder: string, relative: string): string {
  const path = normalize(relative);
  if (path.startsWith("..") || path.startsWith("/") || path.includes("\0")) {
    throw invalidArgument(`The export names the file "${relative}", which is not inside its folder.`);
  }
  return join(folder, path);
}
