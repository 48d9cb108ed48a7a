import type { StoredPresence } from "../store/presence.ts";

/** Consoles of one agent that are kept track of; beyond it the one whose lease ends first is forgotten. */
const MAX_CONSOLES = 20;

export interface Beat {
  readonly consoleId: string;
  readonly leaving: boolean;
  readonly visible: boolean;
  readonly now: Date;
  readonly leaseSeconds: number;
}

export interface Leases {
  readonly leases: Record<string, string>;
  /** Consoles that nobody can see now. */
  readonly hidden: readonly string[];
  /** The latest end; `now` when no lease is left. */
  readonly expiresAt: string;
}

/** The leases after a heartbeat: ended ones are dropped, the console's own is renewed or, when it leaves, ended. Pure. */
export function renewLeases(presence: StoredPresence | null, beat: Beat): Leases {
  const now = beat.now.toISOString();
  const until = new Date(beat.now.getTime() + beat.leaseSeconds * 1000).toISOString();
  const others = Object.entries(presence?.leases ?? {}).filter(
    ([id, end]) => id !== beat.consoleId && end > now,
  );
  const running = beat.leaving ? others : [...others, [beat.consoleId, until] as [string, string]];
  const kept = running.toSorted(([, a], [, b]) => (a < b ? 1 : -1)).slice(0, MAX_CONSOLES);
  const leases = Object.fromEntries(kept);
  const before = (presence?.hidden ?? []).filter((id) => id !== beat.consoleId);
  const hidden = [...before, ...(beat.visible ? [] : [beat.consoleId])].filter((id) => id in leases);
  return { leases, hidden, expiresAt: kept[0]?.[1] ?? now };
}
