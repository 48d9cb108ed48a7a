import { type Bot, type CreateBot, LIMITS, type NewBot, type Page, type UpdateBot } from "@livechat/contract";
import { agentChange, makesCapacity } from "../../agent/agent-changes.ts";
import { newAgent, storeNewAgent } from "../../agent/new-agent.ts";
import { agentOccurred } from "../../agent/occurrences.ts";
import { makeApiKey } from "../../auth/api-key.ts";
import type { AgentCaller } from "../../auth/caller.ts";
import { hashSecret } from "../../auth/session-token.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { enqueueDrainOfAgentLater } from "../../queue/enqueue.ts";
import { agents, type StoredAgent } from "../../store/agents.ts";
import { apiKeys } from "../../store/api-keys.ts";
import { bots } from "../../store/bots.ts";
import { groups } from "../../store/groups.ts";
import { byCreation, readPage } from "../../store/pages.ts";
import { configure, type Tx } from "../../store/transact.ts";
import type { DeletablePage } from "../../team/deletable.ts";
import { checkSentAddress } from "../webhooks/address.ts";
import { makeSigningSecret } from "../webhooks/sign.ts";

const targetOf = (id: string) => ({ type: "bot", id });
const DEFAULT_CHATS = 100;
/** No password has this hash: nobody signs in as a bot. */
const NO_PASSWORD = "none";

/** The bot as the API shows it. */
function toBot(agent: StoredAgent, webhookUrl: string): Bot {
  const { bot } = agent;
  if (bot === null) throw notFound("bot");
  return { ...agent, ...bot, webhookUrl };
}

function newBot(id: string, input: CreateBot, ctx: Context): StoredAgent {
  const given = {
    id,
    name: input.name,
    // What an e-mail program refuses to send to. Source: RFC 2606.
    email: `${id}@bot.invalid`,
    role: "agent",
    kind: "bot",
    chosenStatus: "online",
    acceptingChats: true,
    maxConcurrentChats: input.maxConcurrentChats ?? DEFAULT_CHATS,
    avatarUrl: input.avatarUrl ?? null,
    bot: {
      replyDeadlineSeconds: input.replyDeadlineSeconds ?? LIMITS.DEFAULT_REPLY_DEADLINE_SECONDS,
      fallbackGroupId: input.fallbackGroupId ?? null,
      isAi: input.isAi ?? false,
      greeting: input.greeting ?? null,
    },
  } as const;
  return newAgent(given, ctx);
}

async function checkGroup(tx: Tx, groupId: string | null | undefined): Promise<void> {
  if (groupId) await tx.needActive(groups, groupId);
}

/**
 * Makes a bot, online and in no group. Its key and its webhook's secret are in this answer and nowhere else.
 * @throws ChatError `validation` for an address that does not lead to the public internet, `not_found` for the group.
 */
export async function createBot(input: CreateBot, caller: AgentCaller, ctx: Context): Promise<NewBot> {
  await checkSentAddress(input.webhookUrl, "webhookUrl", ctx);
  const agent = newBot(ctx.newId(), input, ctx);
  const [keyId, keySecret] = [ctx.newId(), ctx.newSecret()];
  const webhookSecret = makeSigningSecret(ctx.newSecret());
  const { id, name } = agent;
  const { webhookUrl } = input;
  const create = async (tx: Tx): Promise<NewBot> => {
    await checkGroup(tx, input.fallbackGroupId);
    storeNewAgent(tx, { agent, passwordHash: NO_PASSWORD }, ctx);
    const secrets = [{ secret: webhookSecret, until: null }];
    tx.create(bots.ref(ctx.db, id), { id, webhookUrl, secrets, apiKeyId: keyId });
    tx.create(apiKeys.ref(ctx.db, keyId), {
      id: keyId,
      name,
      scopes: ["bot"],
      kind: "bot",
      botAgentId: id,
      expiresAt: null,
      lastUsedAt: null,
      createdBy: caller.id,
      createdAt: new Date(agent.createdAt),
      revokedAt: null,
      secretHash: hashSecret(keySecret),
    });
    const after = { name, webhookUrl, ...agent.bot };
    tx.audit({ action: "bot.created", target: targetOf(id), before: null, after });
    agentOccurred(tx, null, agent);
    return { ...toBot(agent, webhookUrl), apiKey: makeApiKey(keyId, keySecret), webhookSecret };
  };
  return configure(ctx, create, { repeatable: true });
}

/** @throws ChatError `not_found`, `validation` for an address that does not lead to the public internet. */
export async function updateBot(id: string, input: UpdateBot, ctx: Context): Promise<Bot> {
  if (input.webhookUrl !== undefined) await checkSentAddress(input.webhookUrl, "webhookUrl", ctx);
  return configure(ctx, async (tx) => {
    const [before, stored] = await Promise.all([tx.needActive(agents, id), tx.find(bots, id)]);
    if (!stored || before.bot === null) throw notFound("bot");
    await checkGroup(tx, input.fallbackGroupId);
    const { webhookUrl = stored.webhookUrl, status, name, avatarUrl, maxConcurrentChats, ...rest } = input;
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const bot = { ...before.bot, ...given };
    const { agent: after, fields } = agentChange(
      before,
      {
        ...(name !== undefined && { name }),
        ...(avatarUrl !== undefined && { avatarUrl }),
        ...(maxConcurrentChats !== undefined && { maxConcurrentChats }),
        ...(status !== undefined && { chosenStatus: status }),
        bot,
      },
      ctx.now(),
    );
    tx.update(agents.ref(ctx.db, id), fields);
    tx.update(bots.ref(ctx.db, id), { webhookUrl });
    const told = (agent: StoredAgent, url: string) => ({ name: agent.name, webhookUrl: url, ...agent.bot });
    tx.audit({
      action: "bot.updated",
      target: targetOf(id),
      before: told(before, stored.webhookUrl),
      after: told(after, webhookUrl),
    });
    agentOccurred(tx, before, after);
    if (makesCapacity(before, after)) tx.afterCommit(() => enqueueDrainOfAgentLater(id, ctx));
    return toBot(after, webhookUrl);
  });
}

/** @throws ChatError `not_found`, also for a person, and for a deleted bot unless it is asked for. */
export async function readBot(id: string, includeDeleted: boolean, ctx: Context): Promise<Bot> {
  const [agent, stored] = await Promise.all([agents.get(ctx.db, id), bots.get(ctx.db, id)]);
  if (!agent || !stored || (agent.isDeleted && !includeDeleted)) throw notFound("bot");
  return toBot(agent, stored.webhookUrl);
}

export async function listBots(page: DeletablePage, ctx: Context): Promise<Page<Bot>> {
  let query = agents.all(ctx.db).where("kind", "==", "bot");
  if (!page.includeDeleted) query = query.where("isDeleted", "==", false);
  const found = await readPage(query, page, { order: byCreation("bots"), parse: agents.parseAll });
  if (found.items.length === 0) return { items: [], nextPageToken: null };
  const stored = await ctx.db.getAll(...found.items.map(({ id }) => bots.ref(ctx.db, id)));
  const items = found.items.flatMap((agent, at) => {
    const snapshot = stored[at];
    const own = snapshot && bots.parse(snapshot);
    return own && agent.bot ? [toBot(agent, own.webhookUrl)] : [];
  });
  return { ...found, items };
}
