import type { Presence } from "@livechat/contract";
import { agentSees } from "../conversation/agent-sees.ts";
import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { type Look, lookedAtQuery, presences, type StoredPresence } from "../store/presence.ts";

/** Colleagues who look at one conversation and are told of. */
const MAX_TOLD = 10;
/** Colleagues who look at what a console shows, and are read. */
const MAX_FOUND = 30;

export interface Open {
  readonly conversationId?: string | undefined;
  readonly writing?: boolean | undefined;
  readonly listed?: readonly string[] | undefined;
}

const supervises = ({ role }: StoredAgent): boolean => role !== "agent";

/** Whether the agent sees the conversation. The owner's look costs no read, a colleague's one. */
async function sees(agent: StoredAgent, conversationId: string, ctx: Context): Promise<boolean> {
  if (supervises(agent) || agent.activeConversationIds.includes(conversationId)) return true;
  const conversation = await conversations.get(ctx.db, conversationId);
  return conversation !== null && agentSees(agent, conversation);
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

interface Asked {
  /** What is open on the console that asks. */
  readonly look: Look | null;
  /** What its list shows. */
  readonly listed: readonly string[];
}

type Told = Pick<Presence, "looking" | "lookingAtListed">;

/**
 * Who else looks at what is open on a console, and at what its list shows: one query for both. One read for each of them,
 * and for oneself; at least one. What another's conversation is listed and looked at is read, too: may the agent see it?
 */
export async function lookersAt({ look, listed }: Asked, agent: StoredAgent, ctx: Context): Promise<Told> {
  const open = look?.conversationId;
  const ids = [...new Set(open === undefined ? listed : [open, ...listed])];
  if (ids.length === 0) return { looking: [], lookingAtListed: [] };
  const now = ctx.now().toISOString();
  const found = await presences.find(lookedAtQuery(ctx.db, ids).limit(MAX_FOUND));
  const others = found.filter(({ agentId }) => agentId !== agent.id);
  const at = (id: string) => others.flatMap((presence) => lookerOf(presence, id, now)).slice(0, MAX_TOLD);
  const told = await Promise.all(
    [...new Set(listed)].map(async (conversationId) => {
      const lookers = at(conversationId);
      if (lookers.length === 0) return [];
      const isSeen = conversationId === open || (await sees(agent, conversationId, ctx));
      return isSeen ? lookers.map((looker) => ({ conversationId, ...looker })) : [];
    }),
  );
  return { looking: open === undefined ? [] : at(open), lookingAtListed: told.flat() };
}
