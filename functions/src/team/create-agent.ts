import { type Agent, type CreateAgent, LIMITS } from "@livechat/contract";
import { newAgent, storeNewAgent } from "../agent/new-agent.ts";
import { agentOccurred } from "../agent/occurrences.ts";
import { hashPassword } from "../auth/password.ts";
import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import { serialized } from "../store/serialized.ts";
import { configure, type Tx } from "../store/transact.ts";
import { checkIsFree, prepareUniqueKey, sameSpelling } from "../store/unique-keys.ts";

const emailOf = ({ id, email }: StoredAgent) => ({ kind: "agent-email", value: email, ownerId: id }) as const;

function newPerson(input: CreateAgent, ctx: Context): StoredAgent {
  const given = {
    id: ctx.newId(),
    name: input.name,
    email: input.email,
    role: input.role ?? "agent",
    kind: "human",
    chosenStatus: "offline",
    acceptingChats: input.acceptingChats ?? true,
    maxConcurrentChats: input.maxConcurrentChats ?? LIMITS.DEFAULT_CONCURRENT_CHATS,
    avatarUrl: input.avatarUrl ?? null,
    bot: null,
  } as const;
  return newAgent(given, ctx);
}

function store(agent: StoredAgent, passwordHash: string, ctx: Context): Promise<StoredAgent> {
  const create = async (tx: Tx) => {
    const takeEmail = await prepareUniqueKey(tx, ctx.db, emailOf(agent));
    takeEmail();
    storeNewAgent(tx, { agent, passwordHash }, ctx);
    const { id, name, email, role } = agent;
    tx.audit({
      action: "agent.created",
      target: { type: "agent", id },
      before: null,
      after: { name, email, role },
    });
    agentOccurred(tx, null, agent);
    return agent;
  };
  return configure(ctx, create, { repeatable: true });
}

/**
 * Creates an agent, offline and in no group. The password is stored as a bcrypt hash, apart from the agent.
 * A hash is costly: it is made before the transaction, which would keep others waiting, and not for an e-mail that is
 * taken already, also by a call of a moment ago.
 * @throws ChatError `already_exists` when an agent that is not deleted has the e-mail, in any case of letters.
 */
export async function createAgent(input: CreateAgent, ctx: Context): Promise<Agent> {
  const agent = newPerson(input, ctx);
  return serialized(ctx.db, `e-mail ${sameSpelling(input.email)}`, async () => {
    // The e-mail of a call that is repeated is taken by itself.
    if (!(await ctx.repeatable?.isKnown())) await checkIsFree(ctx.db, emailOf(agent));
    return store(agent, await hashPassword(input.password, ctx), ctx);
  });
}
