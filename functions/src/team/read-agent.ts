import type { Agent, AgentKind, AgentRole, AgentStatus, Page } from "@livechat/contract";
import type { QueryDocumentSnapshot } from "firebase-admin/firestore";
import type { AgentCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import { readFilteredPage, readPage } from "../store/pages.ts";
import type { Tx } from "../store/transact.ts";
import { type Asked, type DeletablePage, deletableQuery, readDeletable } from "./deletable.ts";

/** @throws ChatError `not_found`, also for a deleted agent unless an admin asks for it. */
export function readAgent(id: string, asked: Asked, ctx: Context): Promise<StoredAgent> {
  return readDeletable(agents, id, { ...asked, ctx });
}

export interface AgentFilter extends DeletablePage {
  role?: AgentRole | undefined;
  status?: AgentStatus | undefined;
  groupId?: string | undefined;
  kind?: AgentKind | undefined;
}

function personIn(doc: QueryDocumentSnapshot): StoredAgent | null {
  const agent = agents.parse(doc);
  return agent?.kind === "human" ? agent : null;
}

/** Agents in the order in which they were created, or in that of their changes. */
export function listAgents(filter: AgentFilter, caller: AgentCaller, ctx: Context): Promise<Page<Agent>> {
  const { query: all, order } = deletableQuery(agents, filter, { caller, ctx });
  let query = all;
  if (filter.role) query = query.where("role", "==", filter.role);
  if (filter.status) query = query.where("status", "==", filter.status);
  if (filter.groupId) query = query.where("groupIds", "array-contains", filter.groupId);
  if (filter.kind === "bot") query = query.where("kind", "==", "bot");
  if (filter.kind !== "human") return readPage(query, filter, { order, parse: agents.parseAll });
  // Who was made before there were bots has no kind, which no index finds.
  return readFilteredPage(query, filter, { order, keep: personIn });
}

/** @throws ChatError `not_allowed` when nobody but this admin could administer the system. */
export async function checkIsNotLastAdmin(tx: Tx, agentId: string, ctx: Context): Promise<void> {
  const admins = agents.all(ctx.db).where("role", "==", "admin").where("isDeleted", "==", false).limit(2);
  const others = (await tx.get(admins)).docs.filter(({ id }) => id !== agentId);
  if (others.length === 0) {
    throw refused("last_admin");
  }
}
