import type { Bucket, File } from "@google-cloud/storage";
import type { Config } from "./config.ts";
import { ChatError } from "./error.ts";

/** One version of an object: what comes under its name later is another. */
export interface ObjectVersion {
  readonly name: string;
  readonly generation: string;
}

export interface UploadAsked {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** The page that will send the bytes; null for programs. */
  readonly origin: string | null;
}

export interface ReadAsked {
  readonly contentType: string;
  /** The header `Content-Disposition`. */
  readonly disposition: string;
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Cloud Storage as commands see it. Every method throws ChatError `service_unavailable` when it cannot be reached.
 * Bytes of uploads and reads do not pass through here, a widget's logo apart: clients send them to, and get them from, the
 * addresses.
 */
export interface ObjectStore {
  /** The address of a resumable upload session: it takes exactly the declared bytes, once, and no second object. */
  beginUpload(asked: UploadAsked): Promise<string>;
  /** Ends a session that is not finished: nothing can come by it any more. */
  cancelUpload(url: string): Promise<void>;
  /** What there is under a name; null when there is nothing. */
  describe(name: string): Promise<(ObjectVersion & { sizeBytes: number }) | null>;
  /** The first bytes, fewer when the object is shorter. */
  readStart(object: ObjectVersion, bytes: number): Promise<Uint8Array>;
  /** All bytes, as they come. */
  read(object: ObjectVersion): AsyncIterable<Uint8Array>;
  /** Writes a small object; what is there already under the name stays, and is the answer. */
  write(name: string, bytes: Uint8Array, contentType: string): Promise<ObjectVersion>;
  /** Deletes what is under a name; nothing there is fine. */
  delete(name: string): Promise<void>;
  /** An address with a V4 signature that reads this version, with these headers, until it expires. */
  signRead(object: ObjectVersion, asked: ReadAsked): Promise<string>;
}

const RETRIES = { autoRetry: true, maxRetries: 2, maxRetryDelay: 2, totalTimeout: 10 } as const;
const RETRY_AFTER_SECONDS = 5;
const NOTHING_THERE = { ifGenerationMatch: 0 } as const;

/** By the JSON API of Cloud Storage, in the cloud and on the emulator: https://cloud.google.com/storage/docs/json_api */
export function createObjectStore(config: Config): ObjectStore {
  const bucket = lazyBucket(config);
  const fileOf = async ({ name, generation }: ObjectVersion) => (await bucket()).file(name, { generation });
  return {
    beginUpload: ({ name, contentType, sizeBytes, origin }) =>
      reached(async () => {
        const metadata = { contentType, contentLength: sizeBytes, contentDisposition: "attachment" };
        const asked = { metadata, preconditionOpts: NOTHING_THERE, ...(origin !== null && { origin }) };
        return (await (await bucket()).file(name).createResumableUpload(asked))[0];
      }),
    cancelUpload: (url) =>
      reached(async () => {
        const answer = await fetch(url, { method: "DELETE", headers: { "Content-Length": "0" } });
        if (answer.status >= 500) throw new Error(`Cancelling an upload was answered ${answer.status}.`);
      }),
    describe: (name) =>
      reached(async () => {
        const found = await unlessMissing(async () => (await bucket()).file(name).getMetadata());
        return found && { name, sizeBytes: Number(found[0].size), generation: String(found[0].generation) };
      }),
    readStart: (object, bytes) =>
      reached(async () => (await (await fileOf(object)).download({ start: 0, end: bytes - 1 }))[0]),
    read: async function* (object) {
      const file = await fileOf(object);
      yield* file.createReadStream();
    },
    write: (name, bytes, contentType) =>
      reached(async () => {
        const generation = await saveUnlessThere((await bucket()).file(name), bytes, contentType);
        return { name, generation };
      }),
    delete: (name) =>
      reached(async () => {
        await (await bucket()).file(name).delete({ ignoreNotFound: true });
      }),
    signRead: (object, asked) => reached(async () => sign(await fileOf(object), object, asked)),
  };
}

/** @returns the generation of what is there now */
async function saveUnlessThere(file: File, bytes: Uint8Array, contentType: string): Promise<string> {
  const save = { resumable: false, contentType, preconditionOpts: NOTHING_THERE };
  await file.save(Buffer.from(bytes), save).catch((error: unknown) => {
    if (statusOf(error) !== 412) throw error;
  });
  const [{ generation }] = await file.getMetadata();
  return String(generation);
}

async function sign(file: File, { generation }: ObjectVersion, asked: ReadAsked): Promise<string> {
  const [url] = await file.getSignedUrl({
    version: "v4",
    action: "read",
    accessibleAt: asked.signedAt,
    expires: asked.expiresAt,
    responseType: asked.contentType,
    responseDisposition: asked.disposition,
    queryParams: { generation },
  });
  return url;
}

/** The client takes 150 ms to load: it is loaded with the first file. */
function lazyBucket({ projectId, storage }: Config): () => Promise<Bucket> {
  let bucket: Promise<Bucket> | undefined;
  return () => {
    if (storage === null) throw new Error("There is no local Cloud Storage: set STORAGE_EMULATOR_URL.");
    bucket ??= import("@google-cloud/storage").then(({ Storage }) => {
      const { emulator } = storage;
      if (emulator === null) return new Storage({ projectId, retryOptions: RETRIES }).bucket(storage.bucket);
      const { url, signer, privateKey, accessToken } = emulator;
      const local = new Storage({
        projectId,
        retryOptions: RETRIES,
        apiEndpoint: url,
        credentials: { client_email: signer, private_key: privateKey },
      });
      const headers = { Authorization: `Bearer ${accessToken}` };
      type Request = (typeof local.interceptors)[number]["request"];
      const request = (options: Parameters<Request>[0]) =>
        Object.assign(options, { headers: { ...options.headers, ...headers } }) as ReturnType<Request>;
      local.interceptors.push({ request });
      return local.bucket(storage.bucket);
    });
    return bucket;
  };
}

/** What Cloud Storage answers, or that it does not, as the API says it. */
async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const status = statusOf(error);
    // A refusal is a mistake of ours (no bucket, no right), which another try does not mend.
    if (status !== null && status < 500 && status !== 408 && status !== 429) throw error;
    throw new ChatError("service_unavailable", "The file store cannot be reached. Try again.", {
      cause: error,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

async function unlessMissing<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** The HTTP status of a refusal; null when the connection failed. */
function statusOf(error: unknown): number | null {
  const { code, status } = error as { code?: unknown; status?: unknown };
  const found = typeof code === "number" ? code : Number(code ?? status);
  return Number.isInteger(found) && found >= 100 ? found : null;
}
