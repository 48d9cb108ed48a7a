import { createPublicKey } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { Storage } from "../buckets/storage.ts";
import { DiskBlobs } from "../bytes/disk-blobs.ts";
import { MemoryBlobs } from "../bytes/memory-blobs.ts";
import { exportTo, importFrom, resume } from "../control/data-folder.ts";
import { type Faults, noFaults } from "../control/faults.ts";
import { Sessions } from "../uploads/sessions.ts";
import type { EmulatorContext } from "./context.ts";
import { createListener } from "./listener.ts";

export interface StorageEmulatorOptions {
  /** Address to bind, "127.0.0.1" unless given. */
  readonly host?: string;
  /** 0, the default, asks for a free port. */
  readonly port?: number;
  /** Buckets that are there from the start. */
  readonly buckets?: readonly string[];
  /** Where objects are kept; what an earlier emulator left there is taken in. Without it they are kept in memory. */
  readonly folder?: string;
  /** How many bytes are kept in memory, 256 MiB unless given. */
  readonly maxMemoryBytes?: number;
  /** Folder of an export to start with. */
  readonly import?: string;
  /** Whose signatures are believed: public keys in PEM by the service account's e-mail address. */
  readonly signers?: Readonly<Record<string, string>>;
  /** The JSON API then wants it as a bearer token; session and signed addresses need none. */
  readonly accessToken?: string;
  /** Origins whose pages may call the JSON API besides those of this machine, as "https://shop.test"; ["*"] for all. */
  readonly allowOrigins?: readonly string[];
  /** In or below which folders a request may have exports written; anywhere unless given. */
  readonly exportFolders?: readonly string[];
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly clock?: () => number;
  readonly log?: (message: string) => void;
}

/** A running emulator. */
export interface StorageEmulator {
  readonly host: string;
  readonly port: number;
  /** For the SDK's `apiEndpoint`. */
  readonly url: string;
  readonly faults: Faults;
  readonly context: EmulatorContext;
  /** Writes all objects to a folder for `import`. @returns how many there are */
  export(folder: string): Promise<number>;
  /** Cuts all connections, frees the port; what is in a folder stays there. */
  stop(): Promise<void>;
}

const DEFAULT_MAX_MEMORY_BYTES = 256 * 1_048_576;

/** Starts an emulator on one port. Rejects when the port is taken or the data cannot be read. */
export async function startStorageEmulator(options: StorageEmulatorOptions = {}): Promise<StorageEmulator> {
  const host = options.host ?? "127.0.0.1";
  const context = await createContext(options);
  const server = createServer(createListener(context, options.log ?? (() => {})));
  // Uploads may stand still for as long as their client does.
  server.requestTimeout = 0;
  const port = await listen(server, options.port ?? 0, host);
  return {
    host,
    port,
    url: `http://${host}:${port}`,
    faults: context.faults,
    context,
    export: (folder) => exportTo(context.storage, folder),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await context.sessions.close();
      await context.storage.blobs.close();
    },
  };
}

async function createContext(options: StorageEmulatorOptions): Promise<EmulatorContext> {
  const clock = options.clock ?? Date.now;
  const folder = options.folder ?? null;
  const maxBytes = options.maxMemoryBytes ?? DEFAULT_MAX_MEMORY_BYTES;
  const blobs = folder === null ? new MemoryBlobs(maxBytes) : await DiskBlobs.open(folder);
  const storage = new Storage({ blobs, folder, clock });
  if (folder !== null) await resume(storage, folder);
  if (options.import !== undefined) await importFrom(storage, options.import);
  const names = new Set(storage.buckets.map(({ name }) => name));
  for (const name of options.buckets ?? []) if (!names.has(name)) storage.createBucket(name);
  const signers = Object.entries(options.signers ?? {});
  return {
    storage,
    sessions: new Sessions(clock),
    faults: noFaults(),
    signers: new Map(signers.map(([email, pem]) => [email, createPublicKey(pem)])),
    accessToken: options.accessToken ?? null,
    allowOrigins: options.allowOrigins ?? [],
    exportFolders: options.exportFolders ?? null,
  };
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}
