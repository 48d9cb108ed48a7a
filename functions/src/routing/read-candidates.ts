import { type AgentPriority, LIMITS, type RoutingStrategy } from "@livechat/contract";
import type { Firestore, Query, Transaction } from "firebase-admin/firestore";
import { routingPool } from "../agent/with-derived.ts";
import type { Context } from "../platform/context.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { StoredGroup } from "../store/groups.ts";
import { presences } from "../store/presence.ts";
import type { Pool } from "./decide-batch.ts";
import { refusalOf } from "./refusal.ts";

const ROUTED_PRIORITIES = ["first", "normal", "last"] as const;

/** The priorities that somebody of the group may have, the first tried first: one query each. */
function prioritiesInUse({ settings }: StoredGroup): AgentPriority[] {
  const named = new Set<AgentPriority>(Object.values(settings.priorities));
  return ROUTED_PRIORITIES.filter((priority) => priority === "normal" || named.has(priority));
}

/** The routable agents of a pool, best first by the strategy. The order is an index's, so the limit is what it costs. */
function poolQuery(db: Firestore, pool: string, strategy: RoutingStrategy): Query {
  const routable = agents.all(db).where("routingPools", "array-contains", pool);
  const byLoad = strategy === "round_robin" ? routable : routable.orderBy("freeSlots", "desc");
  return byLoad.orderBy("lastAssignedAt").orderBy("lastAssignedOrder").orderBy("__name__");
}

/** How many candidates a lone decision reads: with head, group, owner and lease it stays within six documents. */
const MAX_READ_ALONE = 3;

/** What a decision may read to name candidates, beyond what it needs to decide. */
export function candidatesToName(
  { routingStrategy }: StoredGroup,
  heads: readonly StoredConversation[],
): number {
  if (heads.length > 1) return LIMITS.MAX_DECISION_CANDIDATES;
  const readsOwner = routingStrategy === "sticky" && heads[0]?.lastAgentId;
  return readsOwner ? MAX_READ_ALONE - 1 : MAX_READ_ALONE;
}

/** What a pool cost to read: a query that finds nothing costs one read, too. */
function readsOf(pools: readonly Pool[]): number {
  return pools.reduce((sum, { agents: found }) => sum + Math.max(1, found.length), 0);
}

/**
 * How many agents of a priority to read. As many as there are heads suffice, because each decision uses up at most the
 * best one, and one more for each agent whom a head may refuse.
 */
function sizeOfPool({ group, heads }: Drawn, before: readonly Pool[]): number {
  const passed = new Set(heads.flatMap(({ passedAgentIds }) => passedAgentIds)).size;
  if (heads.length > 1) return heads.length + passed + 1;
  return Math.max(1 + passed, candidatesToName(group, heads) - readsOf(before));
}

interface Drawn {
  readonly group: StoredGroup;
  readonly heads: readonly StoredConversation[];
}

/** The best agents of the group's next priority, or null when those before it were the last, or hide somebody. */
export async function readNextPool(
  tx: Transaction,
  { before, ...drawn }: Drawn & { before: readonly Pool[] },
  ctx: Context,
): Promise<Pool | null> {
  const { group } = drawn;
  const priority = prioritiesInUse(group)[before.length];
  if (!priority || before.some(({ isWhole }) => !isWhole)) return null;
  const limit = sizeOfPool(drawn, before);
  const query = poolQuery(ctx.db, routingPool(group.id, priority), group.routingStrategy);
  const found = agents.parseAll((await tx.get(query.limit(limit))).docs);
  return { agents: found, isWhole: found.length < limit };
}

/** The last owners of the heads' visitors who can take a conversation of this group now. */
export async function readOwners(
  tx: Transaction,
  { group, heads }: Drawn,
  ctx: Context,
): Promise<StoredAgent[]> {
  if (group.routingStrategy !== "sticky") return [];
  const ids = [...new Set(heads.map(({ lastAgentId }) => lastAgentId))].filter((id) => id !== null);
  if (ids.length === 0) return [];
  const found = (await tx.getAll(...ids.map((id) => agents.ref(ctx.db, id)))).map(agents.parse);
  const demand = { groupId: group.id, passedAgentIds: [], automatic: true };
  return found.filter((agent) => agent !== null && refusalOf(agent, demand, false) === null) as StoredAgent[];
}

/** Which of these agents need a lease and have none now. Reads only what is needed: agents without consoles have none. */
export async function readLapsed(
  tx: Transaction,
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
export async function someoneIsFree(
  groupId: string,
  ctx: Context,
  besides: readonly string[] = [],
): Promise<boolean> {
  const pools = ROUTED_PRIORITIES.map((priority) => routingPool(groupId, priority));
  const free = agents.all(ctx.db).where("routingPools", "array-contains-any", pools);
  const { docs } = await free.limit(besides.length + 1).get();
  return docs.some(({ id }) => !besides.includes(id));
}

/**
 * Members of the group besides the known ones, for the explanation only: read outside of the transaction, so that
 * agents who are not chosen are not locked.
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
