import type { AgentStats } from "@livechat/contract";
import { countOwnMessages, dayOf, OUTSIDE, ownershipFacts } from "../agent/agent-stats.ts";
import type { AgentCaller } from "../auth/caller.ts";
import { canSupervise } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden } from "../platform/error.ts";
import {
  agentStats,
  agentStatsMonths,
  type StoredFacts,
  statsMonthsQuery,
  storedFacts,
} from "../store/agent-stats.ts";
import type { StoredAgent } from "../store/agents.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { readAgent } from "./read-agent.ts";

interface Range {
  from?: string | undefined;
  to?: string | undefined;
}

/** First and last UTC day, both included. */
interface Days {
  first?: string | undefined;
  last?: string | undefined;
}

function sum(facts: readonly Partial<StoredFacts>[]): StoredFacts {
  const total = storedFacts.parse({});
  for (const each of facts) {
    for (const name of Object.keys(total) as (keyof StoredFacts)[]) total[name] += each[name] ?? 0;
  }
  return total;
}

const within = (day: string, { first, last }: Days) =>
  (first === undefined || day >= first) && (last === undefined || day <= last);

function daysOf({ from, to }: Range): Days {
  const day = (instant: string | undefined) => instant && dayOf(new Date(instant).toISOString());
  const days = { first: day(from), last: day(to) };
  if (from && to && Date.parse(from) > Date.parse(to)) {
    throw new ChatError("validation", "from: must not be after to", {
      details: [{ path: "from", message: "must not be after to" }],
    });
  }
  return days;
}

/** What is folded already: one read for all time, else one read a month. */
async function readFolded(agentId: string, days: Days, ctx: Context): Promise<StoredFacts> {
  const { first, last } = days;
  if (first === undefined && last === undefined) return sum([(await agentStats.get(ctx.db, agentId)) ?? {}]);
  const months = { first: first?.slice(0, 7), last: last?.slice(0, 7) };
  const found = await agentStatsMonths.find(statsMonthsQuery(ctx.db, agentId, months));
  const byDay = found.flatMap((month) => Object.entries(month.days));
  return sum(byDay.filter(([day]) => within(day, days)).map(([, facts]) => facts));
}

interface OpenConversation {
  readonly conversation: StoredConversation;
  readonly messagesSent: number;
}

async function readOpenConversations(agent: StoredAgent, ctx: Context): Promise<OpenConversation[]> {
  const ids = agent.activeConversationIds;
  if (ids.length === 0) return [];
  const snapshots = await ctx.db.getAll(...ids.map((id) => conversations.ref(ctx.db, id)));
  const owned = snapshots.flatMap((snapshot) => {
    const conversation = conversations.parse(snapshot);
    return conversation?.assignedAgentId === agent.id ? [conversation] : [];
  });
  const counted = owned.map(async (conversation) => {
    return { conversation, messagesSent: await countOwnMessages(conversation, OUTSIDE, ctx) };
  });
  return Promise.all(counted);
}

/** What is not folded yet: an assignment counts on its day, the rest as of today. */
function unfolded(open: readonly OpenConversation[], days: Days, ctx: Context): Partial<StoredFacts>[] {
  const today = within(dayOf(ctx.now().toISOString()), days);
  return open.map(({ conversation, messagesSent }) => ({
    ...(today && ownershipFacts(conversation, messagesSent)),
    ...(conversation.assignedAt && within(dayOf(conversation.assignedAt), days) && { assigned: 1 }),
  }));
}

const average = (total: number, count: number) => (count > 0 ? total / count : null);

/**
 * An agent's statistics, of all time or of whole UTC days. Reads two documents and the agent's open conversations, or
 * with a range a document a month in place of the first, however long the history.
 * @throws ChatError `authorization` for others than the agent, supervisors and admins; `not_found`, also for a deleted
 * agent unless an admin asks for it.
 */
export async function readAgentStats(
  id: string,
  { query, caller }: { query: Range & { includeDeleted?: boolean | undefined }; caller: AgentCaller },
  ctx: Context,
): Promise<AgentStats> {
  if (caller.id !== id && !canSupervise(caller)) throw forbidden("Agents see their own statistics only.");
  const days = daysOf(query);
  const agent = await readAgent(id, { includeDeleted: query.includeDeleted, caller }, ctx);
  const [folded, open] = await Promise.all([readFolded(id, days, ctx), readOpenConversations(agent, ctx)]);
  const total = sum([folded, ...unfolded(open, days, ctx)]);
  return {
    activeChats: agent.activeChats,
    assignedTotal: total.assigned,
    closedTotal: total.closed,
    transferredOutTotal: total.transferredOut,
    messagesSentTotal: total.messagesSent,
    averageFirstResponseSeconds: average(total.firstResponseSeconds, total.firstResponses),
    averageHandlingSeconds: average(total.handlingSeconds, total.handled),
  };
}
