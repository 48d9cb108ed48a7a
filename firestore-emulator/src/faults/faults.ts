import { StatusCode, StatusError } from "../model/status.ts";

/** Faults that tests ask for. Absent means none; counts go down as they strike. */
export interface FaultSettings {
  /** The next N commits (of transactions, batches or single writes) are answered ABORTED. */
  abortCommits?: number;
  /** The next N calls of any kind are answered UNAVAILABLE. */
  unavailable?: number;
  /** Every call waits this long before it is answered: one database round trip, in milliseconds. */
  delayMs?: number;
}

/** Faults on request, applied by the handlers. */
export class Faults {
  private settings: Required<FaultSettings> = { abortCommits: 0, unavailable: 0, delayMs: 0 };
  private readonly streamDroppers = new Set<() => void>();

  /** Changes the given settings and leaves the others. */
  set(settings: FaultSettings): void {
    this.settings = { ...this.settings, ...settings };
  }

  get(): Required<FaultSettings> {
    return { ...this.settings };
  }

  clear(): void {
    this.settings = { abortCommits: 0, unavailable: 0, delayMs: 0 };
  }

  /** Handlers call this first for every unary or server-streaming call. Throws UNAVAILABLE when asked to. */
  async beforeCall(): Promise<void> {
    const { delayMs, unavailable } = this.settings;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (unavailable > 0) {
      this.settings.unavailable--;
      throw new StatusError(StatusCode.UNAVAILABLE, "The service is currently unavailable (injected fault).");
    }
  }

  /** True when `beforeCall` has something to do. */
  get strikesCalls(): boolean {
    return this.settings.delayMs > 0 || this.settings.unavailable > 0;
  }

  /** Handlers call this before every commit. Throws ABORTED when asked to. */
  beforeCommit(): void {
    if (this.settings.abortCommits <= 0) return;
    this.settings.abortCommits--;
    throw new StatusError(StatusCode.ABORTED, "The transaction was aborted (injected fault).");
  }

  /** Listen and Write streams register how to end themselves; the result takes it back. */
  onDropStreams(drop: () => void): () => void {
    this.streamDroppers.add(drop);
    return () => this.streamDroppers.delete(drop);
  }

  /** Ends every open stream, as a lost connection would. */
  dropStreams(): void {
    for (const drop of [...this.streamDroppers]) drop();
  }
}
