import type { Dispose } from "../platform/disposables.ts";
import type { KeyValueStore } from "../platform/platform.ts";
import { parseStored } from "../platform/stored.ts";

interface Stored {
  conversationId: string;
  seq: number;
}

/** Up to which event the visitor has seen everything: in storage, so that it survives a reload and all tabs know. */
export class SeenUpTo {
  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
  ) {}

  /** 0 when nothing is known. */
  read(conversationId: string): number {
    const stored = parseStored<Stored>(this.store.get(this.key), ["conversationId", "seq"]);
    const isKnown = stored?.conversationId === conversationId && Number.isSafeInteger(stored.seq);
    return isKnown ? stored.seq : 0;
  }

  write(conversationId: string, seq: number): void {
    if (seq <= this.read(conversationId)) return;
    const stored: Stored = { conversationId, seq };
    this.store.set(this.key, JSON.stringify(stored));
  }

  forget(): void {
    this.store.remove(this.key);
  }

  /** Told when another tab has shown more. */
  onChange(conversationId: string, listener: (seq: number) => void): Dispose {
    return this.store.onChange(() => listener(this.read(conversationId)));
  }
}
