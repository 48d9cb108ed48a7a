import type { Context } from "../platform/context.ts";
import { agentCredentials } from "../store/agent-credentials.ts";
import { agents, type StoredAgent } from "../store/agents.ts";
import type { Tx } from "../store/transact.ts";
import { withDerived } from "./with-derived.ts";

/** What differs between people and bots when they are made. */
export type NewAgent = Pick<
  StoredAgent,
  "id" | "name" | "email" | "role" | "kind" | "chosenStatus" | "acceptingChats" | "maxConcurrentChats"
> &
  Pick<StoredAgent, "avatarUrl" | "bot">;

/** An agent in no group and without chats. */
export function newAgent(given: NewAgent, ctx: Context): StoredAgent {
  const now = ctx.now().toISOString();
  return withDerived({
    ...given,
    status: given.chosenStatus,
    activeChats: 0,
    activeConversationIds: [],
    groupIds: [],
    lastAssignedAt: null,
    lastAssignedOrder: 0,
    pausedUntil: null,
    failuresInARow: 0,
    hasPush: false,
    leased: false,
    leaseLapsed: false,
    acceptingSince: null,
    signInsValidFrom: null,
    priorities: {},
    routingPools: [],
    freeSlots: 0,
    createdAt: now,
    updatedAt: now,
    isDeleted: false,
    deletedAt: null,
  });
}

/** Writes a new agent and what authentication needs of it. */
export function storeNewAgent(
  tx: Tx,
  { agent, passwordHash }: { agent: StoredAgent; passwordHash: string },
  ctx: Context,
): void {
  const at = new Date(agent.createdAt);
  tx.create(agents.ref(ctx.db, agent.id), { ...agent, createdAt: at, updatedAt: at });
  tx.create(agentCredentials.ref(ctx.db, agent.id), {
    passwordHash,
    tokenGeneration: 1,
    sessions: {},
    revokedTokens: {},
    keptTokenId: null,
    role: agent.role,
    isDeleted: false,
  });
}
