import type { Presence } from "@livechat/contract";
import { LIMITS } from "@livechat/contract/limits";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock } from "../platform/platform.ts";

export const LOOKING_LIMITS = {
  /** Whoever stays so long with a conversation is told at once who else is there; who passes through tells nobody. */
  STAYS_MS: 2_000,
  /** Without a key for so long nothing is being written: as long as one heartbeat and a bit. */
  WRITES_MS: 25_000,
} as const;

export type Lookers = Presence["looking"];
/** Who else has a conversation of the list open, by its id. */
export type ListedLookers = Readonly<Record<string, Lookers>>;
/** What a heartbeat was answered. */
type Heard = Pick<Presence, "looking"> & Partial<Pick<Presence, "lookingAtListed">>;

interface Deps {
  clock: Clock;
  /** Asks now instead of with the next heartbeat. */
  ask(): void;
  show(lookers: Lookers): void;
  showListed(lookers: ListedLookers): void;
}

/** What a heartbeat says besides that this console lives. */
export interface Said {
  conversationId?: string;
  writing?: true;
  listed?: readonly string[];
}

/** Which conversation is open here, and who else has it open: told and asked with the heartbeats that there are anyway. */
export class Looking {
  private conversationId: string | null = null;
  private wroteAt = Number.NEGATIVE_INFINITY;
  private asking: Dispose | null = null;
  private listed: readonly string[] = [];

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

  /** These conversations are listed now; who looks at one of them is told with the next heartbeat. */
  lists(conversationIds: readonly string[]): void {
    this.listed = conversationIds.slice(0, LIMITS.MAX_LISTED_LOOKS);
  }

  /** What a heartbeat says of it. */
  said(): Said {
    const { conversationId, listed } = this;
    const more = listed.length > 0 ? { listed } : {};
    if (conversationId === null) return more;
    const isWriting = this.deps.clock.now() - this.wroteAt < LOOKING_LIMITS.WRITES_MS;
    return { conversationId, ...(isWriting && { writing: true as const }), ...more };
  }

  /** What it was answered. An answer about another conversation comes too late. */
  hear(about: string | undefined, { looking, lookingAtListed = [] }: Heard): void {
    if (about === (this.conversationId ?? undefined)) this.deps.show(looking);
    const byId: Record<string, Lookers> = {};
    for (const { conversationId, ...looker } of lookingAtListed)
      byId[conversationId] = [...(byId[conversationId] ?? []), looker];
    this.deps.showListed(byId);
  }

  stop(): void {
    this.asking?.();
    this.asking = null;
  }
}
