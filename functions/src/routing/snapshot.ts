import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import type { StoredGroup } from "../store/groups.ts";
import type { Tx } from "../store/transact.ts";
import { readExpiredLeases, readLastOwners, readNextTier } from "./candidates.ts";
import {
  type AssignmentPlan,
  type BatchInput,
  planAssignments,
  type Tier,
  type Waiting,
} from "./plan-assignments.ts";

/** What is known before any candidate is read. */
export interface Demand {
  readonly group: StoredGroup;
  readonly waiting: readonly Waiting[];
  readonly onlyAgentIds: ReadonlySet<string> | null;
  /** How many candidates of each priority to read; unless given, as many as the plan needs at most. */
  readonly candidatesPerTier?: number;
}

/** The agents that a plan is made from. Those read are locked until the commit. */
export interface Snapshot {
  readonly tiers: readonly Tier[];
  /** Whether priorities of the group may be left that were not read. */
  readonly hasMoreTiers: boolean;
  readonly lastOwners: readonly StoredAgent[];
  readonly expiredAgentIds: ReadonlySet<string>;
  /** Agents whose lease was looked up. */
  readonly checkedAgentIds: ReadonlySet<string>;
}

export interface Planned {
  readonly snapshot: Snapshot;
  readonly plan: AssignmentPlan;
}

/** Stands for the priorities that were not read. */
const UNREAD: Tier = { agents: [], complete: false };

function inputFrom({ group, waiting, onlyAgentIds }: Demand, snapshot: Snapshot): BatchInput {
  const { tiers, hasMoreTiers, lastOwners, expiredAgentIds } = snapshot;
  return {
    strategy: group.routingStrategy,
    waiting,
    tiers: hasMoreTiers ? [...tiers, UNREAD] : tiers,
    lastOwners,
    expiredAgentIds,
    onlyAgentIds,
  };
}

/** Looks up the leases of chosen agents, each once. @returns null when the plan needs no more. */
async function withLeases(tx: Tx, { snapshot, plan }: Planned, ctx: Context): Promise<Snapshot | null> {
  const { checkedAgentIds, expiredAgentIds } = snapshot;
  const chosen = new Map(plan.assignments.map(({ agent }) => [agent.id, agent]));
  const unchecked = [...chosen.values()].filter(({ id, leased }) => leased && !checkedAgentIds.has(id));
  if (unchecked.length === 0) return null;
  const expired = await readExpiredLeases(tx, unchecked, ctx);
  return {
    ...snapshot,
    expiredAgentIds: new Set([...expiredAgentIds, ...expired]),
    checkedAgentIds: new Set([...checkedAgentIds, ...unchecked.map(({ id }) => id)]),
  };
}

/** Reads the next priority for a plan that may need it. @returns null when the plan needs no more. */
async function withNextTier(
  tx: Tx,
  { demand, planned: { snapshot, plan } }: { demand: Demand; planned: Planned },
  ctx: Context,
): Promise<Snapshot | null> {
  if (plan.end !== "truncated" || !snapshot.hasMoreTiers) return null;
  const tier = await readNextTier(tx, { ...demand, before: snapshot.tiers }, ctx);
  if (tier === null) return { ...snapshot, hasMoreTiers: false };
  return { ...snapshot, tiers: [...snapshot.tiers, tier] };
}

/**
 * Plans from a snapshot that grows as long as the plan needs more: the lease of whoever is chosen, then the next priority
 * where those before it cannot decide. A single returning visitor whose own agent is there needs nobody else.
 */
export async function planFromSnapshot(tx: Tx, demand: Demand, ctx: Context): Promise<Planned> {
  const nobody: ReadonlySet<string> = new Set();
  let snapshot: Snapshot = {
    tiers: [],
    hasMoreTiers: true,
    lastOwners: await readLastOwners(tx, demand, ctx),
    expiredAgentIds: nobody,
    checkedAgentIds: nobody,
  };
  for (;;) {
    const plan = planAssignments(inputFrom(demand, snapshot));
    const planned = { snapshot, plan };
    const larger = (await withLeases(tx, planned, ctx)) ?? (await withNextTier(tx, { demand, planned }, ctx));
    if (larger === null) return planned;
    snapshot = larger;
  }
}
