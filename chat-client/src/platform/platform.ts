import type { FirebaseAccess } from "@livechat/contract";
import type { Dispose } from "./disposables.ts";
import type { LiveDatabase } from "./live-database.ts";

/** Time, so that tests can tell a race as a script. Milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Runs once after so many milliseconds, unless stopped before. */
  after(millis: number, run: () => void): Dispose;
}

/** Strings that survive a reload, shared by all tabs of a page's origin. */
export interface KeyValueStore {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** All keys that begin with the prefix, in order. */
  keys(prefix: string): string[];
  /** Told when another tab has changed something. */
  onChange(listener: () => void): Dispose;
}

export interface Network {
  isOnline(): boolean;
  onChange(listener: (online: boolean) => void): Dispose;
}

/** Whether somebody may be looking at the page. */
export interface Visibility {
  isVisible(): boolean;
  onChange(listener: (isVisible: boolean) => void): Dispose;
}

/** Everything that the client needs from outside. */
export interface Platform {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly store: KeyValueStore;
  readonly network: Network;
  readonly visibility: Visibility;
  /** A new random id, url-safe, of at least 20 characters. */
  newId(): string;
  /** Runs the task when no other tab runs one of this name. */
  exclusively(name: string, task: () => Promise<void>): Promise<void>;
  /** Opens the database that is listened to; not signed in yet. */
  openDatabase(access: FirebaseAccess): Promise<LiveDatabase>;
}
