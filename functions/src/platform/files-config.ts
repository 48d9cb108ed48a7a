interface StorageVariables {
  readonly GCLOUD_PROJECT: string;
  readonly STORAGE_BUCKET: string;
  readonly STORAGE_EMULATOR_URL: string;
  readonly STORAGE_EMULATOR_TOKEN: string;
  readonly STORAGE_EMULATOR_KEY: string;
}

export interface StorageConfig {
  readonly bucket: string;
  /** Present only where the backend runs on emulators. */
  readonly emulator: StorageEmulator | null;
}

export interface StorageEmulator {
  readonly url: string;
  readonly accessToken: string;
  /** The account whose key signs addresses. */
  readonly signer: string;
  /** PEM. */
  readonly privateKey: string;
}

export type FileScanner =
  | { readonly kind: "eicar" }
  | { readonly kind: "clamav"; readonly host: string; readonly port: number };

/** The name that the local Cloud Storage knows the signing key by. */
export const STORAGE_EMULATOR_SIGNER = "files@emulated.iam.gserviceaccount.com";

/** @throws when a local Cloud Storage is named outside of the emulators */
export function parseStorage(env: StorageVariables, onEmulators: boolean): StorageConfig | null {
  const bucket = env.STORAGE_BUCKET || `${env.GCLOUD_PROJECT}.firebasestorage.app`;
  if (env.STORAGE_EMULATOR_URL === "") return onEmulators ? null : { bucket, emulator: null };
  if (!onEmulators) throw new Error("STORAGE_EMULATOR_URL is for emulators. Unset it.");
  return {
    bucket,
    emulator: {
      url: env.STORAGE_EMULATOR_URL,
      accessToken: env.STORAGE_EMULATOR_TOKEN,
      signer: STORAGE_EMULATOR_SIGNER,
      privateKey: Buffer.from(env.STORAGE_EMULATOR_KEY, "base64").toString(),
    },
  };
}

/** @throws when the scanner of tests is named outside of the emulators */
export function parseScanner(text: string, onEmulators: boolean): FileScanner | null {
  const [kind, host, port] = text.split(":");
  if (kind === "clamav" && host && port) return { kind, host, port: Number(port) };
  if (kind !== "eicar") return null;
  if (!onEmulators) throw new Error("FILE_SCANNER=eicar finds nothing but a test file. Use a real scanner.");
  return { kind };
}
