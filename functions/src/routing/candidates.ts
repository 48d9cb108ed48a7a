import { type AgentPriority, LIMITS, type RoutingStrategy } from "@livechat/contract";
import type { Firestore, Query } from "firebase-admin/firestore";
import { ROUTED_PRIORITIES, routingPool, routingPoolsOf } from "../agent/with-derived.ts";
import type { Context } from "../platform/context.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredGroup } from "../store/groups.ts";
import { presences } from "../store/presence.ts";
import type { Tx } from "../store/transact.ts";
import { refusalOf } from "./eligibility.ts";
import type { Tier, Waiting } from "./plan-assignments.ts";

/** Whom to read candidates for. */
interface Demand {
  readonly group: StoredGroup;
  readonly waiting: readonly Waiting[];
  readonly candidatesPerTier?: number;
}

/** The priorities that agents of the group may have, the first tried first: one query each. */
function prioritiesInUse({ settings }: StoredGroup): AgentPriority[] {
  const named = new Set<AgentPriority>(Object.values(settings.priorities));
  return ROUTED_PRIORITIES.filter((priority) => priority === "normal" || named.has(priority));
}

/** The routable agents of a pool, best first by the strategy. An index has this order, so the limit is what a query costs. */
function poolQuery(db: Firestore, pool: string, strategy: RoutingStrategy): Query {
  const routable = agents.all(db).where("routingPools", "array-contains", pool);
  const byLoad = strategy === "round_robin" ? routable : routable.orderBy("freeSlots", "desc");
  return byLoad.orderBy("lastAssignedAt").orderBy("lastAssignedOrder").orderBy("__name__");
}

/**
 * Candidates read for a single conversation: with conversation, group, lease and, for sticky routing, what is remembered
 * and the last owner, that is six documents at most.
 */
const MAX_CANDIDATES_OF_ONE = 3;

/** How many candidates an assignment may read in order to name them, beyond those that the decision needs. */
export function candidatesToName({ group, waiting }: Demand): number {
  if (waiting.length > 1) return LIMITS.MAX_DECISION_CANDIDATES;
  if (group.routingStrategy !== "sticky") return MAX_CANDIDATES_OF_ONE;
  return MAX_CANDIDATES_OF_ONE - (waiting[0]?.lastAgentId ? 2 : 1);
}

/** What tiers cost to read: a query that finds nothing costs one read, too. */
function readsOf(tiers: readonly Tier[]): number {
  return tiers.reduce((sum, { agents: found }) => sum + Math.max(1, found.length), 0);
}

/**
 * How many agents of a priority to read. As many as there are conversations suffice, because each assignment uses up at
 * most the best one, and one more for each agent who may be refused because of a time-out.
 */
function sizeOfTier(demand: Demand, before: readonly Tier[]): number {
  const { waiting } = demand;
  const timedOut = new Set(waiting.flatMap(({ timedOutAgentIds }) => timedOutAgentIds)).size;
  if (waiting.length > 1) return waiting.length + timedOut + 1;
  return Math.max(1 + timedOut, candidatesToName(demand) - readsOf(before));
}

/**
 * Reads and locks the best agents of the group's next priority.
 * @returns null when those before it were the last, or the last of them is not complete.
 */
export async function readNextTier(
  tx: Tx,
  { before, ...demand }: Demand & { before: readonly Tier[] },
  ctx: Context,
): Promise<Tier | null> {
  const { group } = demand;
  const priority = prioritiesInUse(group)[before.length];
  if (!priority || before.some(({ complete }) => !complete)) return null;
  const limit = demand.candidatesPerTier ?? sizeOfTier(demand, before);
  const query = poolQuery(ctx.db, routingPool(group.id, priority), group.routingStrategy);
  const found = agents.parseAll((await tx.get(query.limit(limit))).docs);
  return { agents: found, complete: found.length < limit };
}

/** Reads and locks the last owners of the conversations' visitors who are eligible now. Sticky routing only. */
export async function readLastOwners(
  tx: Tx,
  { group, waiting }: Demand,
  ctx: Context,
): Promise<StoredAgent[]> {
  if (group.routingStrategy !== "sticky") return [];
  const ids = [...new Set(waiting.map(({ lastAgentId }) => lastAgentId))].filter((id) => id !== null);
  if (ids.length === 0) return [];
  const found = (await tx.getAll(...ids.map((id) => agents.ref(ctx.db, id)))).map(agents.parse);
  const demand = { groupId: group.id, timedOutAgentIds: [], automatic: true };
  return found.filter((agent) => agent !== null && refusalOf(agent, demand, false) === null) as StoredAgent[];
}

/** Which of these agents need a lease and have none now. Agents who never used a console need none, and cost no read. */
export async function readExpiredLeases(
  tx: Tx,
  candidates: readonly StoredAgent[],
  ctx: Context,
): Promise<string[]> {
  const leased = candidates.filter((agent) => agent.leased);
  if (leased.length === 0) return [];
  const found = await tx.getAll(...leased.map(({ id }) => presences.ref(ctx.db, id)));
  const now = ctx.now().toISOString();
  return leased
    .filter((_, i) => {
      const snapshot = found[i];
      const presence = snapshot ? presences.parse(snapshot) : null;
      return presence === null || presence.expiresAt <= now;
    })
    .map(({ id }) => id);
}

/**
 * Whether any agent of the group, besides these, could be routed to just now. One read, and one more for each of these,
 * outside of transactions.
 */
export async function isAnyAgentFree(
  groupId: string,
  ctx: Context,
  besides: readonly string[] = [],
): Promise<boolean> {
  const free = agents.all(ctx.db).where("routingPools", "array-contains-any", routingPoolsOf(groupId));
  const { docs } = await free.limit(besides.length + 1).get();
  return docs.some(({ id }) => !besides.includes(id));
}

/**
 * Members of the group besides the known ones, for the explanation only: read outside of the transaction, so that agents
 * who are not chosen are not locked.
 */
export async function readOtherMembers(
  group: StoredGroup,
  { knownIds, max }: { knownIds: ReadonlySet<string>; max: number },
  ctx: Context,
): Promise<StoredAgent[]> {
  const ids = group.agentIds.filter((id) => !knownIds.has(id)).slice(0, Math.max(0, max));
  if (ids.length === 0) return [];
  const found = await ctx.db.getAll(...ids.map((id) => agents.ref(ctx.db, id)));
  return found.map(agents.parse).filter((agent) => agent !== null);
}
