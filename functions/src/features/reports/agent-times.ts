import type { Context } from "../../platform/context.ts";
import { agents, type StoredAgent } from "../../store/agents.ts";
import { conversations } from "../../store/conversations.ts";
import type { HeldRollup, ReportRange } from "./read-figures.ts";
import { lengthOf, type Spans, union, within } from "./spans.ts";

/** When an agent had a chat, and when it accepted chats. */
export interface AgentSpans {
  readonly busy: Spans;
  readonly accepting: Spans;
  /** How long the chats that still run were, added up. */
  readonly runningChatMillis: number;
}

const none: AgentSpans & { chats: Spans[] } = { busy: [], accepting: [], runningChatMillis: 0, chats: [] };

/** What has not ended yet: chats that agents have, and agents who accept chats, as of now. */
async function runningSpans(list: readonly StoredAgent[], ctx: Context): Promise<Map<string, typeof none>> {
  const now = ctx.now().getTime();
  const ids = [...new Set(list.flatMap(({ activeConversationIds }) => activeConversationIds))];
  const found =
    ids.length === 0 ? [] : await ctx.db.getAll(...ids.map((id) => conversations.ref(ctx.db, id)));
  const owners = found.flatMap((snapshot) => conversations.parse(snapshot)?.metrics?.owner ?? []);
  return new Map(
    list.map(({ id, acceptingSince }) => {
      const own = owners.filter(({ agentId }) => agentId === id);
      const chats = own.map(({ active, activeSince }) => [
        ...active.flatMap(({ from, to }) => [from, to]),
        ...(activeSince === null ? [] : [activeSince, now]),
      ]);
      const accepting = acceptingSince === null ? [] : [Date.parse(acceptingSince), now];
      return [id, { ...none, busy: union(...chats), accepting, chats }];
    }),
  );
}

/** The agents that a report is about. */
export async function readAgents(agentId: string | null, ctx: Context): Promise<StoredAgent[]> {
  if (agentId === null) return agents.find(agents.all(ctx.db));
  const agent = await agents.get(ctx.db, agentId);
  return agent ? [agent] : [];
}

/** When an agent was busy and accepting on a day. */
type SpansOfDay = Pick<HeldRollup, "subjectId" | "busy" | "accepting">;

/** When each agent was busy and accepting, within a range: by rollups, and what still runs. */
export async function readAgentSpans(
  rollups: readonly SpansOfDay[],
  { list, range }: { list: readonly StoredAgent[]; range: ReportRange },
  ctx: Context,
): Promise<Map<string, AgentSpans>> {
  const running =
    range.to > ctx.now().getTime() ? await runningSpans(list, ctx) : new Map<string, typeof none>();
  const byAgent = new Map<string, SpansOfDay[]>();
  for (const rollup of rollups) {
    byAgent.set(rollup.subjectId, [...(byAgent.get(rollup.subjectId) ?? []), rollup]);
  }
  const ids = new Set([...byAgent.keys(), ...running.keys()]);
  const cut = (spans: Spans) => within(spans, range.from, range.to);
  return new Map(
    [...ids].map((id) => {
      const own = byAgent.get(id) ?? [];
      const now = running.get(id) ?? none;
      const busy = cut(union(...own.map((one) => one.busy), now.busy));
      const accepting = cut(union(...own.map((one) => one.accepting), now.accepting));
      const runningChatMillis = now.chats.reduce((sum, chat) => sum + lengthOf(cut(chat)), 0);
      return [id, { busy, accepting, runningChatMillis }];
    }),
  );
}
