import type { Presence } from "@livechat/contract";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock } from "../platform/platform.ts";

export const LOOKING_LIMITS = {
  /** Whoever stays so long with a conversation is told at once who else is there; who passes through tells nobody. */
  STAYS_MS: 2_000,
  /** Without a key for so long nothing is being written: as long as one heartbeat and a bit. */
  WRITES_MS: 25_000,
} as const;

export type Lookers = Presence["looking"];

interface Deps {
  clock: Clock;
  /** Asks now instead of with the next heartbeat. */
  ask(): void;
  show(lookers: Lookers): void;
}

/** Which conversation is open here, and who else has it open: told and asked with the heartbeats that there are anyway. */
export class Looking {
  private conversationId: string | null = null;
  private wroteAt = Number.NEGATIVE_INFINITY;
  private asking: Dispose | null = null;

  constructor(private readonly deps: Deps) {}

  /** This conversation is open now; null: none is. */
  at(conversationId: string | null): void {
    if (conversationId === this.conversationId) return;
    const { clock, ask, show } = this.deps;
    this.stop();
    this.conversationId = conversationId;
    this.wroteAt = Number.NEGATIVE_INFINITY;
    show([]);
    if (conversationId !== null) this.asking = clock.after(LOOKING_LIMITS.STAYS_MS, ask);
  }

  /** Something is being written in it. */
  writes(): void {
    this.wroteAt = this.deps.clock.now();
  }

  /** What a heartbeat says of it. */
  said(): { conversationId?: string; writing?: true } {
    const { conversationId } = this;
    if (conversationId === null) return {};
    const isWriting = this.deps.clock.now() - this.wroteAt < LOOKING_LIMITS.WRITES_MS;
    return { conversationId, ...(isWriting && { writing: true as const }) };
  }

  /** What it was answered. An answer about another conversation comes too late. */
  hear(about: string | undefined, lookers: Lookers): void {
    if (about === (this.conversationId ?? undefined)) this.deps.show(lookers);
  }

  stop(): void {
    this.asking?.();
    this.asking = null;
  }
}
