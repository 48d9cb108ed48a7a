import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STORAGE_EMULATOR_SIGNER } from "../../functions/src/platform/files-config.ts";
import { type StorageEmulator, startStorageEmulator } from "../../storage-emulator/src/index.ts";
import { HOST } from "../ports/ports.ts";

const root = join(import.meta.dirname, "..", "..");

/** In the folder of an export, beside what the other emulators have written. */
export const STORAGE_EXPORT = "storage_export";
const KEY_BITS = 2_048;

export interface RunningStorage {
  readonly emulator: StorageEmulator;
  /** What the functions need to use it. */
  readonly environment: Record<string, string>;
}

/**
 * Starts the local Cloud Storage in this process, its bytes in a folder. The key that signs addresses and the token of
 * its API are made anew each time and known to the functions alone.
 */
export async function startStorage(options: {
  port: number;
  projectId: string;
  folder: string;
  importFrom: string | null;
}): Promise<RunningStorage> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: KEY_BITS,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const accessToken = randomBytes(24).toString("base64url");
  const bucket = `${options.projectId}.firebasestorage.app`;
  const exported = options.importFrom === null ? null : join(options.importFrom, STORAGE_EXPORT);
  const emulator = await startStorageEmulator({
    host: HOST,
    port: options.port,
    folder: options.folder,
    buckets: [bucket],
    signers: { [STORAGE_EMULATOR_SIGNER]: publicKey },
    accessToken,
    exportFolders: [root, tmpdir()],
    ...(exported !== null && existsSync(exported) && { import: exported }),
  });
  return {
    emulator,
    environment: {
      STORAGE_BUCKET: bucket,
      STORAGE_EMULATOR_URL: emulator.url,
      STORAGE_EMULATOR_TOKEN: accessToken,
      STORAGE_EMULATOR_KEY: Buffer.from(privateKey).toString("base64"),
      FILE_SCANNER: "eicar",
    },
  };
}
