import type { KeyObject } from "node:crypto";
import type { Storage } from "../buckets/storage.ts";
import type { Faults } from "../control/faults.ts";
import type { Sessions } from "../uploads/sessions.ts";
import type { Call } from "./call.ts";

/** What handlers share. */
export interface EmulatorContext {
  readonly storage: Storage;
  readonly sessions: Sessions;
  readonly faults: Faults;
  /** Public keys by the service account's e-mail address: whose signatures on addresses are believed. */
  readonly signers: ReadonlyMap<string, KeyObject>;
  /** What the JSON API wants as a bearer token, or null: everybody may call it. */
  readonly accessToken: string | null;
  /** Whose pages may call the JSON API, besides those of this machine. */
  readonly allowOrigins: readonly string[];
  /** In or below which folders a request may have exports written; null: anywhere. */
  readonly exportFolders: readonly string[] | null;
}

export type Handler = (context: EmulatorContext, call: Call) => Promise<void> | void;
