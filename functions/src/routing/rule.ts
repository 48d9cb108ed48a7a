import type { Timestamp, Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { StoredGroup } from "../store/groups.ts";
import { type Batch, decideBatch, type Pool } from "./decide-batch.ts";
import { readLapsed, readNextPool, readOwners } from "./read-candidates.ts";

/** What is known before any candidate is read. */
export interface Case {
  readonly group: StoredGroup;
  readonly heads: readonly StoredConversation[];
  /** When the heads were last changed, by id: what the condition of their writes says. */
  readonly unchangedSince: ReadonlyMap<string, Timestamp>;
  readonly onlyAgentIds: ReadonlySet<string> | null;
}

export interface Scene extends Case {
  readonly pools: readonly Pool[];
  readonly owners: readonly StoredAgent[];
}

export interface Ruling {
  readonly scene: Scene;
  readonly batch: Batch;
  readonly lapsedIds: ReadonlySet<string>;
}

/** Stands for the priorities that were not read yet. */
const UNREAD: Pool = { agents: [], isWhole: false };

/** Leases are looked up for chosen agents only, each once. */
interface Leases {
  readonly lapsedIds: Set<string>;
  readonly checkedIds: Set<string>;
}

/** Decides until all chosen agents are known to be live. */
async function decideLive(
  tx: Transaction,
  { scene, leases }: { scene: Scene; leases: Leases },
  ctx: Context,
): Promise<Batch> {
  const { lapsedIds, checkedIds } = leases;
  const known = new Map([...scene.pools.flatMap((p) => p.agents), ...scene.owners].map((a) => [a.id, a]));
  for (;;) {
    const batch = decideBatch({ ...scene, strategy: scene.group.routingStrategy, lapsedIds });
    const chosen = new Set(batch.decided.map(({ choice }) => choice.agentId));
    const unchecked = [...chosen].filter((id) => !checkedIds.has(id) && known.get(id)?.leased);
    if (unchecked.length === 0) return batch;
    const candidates = unchecked.flatMap((id) => known.get(id) ?? []);
    for (const id of await readLapsed(tx, candidates, ctx)) lapsedIds.add(id);
    for (const id of unchecked) checkedIds.add(id);
  }
}

/**
 * Decides who gets the heads. It reads and locks the candidates of one priority after the other, only as far as the
 * decision needs them: a lone returning visitor whose own agent is there needs nobody else.
 */
export async function rule(tx: Transaction, given: Case, ctx: Context): Promise<Ruling> {
  const { group, heads } = given;
  const owners = await readOwners(tx, { group, heads }, ctx);
  const leases: Leases = { lapsedIds: new Set(), checkedIds: new Set() };
  const { lapsedIds } = leases;
  const pools: Pool[] = [];
  for (;;) {
    const scene = { ...given, owners, pools };
    const batch = await decideLive(tx, { scene: { ...scene, pools: [...pools, UNREAD] }, leases }, ctx);
    if (!batch.cut) return { scene, batch, lapsedIds };
    const next = await readNextPool(tx, { group, heads, before: pools }, ctx);
    if (!next) return { scene, batch: await decideLive(tx, { scene, leases }, ctx), lapsedIds };
    pools.push(next);
  }
}
