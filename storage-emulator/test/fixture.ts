import { generateKeyPairSync } from "node:crypto";
import { type Bucket, Storage } from "@google-cloud/storage";
import { afterAll, beforeAll } from "vitest";
import { type StorageEmulator, type StorageEmulatorOptions, startStorageEmulator } from "../src/index.ts";

export const BUCKET = "attachments";
export const SIGNER = "signer@demo-project.iam.gserviceaccount.com";

/** One pair for all tests of a file: making it is slow. */
export const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

export interface Running {
  readonly emulator: StorageEmulator;
  readonly bucket: Bucket;
  readonly storage: Storage;
}

/** The unmodified SDK on an emulator. */
export function sdkOf(emulator: StorageEmulator): Storage {
  return new Storage({
    apiEndpoint: emulator.url,
    projectId: "demo-project",
    credentials: { client_email: SIGNER, private_key: keys.privateKey },
    retryOptions: { autoRetry: false },
  });
}

/** An emulator with one bucket for a test file. */
export function useEmulator(options: StorageEmulatorOptions = {}): () => Running {
  let running: Running | null = null;
  beforeAll(async () => {
    const emulator = await startStorageEmulator({
      buckets: [BUCKET],
      signers: { [SIGNER]: keys.publicKey },
      ...options,
    });
    const storage = sdkOf(emulator);
    running = { emulator, storage, bucket: storage.bucket(BUCKET) };
  });
  afterAll(() => running?.emulator.stop());
  return () => {
    if (running === null) throw new Error("The emulator has not been started.");
    return running;
  };
}

/** The rejection's HTTP status as the SDK shows it. */
export async function statusOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => "fulfilled",
    (error: { code?: unknown; status?: unknown }) => error.code ?? error.status,
  );
}
