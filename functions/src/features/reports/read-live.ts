import type { LiveReport } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { agents, type StoredAgent } from "../../store/agents.ts";
import { waitingQuery } from "../../store/conversations.ts";
import { groups, type StoredGroup } from "../../store/groups.ts";
import { answeredToday } from "./answered-today.ts";

async function groupLine({ id, name }: StoredGroup, ctx: Context): Promise<LiveReport["groups"][number]> {
  const waiting = waitingQuery(ctx.db, id);
  const [count, first] = await Promise.all([waiting.count().get(), waiting.limit(1).get()]);
  const queuedAt = first.docs[0]?.get("queue.queuedAt") as { toMillis(): number } | undefined;
  const waited = queuedAt ? Math.max(0, ctx.now().getTime() - queuedAt.toMillis()) / 1000 : null;
  return { id, name, waiting: count.data().count, longest_wait_seconds: waited };
}

const isAccepting = ({ status, acceptingChats }: StoredAgent): boolean =>
  status === "online" && acceptingChats;

function agentLine(agent: StoredAgent): LiveReport["agents"][number] {
  const { id, name, status, activeChats: active, maxConcurrentChats: capacity } = agent;
  return { id, name, status, accepting: isAccepting(agent), active, capacity };
}

/**
 * What happens now: who waits, who is there, who has how many chats. Supervisors and admins see everything, agents their
 * groups and themselves. Reads the groups, the agents, and for each group two documents; once a minute, for each group, what
 * was answered today, unless no group has a deadline for that.
 */
export async function readLiveReport(caller: AgentCaller, ctx: Context): Promise<LiveReport> {
  const isOpen = canSupervise(caller);
  const [team, allGroups] = await Promise.all([
    agents.find(agents.all(ctx.db).where("isDeleted", "==", false)),
    groups.find(groups.all(ctx.db).where("isDeleted", "==", false)),
  ]);
  const me = team.find(({ id }) => id === caller.id);
  const shownGroups = allGroups.filter(({ id }) => isOpen || me?.groupIds.includes(id));
  const people = team.filter(({ id, kind }) => kind === "human" && (isOpen || id === caller.id));
  const lines = await Promise.all(shownGroups.map((group) => groupLine(group, ctx)));
  const waits = lines.flatMap(({ longest_wait_seconds: wait }) => (wait === null ? [] : [wait]));
  const accepting = people.filter(isAccepting);
  return {
    at: ctx.now().toISOString(),
    waiting: lines.reduce((sum, { waiting }) => sum + waiting, 0),
    longest_wait_seconds: waits.length === 0 ? null : Math.max(...waits),
    active: people.reduce((sum, { activeChats }) => sum + activeChats, 0),
    capacity: accepting.reduce((sum, { maxConcurrentChats }) => sum + maxConcurrentChats, 0),
    online: people.filter(({ status }) => status === "online").length,
    accepting: accepting.length,
    answered_today: await answeredToday(shownGroups, isOpen ? null : caller.id, ctx),
    groups: lines.toSorted((a, b) => a.name.localeCompare(b.name)),
    agents: people.map(agentLine).toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
