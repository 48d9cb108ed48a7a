import grpc from "@grpc/grpc-js";
import { Faults } from "../faults/faults.ts";
import { IndexCheck } from "../indexes/index-check.ts";
import { Meter } from "../meter/meter.ts";
import type { EmulatorContext } from "../request/context.ts";
import { ProjectRules } from "../request/project-rules.ts";
import type { Clock } from "../storage/commit-clock.ts";
import type { HistoryLimits } from "../storage/history.ts";
import { Databases } from "../transactions/databases.ts";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "../transactions/snapshot.ts";
import type { Transaction } from "../transactions/transaction.ts";
import type { TransactionOptions } from "../transactions/transactions.ts";
import { grpcHandlers, serviceDefinition } from "./grpc-server.ts";
import { httpRoutes, streamHandlers } from "./handlers.ts";
import { createHttpServer } from "./http-server.ts";
import { applyInitialState, type InitialState } from "./initial-state.ts";
import { Port } from "./port.ts";

export interface EmulatorOptions extends InitialState {
  /** Address to bind, "127.0.0.1" unless given. */
  readonly host?: string;
  /** 0, the default, asks for a free port. */
  readonly port?: number;
  /** The project of control requests that name none. */
  readonly projectId?: string;
  /** Milliseconds since 1970; the system's clock unless given. */
  readonly clock?: Clock;
  /** Lock waits and life times of transactions; production's unless given. */
  readonly transactions?: Partial<Pick<TransactionOptions, "maxLockWaitMs" | "maxAgeMs" | "maxIdleMs">>;
  /** How much of the past each database keeps; an hour, 50,000 changes and 32 MiB unless given. */
  readonly history?: Partial<HistoryLimits>;
  readonly log?: (message: string) => void;
  /** host:port of the functions emulator, which is told of changes that a registered trigger waits for. */
  readonly functionsEmulator?: string;
  /** Origins whose pages may call besides those of this machine, as "https://shop.test"; ["*"] for all. */
  readonly allowOrigins?: readonly string[];
  /** In or below which folders a request may have exports written; anywhere unless given. */
  readonly exportFolders?: readonly string[];
  /** What POST /shutdown does; it stops the emulator unless given. */
  readonly onShutdown?: () => void;
}

/** A running emulator. */
export interface Emulator {
  readonly host: string;
  readonly port: number;
  readonly meter: Meter;
  readonly faults: Faults;
  /** For tests and tools in the same process: databases, rules. */
  readonly context: EmulatorContext;
  /** Deletes all documents, of one project or of all. */
  clear(projectId?: string): void;
  /** The documents of one project, or of all, as they are now: to be given to `restore`, as often as needed. */
  snapshot(projectId?: string): Snapshot;
  /** Puts the documents of a snapshot back and takes away what came since; ends transactions and forgets the past. */
  restore(snapshot: Snapshot): void;
  /** Cuts all connections and frees the port. */
  stop(): Promise<void>;
}

/** gRPC messages may be larger than the 10 MiB that Firestore takes, so that the refusal is Firestore's own. */
const MAX_MESSAGE_BYTES = 64 * 1_048_576;

/**
 * Node 20 keeps an HTTP/2 connection whose client broke the protocol in a SETTINGS frame: it no longer answers pings,
 * which is how it is found. Long enough for a client that stands still in a debugger.
 */
const PING_AFTER_MS = 60_000;
const PING_PATIENCE_MS = 60_000;

const GRPC_OPTIONS = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": -1,
  "grpc.keepalive_time_ms": PING_AFTER_MS,
  "grpc.keepalive_timeout_ms": PING_PATIENCE_MS,
};

/** Starts an emulator on one port: gRPC, REST, WebChannel and control endpoints. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? "127.0.0.1";
  const shutDown = options.onShutdown ?? (() => void emulator.stop());
  const stopping = new AbortController();
  const context = createContext(options, { shutDown, stopping: stopping.signal });
  await applyInitialState(context, options);
  const server = new grpc.Server(GRPC_OPTIONS);
  server.addService(serviceDefinition, grpcHandlers(context, streamHandlers));
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  const http = createHttpServer(context, httpRoutes);
  const socket = new Port({
    http2: (socket) => injector.injectConnection(socket),
    http1: (socket) => http.emit("connection", socket),
  });
  const port = await socket.listen(options.port ?? 0, host);
  const { databases } = context;
  const emulator: Emulator = {
    host,
    port,
    meter: context.meter,
    faults: context.faults,
    context,
    clear: (projectId) => {
      for (const database of databases.list(projectId)) database.clear();
    },
    snapshot: (projectId) => takeSnapshot(databases, projectId),
    restore: (snapshot) => restoreSnapshot(databases, snapshot),
    stop: async () => {
      stopping.abort();
      await socket.close();
      injector.destroy();
      server.forceShutdown();
    },
  };
  return emulator;
}

function createContext(
  options: EmulatorOptions,
  ending: Pick<EmulatorContext, "shutDown" | "stopping">,
): EmulatorContext {
  const clock = options.clock ?? Date.now;
  const meter = new Meter();
  const onEnd = ({ state }: Transaction, projectId: string) => {
    if (state === "committed") meter.addTransaction(projectId, "committed");
    else if (state === "rolled back") meter.addTransaction(projectId, "rolledBack");
    else meter.addTransaction(projectId, "aborted");
  };
  return {
    projectId: options.projectId ?? "demo-project",
    databases: new Databases(
      clock,
      { transactions: options.transactions ?? {}, history: options.history ?? {} },
      onEnd,
    ),
    meter,
    faults: new Faults(),
    rules: new ProjectRules(),
    indexes: new IndexCheck(),
    clock,
    functionsEmulator: options.functionsEmulator,
    allowOrigins: options.allowOrigins ?? [],
    exportFolders: options.exportFolders ?? null,
    ...ending,
    log: options.log ?? (() => {}),
  };
}
