/** A process with a local Cloud Storage, its bytes on disk. Says its address, its token and the key that signs. */
import { generateKeyPairSync } from "node:crypto";
import { startStorageEmulator } from "storage-emulator";
import { STORAGE_EMULATOR_SIGNER } from "../src/platform/files-config.ts";
import { PROJECT_ID } from "./project.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2_048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const token = "a-token-for-benchmarks";
const emulator = await startStorageEmulator({
  folder: process.env.STORAGE_FOLDER ?? ".",
  buckets: [PROJECT_ID],
  signers: { [STORAGE_EMULATOR_SIGNER]: publicKey },
  accessToken: token,
});

// Ends with the benchmark, however that ends.
process.on("disconnect", () => process.exit(0));
process.send?.(JSON.stringify({ url: emulator.url, token, key: Buffer.from(privateKey).toString("base64") }));
