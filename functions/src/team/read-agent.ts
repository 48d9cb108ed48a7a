import type { Agent, AgentRole, AgentStatus, Page, PageQuery } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, forbidden, notFound } from "../platform/error.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { byCreation, readPage } from "../store/pages.ts";
import type { Tx } from "../store/transact.ts";

/** @throws ChatError `authorization` when somebody other than an admin asks for deleted things. */
export function checkMaySeeDeleted(caller: AgentCaller, includeDeleted: boolean | undefined): boolean {
  if (includeDeleted && caller.role !== "admin") throw forbidden("Only admins see what is deleted.");
  return includeDeleted === true;
}

/** @throws ChatError `not_found`, also for a deleted agent unless an admin asks for it. */
export async function readAgent(
  id: string,
  { includeDeleted, caller }: { includeDeleted?: boolean | undefined; caller: AgentCaller },
  ctx: Context,
): Promise<StoredAgent> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  const agent = await agents.get(ctx.db, id);
  if (!agent || (agent.isDeleted && !mayBeDeleted)) throw notFound("agent");
  return agent;
}

export interface AgentFilter extends PageQuery {
  includeDeleted?: boolean | undefined;
  role?: AgentRole | undefined;
  status?: AgentStatus | undefined;
  groupId?: string | undefined;
}

/** Agents in the order in which they were created. */
export function listAgents(filter: AgentFilter, caller: AgentCaller, ctx: Context): Promise<Page<Agent>> {
  let query: Query = agents.all(ctx.db);
  if (!checkMaySeeDeleted(caller, filter.includeDeleted)) query = query.where("isDeleted", "==", false);
  if (filter.role) query = query.where("role", "==", filter.role);
  if (filter.status) query = query.where("status", "==", filter.status);
  if (filter.groupId) query = query.where("groupIds", "array-contains", filter.groupId);
  return readPage(query, filter, { order: byCreation(agents.name), parse: agents.parseAll });
}

/** @throws ChatError `not_allowed` when nobody but this admin could administer the system. */
export async function checkIsNotLastAdmin(tx: Tx, agentId: string, ctx: Context): Promise<void> {
  const admins = agents.all(ctx.db).where("role", "==", "admin").where("isDeleted", "==", false).limit(2);
  const others = (await tx.get(admins)).docs.filter(({ id }) => id !== agentId);
  if (others.length === 0) {
    throw new ChatError("not_allowed", "The last admin can be neither deleted nor demoted.");
  }
}
