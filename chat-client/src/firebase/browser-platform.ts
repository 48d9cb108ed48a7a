import type { Dispose } from "../platform/disposables.ts";
import { loadPart } from "../platform/load-part.ts";
import type { KeyValueStore, Network, Platform, Visibility } from "../platform/platform.ts";
import { systemClock } from "./system-clock.ts";

/** The page's local storage. Where the browser refuses it, as in some private windows, memory takes its place. */
export class BrowserStore implements KeyValueStore {
  private readonly storage: Storage | null;
  private readonly fallback = new Map<string, string>();

  constructor() {
    this.storage = openLocalStorage();
  }

  get(key: string): string | null {
    return this.fallback.get(key) ?? this.storage?.getItem(key) ?? null;
  }

  set(key: string, value: string): void {
    try {
      if (!this.storage) throw new Error("There is no local storage.");
      this.storage.setItem(key, value);
      this.fallback.delete(key);
    } catch {
      // Full or refused: better kept for this page alone than lost.
      this.fallback.set(key, value);
    }
  }

  remove(key: string): void {
    this.fallback.delete(key);
    this.storage?.removeItem(key);
  }

  keys(prefix: string): string[] {
    const stored = Array.from({ length: this.storage?.length ?? 0 }, (_, at) => this.storage?.key(at) ?? "");
    return [...new Set([...stored, ...this.fallback.keys()])].filter((key) => key.startsWith(prefix)).sort();
  }

  onChange(listener: () => void): Dispose {
    const told = (event: StorageEvent) => {
      if (event.storageArea === this.storage) listener();
    };
    addEventListener("storage", told);
    return () => removeEventListener("storage", told);
  }
}

function openLocalStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const browserNetwork: Network = {
  isOnline: () => navigator.onLine,
  onChange: (listener) => {
    const told = () => listener(navigator.onLine);
    addEventListener("online", told);
    addEventListener("offline", told);
    return () => {
      removeEventListener("online", told);
      removeEventListener("offline", told);
    };
  },
};

const pageVisibility: Visibility = {
  isVisible: () => document.visibilityState === "visible",
  onChange: (listener) => {
    const told = () => listener(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", told);
    return () => document.removeEventListener("visibilitychange", told);
  },
};

function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Web Locks hold over all tabs of an origin. Without them every tab sends; the server takes each message once. */
async function exclusively(name: string, task: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return task();
  let begun = false;
  const begin = () => {
    begun = true;
    return task();
  };
  try {
    await navigator.locks.request(name, begin);
  } catch (error) {
    if (begun) throw error;
    // Refused, as where the visitor blocks all storage: this page is then as good as alone.
    await task();
  }
}

/** For browsers. The Firebase SDK is a chunk of its own that is loaded when the first conversation is. */
export function browserPlatform(): Platform {
  return {
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    store: new BrowserStore(),
    network: browserNetwork,
    visibility: pageVisibility,
    newId: randomId,
    exclusively,
    openDatabase: async (access) => {
      const { FirebaseDatabase } = await loadPart(() => import("./firebase-database.ts"));
      return new FirebaseDatabase(access, { clock: systemClock, visibility: pageVisibility });
    },
  };
}
