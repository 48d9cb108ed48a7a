/**
 * The folder that `firebase emulators:start --import` takes: `firebase-export-metadata.json` beside one folder for
 * each emulator. Only the Firestore part is ours; what other emulators wrote stays as it is.
 */
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { join, resolve } from "node:path";
import { invalidArgument } from "../model/status.ts";

export const EXPORT_METADATA_FILE = "firebase-export-metadata.json";
export const FIRESTORE_EXPORT_NAME = "firestore_export";

const OVERALL_METADATA = ".overall_export_metadata";
/** The release of Google's emulator whose format we write. */
const FIRESTORE_FORMAT_VERSION = "1.19.8";
/** Written where no Firebase CLI has been; it only has to look like a release of the CLI. */
const CLI_VERSION = "15.0.0";

/** The JSON of `firebase-export-metadata.json`, with the parts of other emulators left unread. */
interface ExportFolderMetadata {
  version: string;
  firestore?: { version: string; path: string; metadata_file: string };
  [otherEmulator: string]: unknown;
}

/** Makes the folder, parents included. */
export async function createExportFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
}

/** Names the Firestore export in the folder's metadata, atomically, keeping the entries of other emulators. */
export async function describeFirestoreExport(folder: string): Promise<void> {
  const metadata: ExportFolderMetadata = {
    ...((await readMetadata(folder)) ?? { version: CLI_VERSION }),
    firestore: {
      version: FIRESTORE_FORMAT_VERSION,
      path: FIRESTORE_EXPORT_NAME,
      metadata_file: `${FIRESTORE_EXPORT_NAME}/${FIRESTORE_EXPORT_NAME}.overall_export_metadata`,
    },
  };
  const file = join(folder, EXPORT_METADATA_FILE);
  const beside = `${file}.${process.pid}`;
  const handle = await open(beside, "w");
  try {
    await handle.writeFile(`${JSON.stringify(metadata, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/**
 * The overall metadata file that an import begins with.
 * @param path of it, or of a folder with `firebase-export-metadata.json`, or of a Firestore export folder
 * @throws StatusError INVALID_ARGUMENT when there is no Firestore export
 */
export async function findFirestoreExport(path: string): Promise<string> {
  if (path.endsWith(OVERALL_METADATA)) {
    return resolve(path);
  }
  const metadata = await readMetadata(path);
  if (metadata?.firestore !== undefined) {
    return resolve(path, metadata.firestore.metadata_file);
  }
  const [file] = (await filesOf(path)).filter((name) => name.endsWith(OVERALL_METADATA));
  if (file === undefined) {
    throw invalidArgument(`There is no Firestore export in ${path}: no ${EXPORT_METADATA_FILE} names one.`);
  }
  return resolve(path, file);
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return []; // The caller says that there is nothing.
  }
}

async function readMetadata(folder: string): Promise<ExportFolderMetadata | undefined> {
  const file = join(folder, EXPORT_METADATA_FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw invalidArgument(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseMetadata(text, file);
}

function parseMetadata(text: string, file: string): ExportFolderMetadata {
  let metadata: unknown;
  try {
    metadata = JSON.parse(text);
  } catch (error) {
    throw invalidArgument(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(metadata)) {
    throw invalidArgument(`${file} must hold an object.`);
  }
  const { firestore } = metadata;
  if (firestore !== undefined && !(isObject(firestore) && typeof firestore.metadata_file === "string")) {
    throw invalidArgument(`${file}: "firestore.metadata_file" must be a string.`);
  }
  return metadata as ExportFolderMetadata;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
