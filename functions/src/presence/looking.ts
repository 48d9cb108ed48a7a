import type { Presence } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { type Look, lookedAtQuery, presences, type StoredPresence } from "../store/presence.ts";

/** Colleagues who look at one conversation and are told of. */
const MAX_TOLD = 10;

export interface Open {
  readonly conversationId?: string | undefined;
  readonly writing?: boolean | undefined;
}

const supervises = ({ role }: StoredAgent): boolean => role !== "agent";

/** Whether the agent sees the conversation. The owner's look costs no read, a colleague's one. */
async function sees(agent: StoredAgent, conversationId: string, ctx: Context): Promise<boolean> {
  if (supervises(agent) || agent.activeConversationIds.includes(conversationId)) return true;
  const conversation = await conversations.get(ctx.db, conversationId);
  return conversation !== null && agent.groupIds.includes(conversation.groupId);
}

/** What is open on a console, where the agent may see it; null: nothing is, or nothing that they see. */
export async function lookOf(agent: StoredAgent, open: Open, ctx: Context): Promise<Look | null> {
  const { conversationId, writing = false } = open;
  if (conversationId === undefined || !(await sees(agent, conversationId, ctx))) return null;
  return { conversationId, writing };
}

/** What of it others may know: who supervises leaves no trace. */
export const toldLook = (agent: StoredAgent, look: Look | null): Look | null =>
  supervises(agent) ? null : look;

function lookerOf({ agentId, leases, looks }: StoredPresence, conversationId: string, now: string) {
  const here = Object.entries(looks).filter(
    ([consoleId, look]) => look.conversationId === conversationId && (leases[consoleId] ?? "") > now,
  );
  return here.length === 0 ? [] : [{ agentId, writing: here.some(([, { writing }]) => writing) }];
}

/** Who else has it open. One read for each of them, and for oneself; at least one. */
export async function lookersAt(
  { conversationId }: Look,
  agentId: string,
  ctx: Context,
): Promise<Presence["looking"]> {
  const now = ctx.now().toISOString();
  const found = await presences.find(lookedAtQuery(ctx.db, conversationId).limit(MAX_TOLD + 1));
  const others = found.filter((presence) => presence.agentId !== agentId);
  return others.flatMap((presence) => lookerOf(presence, conversationId, now));
}
