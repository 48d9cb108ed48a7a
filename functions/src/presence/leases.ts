import type { Look, StoredPresence } from "../store/presence.ts";

/** Consoles of one agent that are kept track of; beyond it the one whose lease ends first is forgotten. */
const MAX_CONSOLES = 20;

export interface Beat {
  readonly consoleId: string;
  readonly leaving: boolean;
  readonly visible: boolean;
  /** The conversation that is open there, if others may know. */
  readonly look: Look | null;
  readonly now: Date;
  readonly leaseSeconds: number;
}

export interface Leases {
  readonly leases: Record<string, string>;
  /** Consoles that nobody can see now. */
  readonly hidden: readonly string[];
  /** What is open on which console, and the conversations of it. */
  readonly looks: Record<string, Look>;
  readonly lookedAt: readonly string[];
  /** The latest end; `now` when no lease is left. */
  readonly expiresAt: string;
}

/** What is open on the consoles that still have a lease. */
function looksAfter(
  presence: StoredPresence | null,
  { consoleId, look }: Beat,
  leases: Readonly<Record<string, string>>,
): Pick<Leases, "looks" | "lookedAt"> {
  const { [consoleId]: _former, ...others } = presence?.looks ?? {};
  const all = Object.entries(look === null ? others : { ...others, [consoleId]: look });
  const kept = all.filter(([id]) => id in leases);
  const ids = new Set(kept.map(([, { conversationId }]) => conversationId));
  return { looks: Object.fromEntries(kept), lookedAt: [...ids] };
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
  const looked = looksAfter(presence, beat, leases);
  return { leases, hidden, ...looked, expiresAt: kept[0]?.[1] ?? now };
}
