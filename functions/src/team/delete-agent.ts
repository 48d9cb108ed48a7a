import type { Agent } from "@livechat/contract";
import { FieldValue, type Transaction } from "firebase-admin/firestore";
import { agentChange, makesCapacity } from "../agent/agent-changes.ts";
import type { Context } from "../platform/context.ts";
import { enqueueDrainOfAgentLater } from "../queue/enqueue.ts";
import { reassignDeletedAgent } from "../routing/reassign-deleted-agent.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { groups, type StoredGroup } from "../store/groups.ts";
import { configure } from "../store/transact.ts";
import { prepareUniqueKey, releaseUniqueKey } from "../store/unique-keys.ts";
import { checkIsNotLastAdmin, getAgent } from "./read-agent.ts";

const emailOf = ({ id, email }: StoredAgent) => ({ kind: "agent-email", value: email, ownerId: id }) as const;

/** The groups forget the agent; the agent keeps its list, so that a restore can put it back. */
function leaveGroups(tx: Transaction, agent: StoredAgent, ctx: Context): void {
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
    const agent = await getAgent(tx, id, ctx);
    if (agent.isDeleted) return;
    if (agent.role === "admin") await checkIsNotLastAdmin(tx, id, ctx);
    const now = ctx.now();
    const { fields } = agentChange(agent, { isDeleted: true }, now);
    tx.update(agents.ref(ctx.db, id), { ...fields, deletedAt: now });
    tx.update(agentCredentials.ref(ctx.db, id), {
      isDeleted: true,
      tokenGeneration: FieldValue.increment(1),
      keptTokenId: null,
    });
    releaseUniqueKey(tx, ctx.db, emailOf(agent));
    leaveGroups(tx, agent, ctx);
  });
  await reassignDeletedAgent(id, ctx);
}

/** Those of the agent's groups that are still there. */
async function livingGroups(tx: Transaction, agent: StoredAgent, ctx: Context): Promise<StoredGroup[]> {
  if (agent.groupIds.length === 0) return [];
  const refs = agent.groupIds.map((groupId) => groups.ref(ctx.db, groupId));
  const found = (await tx.getAll(...refs)).map((snapshot) => groups.parse(snapshot));
  return found.flatMap((group) => (group && !group.isDeleted ? [group] : []));
}

/** The agent's place in its groups, which may have changed its priority while it was deleted. */
function placeIn(
  living: readonly StoredGroup[],
  agentId: string,
): Pick<StoredAgent, "groupIds" | "priorities"> {
  const priorities = living.flatMap(({ id, settings }) => {
    const priority = settings.priorities[agentId];
    return priority && priority !== "normal" ? [[id, priority] as const] : [];
  });
  return { groupIds: living.map(({ id }) => id), priorities: Object.fromEntries(priorities) };
}

/**
 * Brings a deleted agent back, into those of its groups that are still there. Old tokens stay refused. Changes
 * nothing when the agent is not deleted.
 * @throws ChatError `not_found`, `already_exists` when its e-mail has been taken since.
 */
export async function restoreAgent(id: string, ctx: Context): Promise<Agent> {
  const { before, after } = await configure(ctx, async (tx) => {
    const agent = await getAgent(tx, id, ctx);
    if (!agent.isDeleted) return { before: agent, after: agent };
    const place = placeIn(await livingGroups(tx, agent, ctx), id);
    const takeEmail = await prepareUniqueKey(tx, ctx.db, emailOf(agent));
    takeEmail();
    const now = ctx.now();
    const change = agentChange(agent, { isDeleted: false, deletedAt: null, ...place }, now);
    tx.update(agents.ref(ctx.db, id), change.fields);
    tx.update(agentCredentials.ref(ctx.db, id), { isDeleted: false });
    for (const groupId of place.groupIds) {
      tx.update(groups.ref(ctx.db, groupId), { agentIds: FieldValue.arrayUnion(id), updatedAt: now });
    }
    return { before: agent, after: change.agent };
  });
  if (makesCapacity(before, after)) await enqueueDrainOfAgentLater(id, ctx);
  return after;
}
