import type { Dispose } from "../platform/disposables.ts";
import type { KeyValueStore, Network, Platform, Visibility } from "../platform/platform.ts";
import { FirebaseDatabase } from "./firebase-database.ts";
import { systemClock } from "./system-clock.ts";

/** Strings in memory. Several clients that share one are like tabs of one browser. */
export class MemoryStore implements KeyValueStore {
  private readonly values = new Map<string, string>();
  private readonly listeners = new Set<() => void>();

  get(key: string): string | null {
    return this.values.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.values.set(key, value);
    this.tell();
  }

  remove(key: string): void {
    if (this.values.delete(key)) this.tell();
  }

  keys(prefix: string): string[] {
    return [...this.values.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  onChange(listener: () => void): Dispose {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

const alwaysVisible: Visibility = { isVisible: () => true, onChange: () => () => {} };
const alwaysOnline: Network = { isOnline: () => true, onChange: () => () => {} };

/** Lets tasks of one name run one after the other, within this process. */
export function oneAtATime(): Platform["exclusively"] {
  const tails = new Map<string, Promise<void>>();
  return (name, task) => {
    const turn = (tails.get(name) ?? Promise.resolve()).then(task);
    tails.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  };
}

/** For Node: nothing survives the process, unless a store is given that does. */
export function memoryPlatform(parts: Partial<Platform> = {}): Platform {
  return {
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    store: new MemoryStore(),
    network: alwaysOnline,
    visibility: alwaysVisible,
    newId: () => crypto.randomUUID(),
    exclusively: oneAtATime(),
    openDatabase: async (access) =>
      new FirebaseDatabase(access, { clock: systemClock, visibility: alwaysVisible }),
    ...parts,
  };
}
