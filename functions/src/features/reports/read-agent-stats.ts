import type { AgentStats } from "@livechat/contract";
import { countOwnMessages, OUTSIDE } from "../../agent/own-messages.ts";
import type { AgentCaller } from "../../auth/caller.ts";
import { canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, forbidden } from "../../platform/error.ts";
import {
  agentStats,
  agentStatsMonths,
  type StoredTotals,
  statsMonthsQuery,
} from "../../store/agent-stats.ts";
import type { StoredAgent } from "../../store/agents.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { dayOf } from "../../store/days.ts";
import { rollupId, rollups, rollupsQuery } from "../../store/rollups.ts";
import { readAgent } from "../../team/read-agent.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import { readUnfolded } from "./read-figures.ts";
import { ALL_DAYS, countAll, fromStored, type Rollups } from "./rollup.ts";

interface Range {
  from?: string | undefined;
  to?: string | undefined;
}

/** First and last UTC day, both included. */
interface Days {
  first?: string | undefined;
  last?: string | undefined;
}

/** What the answer is made of; averages are sums by their counts. */
type Totals = StoredTotals;

const NOTHING: Totals = {
  assigned: 0,
  closed: 0,
  transferredOut: 0,
  messagesSent: 0,
  firstResponseSeconds: 0,
  firstResponses: 0,
  handlingSeconds: 0,
  handled: 0,
};

function sum(list: readonly Partial<Totals>[]): Totals {
  const total = { ...NOTHING };
  for (const each of list) {
    for (const name of Object.keys(NOTHING) as (keyof Totals)[]) total[name] += each[name] ?? 0;
  }
  return total;
}

const within = (day: string, { first, last }: Days) =>
  (first === undefined || day >= first) && (last === undefined || day <= last);

function daysOf({ from, to }: Range): Days {
  const day = (time: string | undefined) => time && dayOf(new Date(time).toISOString());
  if (from && to && Date.parse(from) > Date.parse(to)) {
    throw new ChatError("validation", "from: must not be after to", {
      details: [{ path: "from", message: "must not be after to" }],
    });
  }
  return { first: day(from), last: day(to) };
}

function totalsOf({ counts, measures }: Figures): Partial<Totals> {
  const { firstResponse, owned } = measures;
  return {
    assigned: counts.assigned ?? 0,
    closed: counts.ownClosed ?? 0,
    transferredOut: counts.transferredOut ?? 0,
    messagesSent: counts.messagesSent ?? 0,
    firstResponseSeconds: firstResponse?.seconds ?? 0,
    firstResponses: firstResponse?.count ?? 0,
    handlingSeconds: owned?.seconds ?? 0,
    handled: owned?.count ?? 0,
  };
}

const isAllTime = ({ first, last }: Days): boolean => first === undefined && last === undefined;

/** Folded and unfolded facts: one read for all time, else one a day; and one for each fact of the last minutes. */
async function readRollups(agentId: string, days: Days, ctx: Context): Promise<Partial<Totals>> {
  const range = {
    kind: "agent",
    subjectId: agentId,
    firstDay: days.first ?? "",
    lastDay: days.last ?? "9999-12-31",
  } as const;
  const stored = isAllTime(days)
    ? [await rollups.get(ctx.db, rollupId("agent", agentId, ALL_DAYS))].flatMap((one) => one ?? [])
    : await rollups.find(rollupsQuery(ctx.db, range));
  const sums: Rollups = new Map(stored.map((one) => [one.id, fromStored(one)]));
  countAll(sums, await readUnfolded(ctx));
  const total = noFigures();
  for (const { kind, subjectId, day, slots } of sums.values()) {
    const isAsked = isAllTime(days) ? day === ALL_DAYS : day !== ALL_DAYS && within(day, days);
    if (kind !== "agent" || subjectId !== agentId || !isAsked) continue;
    for (const figures of slots.values()) addFigures(total, figures);
  }
  return totalsOf(total);
}

/** What was counted before there were facts: written no longer. */
async function readFormer(agentId: string, days: Days, ctx: Context): Promise<Partial<Totals>> {
  if (isAllTime(days)) return (await agentStats.get(ctx.db, agentId)) ?? {};
  const months = { first: days.first?.slice(0, 7), last: days.last?.slice(0, 7) };
  const found = await agentStatsMonths.find(statsMonthsQuery(ctx.db, agentId, months));
  const byDay = found.flatMap((month) => Object.entries(month.days));
  return sum(byDay.filter(([day]) => within(day, days)).map(([, totals]) => totals));
}

async function readOpenConversations(agent: StoredAgent, ctx: Context) {
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

/** The first responses of an agent in a conversation that is open. */
function firstResponses(agentId: string, { metrics }: StoredConversation): Partial<Totals> {
  const settled = metrics?.settled.replies ?? [];
  const open = metrics?.open.replies.map((one) => ({ ...one, seconds: (one.to - one.from) / 1000 })) ?? [];
  const own = [...settled, ...open].filter((one) => one.isFirst && one.agentId === agentId);
  return {
    firstResponses: own.length,
    firstResponseSeconds: own.reduce((total, { seconds }) => total + seconds, 0),
  };
}

/** What no fact holds yet: an assignment counts on its day, the rest as of today. */
async function readOpen(agent: StoredAgent, days: Days, ctx: Context): Promise<Partial<Totals>> {
  const isToday = within(dayOf(ctx.now().toISOString()), days);
  const open = await readOpenConversations(agent, ctx);
  return sum(
    open.map(({ conversation, messagesSent }) => ({
      ...(isToday && { messagesSent, ...firstResponses(agent.id, conversation) }),
      ...(conversation.assignedAt && within(dayOf(conversation.assignedAt), days) && { assigned: 1 }),
    })),
  );
}

const average = (total: number, count: number) => (count > 0 ? total / count : null);

/**
 * An agent's statistics, of all time or of whole UTC days, from the same facts as the reports. Reads the agent, its sum of
 * all times or a document a day, what of before there were facts is counted, and its open conversations, however long the
 * history.
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
  const total = sum(
    await Promise.all([readRollups(id, days, ctx), readFormer(id, days, ctx), readOpen(agent, days, ctx)]),
  );
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
