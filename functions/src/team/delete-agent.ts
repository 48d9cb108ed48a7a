import type { Agent } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { noteAccepting } from "../agent/accepting.ts";
import { agentChange, makesCapacity } from "../agent/agent-changes.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { reassignDeletedAgent } from "../reassign/reassign-deleted-agent.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { apiKeys } from "../store/api-keys.ts";
import { bots } from "../store/bots.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { configure, type Tx } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey } from "../store/unique-keys.ts";
import { checkIsNotLastAdmin } from "./read-agent.ts";

const emailOf = ({ id, email }: StoredAgent) => ({ kind: "agent-email", value: email, ownerId: id }) as const;

const targetOf = (id: string) => ({ type: "agent", id });

/**
 * Reads a bot's API key. @returns what ends it, or takes back that its deletion ended it: a key that an admin revoked stays
 * so. Nothing for people.
 */
async function prepareBotKey(tx: Tx, agent: StoredAgent, ctx: Context) {
  const bot = agent.kind === "bot" ? await tx.find(bots, agent.id) : null;
  const key = bot && (await tx.find(apiKeys, bot.apiKeyId));
  return (revokedAt: Date | null): void => {
    const isEndedWithBot = key?.revokedAt === agent.deletedAt;
    if (key && isEndedWithBot) tx.update(apiKeys.ref(ctx.db, key.id), { revokedAt });
  };
}

/** The groups forget the agent; the agent keeps its list, so that a restore can put it back. */
function leaveGroups(tx: Tx, agent: StoredAgent, ctx: Context): void {
  for (const groupId of agent.groupIds) {
    tx.update(groups.ref(ctx.db, groupId), {
      agentIds: FieldValue.arrayRemove(agent.id),
      updatedAt: ctx.now(),
    });
  }
}

/**
 * Soft-deletes an agent: its tokens are refused from now on, its e-mail is free, and its conversations are routed
 * anew. Does nothing more than that last step for an agent that is deleted already.
 * @throws ChatError `not_found`, `not_allowed` for the last admin.
 */
export async function deleteAgent(id: string, ctx: Context): Promise<void> {
  await configure(ctx, async (tx) => {
    const agent = await tx.need(agents, id);
    if (agent.isDeleted) return;
    if (agent.role === "admin") await checkIsNotLastAdmin(tx, id, ctx);
    const now = ctx.now();
    const end = await prepareBotKey(tx, agent, ctx);
    end(now);
    const { agent: deleted, fields } = agentChange(agent, { isDeleted: true }, now);
    tx.update(agents.ref(ctx.db, id), { ...fields, deletedAt: now, signInsValidFrom: now });
    tx.update(agentCredentials.ref(ctx.db, id), {
      isDeleted: true,
      tokenGeneration: FieldValue.increment(1),
      keptTokenId: null,
      sessions: {},
    });
    releaseUniqueKey(tx, ctx.db, emailOf(agent));
    leaveGroups(tx, agent, ctx);
    const { name, email, role } = agent;
    tx.audit({ action: "agent.deleted", target: targetOf(id), before: { name, email, role }, after: null });
    agentOccurred(tx, agent, { ...deleted, deletedAt: now.toISOString() });
    noteAccepting(tx, agent, deleted, ctx);
  });
  await reassignDeletedAgent(id, ctx);
}

/** Those of the agent's groups that are still there. */
async function remainingGroups(tx: Tx, agent: StoredAgent, ctx: Context): Promise<StoredGroup[]> {
  if (agent.groupIds.length === 0) return [];
  const refs = agent.groupIds.map((groupId) => groups.ref(ctx.db, groupId));
  const found = (await tx.getAll(...refs)).map((snapshot) => groups.parse(snapshot));
  return found.flatMap((group) => (group && !group.isDeleted ? [group] : []));
}

/** The agent's place in its groups, which may have changed its priority while it was deleted. */
function placeIn(
  remaining: readonly StoredGroup[],
  agentId: string,
): Pick<StoredAgent, "groupIds" | "priorities"> {
  const priorities = remaining.flatMap(({ id, settings }) => {
    const priority = settings.priorities[agentId];
    return priority && priority !== "normal" ? [[id, priority] as const] : [];
  });
  return { groupIds: remaining.map(({ id }) => id), priorities: Object.fromEntries(priorities) };
}

/**
 * Brings a deleted agent back, into those of its groups that are still there. Old tokens stay refused. Changes
 * nothing when the agent is not deleted.
 * @throws ChatError `not_found`, `already_exists` when its e-mail has been taken since.
 */
export function restoreAgent(id: string, ctx: Context): Promise<Agent> {
  return configure(ctx, async (tx) => {
    const agent = await tx.need(agents, id);
    if (!agent.isDeleted) return agent;
    const place = placeIn(await remainingGroups(tx, agent, ctx), id);
    const takeEmail = await prepareUniqueKey(tx, ctx.db, emailOf(agent));
    const restoreKey = await prepareBotKey(tx, agent, ctx);
    takeEmail();
    restoreKey(null);
    const now = ctx.now();
    const change = agentChange(agent, { isDeleted: false, deletedAt: null, ...place }, now);
    tx.update(agents.ref(ctx.db, id), change.fields);
    tx.update(agentCredentials.ref(ctx.db, id), { isDeleted: false });
    for (const groupId of place.groupIds) {
      tx.update(groups.ref(ctx.db, groupId), { agentIds: FieldValue.arrayUnion(id), updatedAt: now });
    }
    const { name, email, role } = agent;
    tx.audit({ action: "agent.restored", target: targetOf(id), before: null, after: { name, email, role } });
    agentOccurred(tx, agent, change.agent);
    if (makesCapacity(agent, change.agent)) tx.afterCommit(() => enqueueDrainOfAgentLater(id, ctx));
    return change.agent;
  });
}
