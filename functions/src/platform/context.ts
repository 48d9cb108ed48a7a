import { randomBytes } from "node:crypto";
import { lookup } from "node:dns/promises";
import type { Actor } from "@livechat/contract";
import { getApps, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { type Firestore, getFirestore, type Transaction } from "firebase-admin/firestore";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { createObjectStore, type ObjectStore } from "./object-store.ts";
import { createTaskQueue, type TaskQueue } from "./task-queue.ts";

/** Everything that a verb needs from outside: time, ids, the database and the network. */
export interface Context {
  readonly config: Config;
  readonly db: Firestore;
  readonly tasks: TaskQueue;
  readonly objects: ObjectStore;
  readonly log: Log;
  /** Who makes the change that is going on, for the audit log; absent where nobody called: the system itself. */
  readonly actor?: Actor;
  /** The id of the request that is being answered. */
  readonly requestId?: string;
  /** Where the call that is being answered comes from. */
  readonly clientAddress?: string;
  /** The country of that address, as what stands in front of the functions tells: two letters. Absent where nothing does. */
  readonly clientCountry?: string;
  /** Set while a call is answered that its sender may repeat: the change that creates something runs once for all of them. */
  readonly repeatable?: {
    isKnown(): Promise<boolean>;
    once<T>(tx: Pick<Transaction, "get" | "set">, change: () => Promise<T>): Promise<T>;
  };
  /** What the caller knows of the resource that is changed. @throws when it is another one by now. */
  readonly precondition?: { look(id: string, found: object | null): void; settle(): void };
  /** Looks again, inside the transaction that changes the configuration, whether the caller still may. @throws if not. */
  readonly recheck?: (tx: Pick<Transaction, "get">) => Promise<void>;
  /** The time now. Tests pass a clock of their own. */
  now(): Date;
  /** A new random id of 20 letters and digits. */
  newId(): string;
  /** A new secret of 256 bits, url-safe. */
  newSecret(): string;
  /** The IP addresses of a host's name; none when it is not known. */
  lookup(host: string): Promise<string[]>;
  /** A custom token for Firebase Auth: `claims` become claims of the signed-in user. */
  mintCustomToken(uid: string, claims: Record<string, unknown>): Promise<string>;
}

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_CHARS = 20;

/** Bytes of 248 and more are dropped, so that all 62 characters are equally likely. */
function randomId(): string {
  let id = "";
  while (id.length < ID_CHARS) {
    for (const byte of randomBytes(ID_CHARS * 2)) {
      if (byte < 248 && id.length < ID_CHARS) id += ID_ALPHABET[byte % 62];
    }
  }
  return id;
}

const UNKNOWN_NAME: ReadonlySet<unknown> = new Set(["ENOTFOUND", "ENODATA", "EAI_AGAIN"]);

/** As this machine looks names up for its own connections. */
async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    if (error instanceof Error && "code" in error && UNKNOWN_NAME.has(error.code)) return [];
    throw error;
  }
}

/**
 * The SDK wraps each of its calls in spans for OpenTelemetry, also where nobody collects them: a tenth of a session's
 * processor time. It can be told so by a variable alone, before it is made.
 */
function traceOnlyIfAsked(): void {
  process.env.FIRESTORE_ENABLE_TRACING ??= "off";
}

/** The context of a deployed or emulated function, made once per process. */
export function createContext(config: Config, log: Log): Context {
  traceOnlyIfAsked();
  const app = getApps()[0] ?? initializeApp({ projectId: config.projectId });
  const db = getFirestore(app, config.databaseId);
  return {
    config,
    db,
    log,
    tasks: createTaskQueue(config),
    objects: createObjectStore(config),
    now: () => new Date(),
    newId: randomId,
    newSecret: () => randomBytes(32).toString("base64url"),
    lookup: addressesOf,
    mintCustomToken: (uid, claims) => getAuth(app).createCustomToken(uid, claims),
  };
}
