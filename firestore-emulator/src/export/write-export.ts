import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ExportedDocument, encodeEntity } from "./entity.ts";
import { LogWriter } from "./leveldb-log.ts";
import { type ExportedKind, encodeKindMetadata, encodeOverallMetadata } from "./metadata.ts";

const KIND_FOLDER = "all_namespaces/all_kinds";
const KIND_METADATA = "all_namespaces_all_kinds.export_metadata";
const OUTPUT = "output-0";
const WRITE_BUFFER_BYTES = 1_048_576;
const MICROS_PER_MILLI = 1_000;

/** Where an export goes and when it is made. */
export interface ExportTarget {
  /** An existing folder. */
  directory: string;
  /** The folder inside it that the export becomes. */
  name: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Writes documents in the format of Google's emulator to `directory/name`, replacing what is there.
 * All is written beside the target, flushed and then renamed, so that a killed process leaves the old export or the
 * new one, and at worst a folder `.name-...` that nothing reads.
 * @returns how many documents were written
 */
export async function writeExport(
  documents: Iterable<ExportedDocument>,
  target: ExportTarget,
): Promise<number> {
  const suffix = randomBytes(6).toString("hex");
  const beside = join(target.directory, `.${target.name}-${suffix}`);
  await mkdir(beside);
  try {
    const written = await writeFiles(documents, beside, target);
    await replaceFolder(beside, target);
    return written;
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}

async function writeFiles(
  documents: Iterable<ExportedDocument>,
  folder: string,
  target: ExportTarget,
): Promise<number> {
  const startMicros = target.now() * MICROS_PER_MILLI;
  const iterator = documents[Symbol.iterator]();
  const first = iterator.next();
  const kinds: ExportedKind[] = [];
  if (!first.done) {
    const kindFolder = join(folder, KIND_FOLDER);
    await mkdir(kindFolder, { recursive: true });
    const size = await writeOutput(join(kindFolder, OUTPUT), startingWith(first.value, iterator));
    const metadata = {
      name: target.name,
      startMicros,
      endMicros: target.now() * MICROS_PER_MILLI,
      outputs: [OUTPUT],
    };
    await writeFile(join(kindFolder, KIND_METADATA), encodeKindMetadata(metadata), { flush: true });
    kinds.push({ file: `${KIND_FOLDER}/${KIND_METADATA}`, ...size });
  }
  const overall = join(folder, `${target.name}.overall_export_metadata`);
  await writeFile(overall, encodeOverallMetadata(kinds), { flush: true });
  return kinds[0]?.documents ?? 0;
}

async function writeOutput(
  file: string,
  documents: Iterable<ExportedDocument>,
): Promise<{ documents: number; bytes: number }> {
  const handle = await open(file, "w");
  try {
    const log = new LogWriter();
    let count = 0;
    let buffered: Uint8Array[] = [];
    let bufferedFrom = 0;
    for (const document of documents) {
      buffered.push(log.encode(encodeEntity(document)));
      count += 1;
      if (log.length - bufferedFrom >= WRITE_BUFFER_BYTES) {
        await handle.writeFile(Buffer.concat(buffered));
        buffered = [];
        bufferedFrom = log.length;
      }
    }
    if (buffered.length > 0) {
      await handle.writeFile(Buffer.concat(buffered));
    }
    await handle.sync();
    return { documents: count, bytes: log.length };
  } finally {
    await handle.close();
  }
}

/** Folders cannot be exchanged in one step: the old one steps aside first and goes only when the new one is there. */
async function replaceFolder(beside: string, { directory, name }: ExportTarget): Promise<void> {
  const place = join(directory, name);
  const old = `${beside}-old`;
  const hadOld = await renameIfThere(place, old);
  try {
    await rename(beside, place);
  } catch (error) {
    if (hadOld) {
      await rename(old, place);
    }
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return false;
    }
    throw error;
  }
}

function* startingWith<T>(first: T, rest: Iterator<T>): Generator<T> {
  yield first;
  for (let next = rest.next(); !next.done; next = rest.next()) {
    yield next.value;
  }
}
