import type { Conversation, CreateConversation } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../auth/caller.ts";
import { agentSees } from "../conversation/agent-sees.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, refused } from "../platform/error.ts";
import { prepareFirstAssignment } from "../routing/assign.ts";
import { takenOverBy } from "../routing/write-assignment.ts";
import { agents } from "../store/agents.ts";
import { conversations } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitorSessions, visitors } from "../store/visitors.ts";
import { findOpen, openConversation } from "./open-conversation.ts";
import { newVisitor, type SessionOwner } from "./session-owner.ts";

interface Within {
  readonly tx: Tx;
  readonly caller: AgentCaller;
}

/** Agents know a visitor by one of their conversations. */
async function checkKnows(conversationIds: readonly string[], { tx, caller }: Within): Promise<void> {
  if (canSupervise(caller)) return;
  const groupIds = (await tx.find(agents, caller.id))?.groupIds ?? [];
  for (const id of conversationIds) {
    const known = await tx.find(conversations, id);
    if (known && agentSees({ ...caller, groupIds }, known)) return;
  }
  throw refused("other_groups");
}

/** A known visitor who has no open conversation. @throws ChatError `not_found`, `authorization`, `already_exists`. */
async function findKnown(visitorId: string, within: Within, ctx: Context): Promise<SessionOwner> {
  await within.tx.need(visitors, visitorId);
  const session = await within.tx.need(visitorSessions, visitorId);
  await checkKnows(session.conversationIds, within);
  const owner = { visitorId, secret: "", session, verifiedAt: ctx.now() };
  const open = await findOpen(within.tx, owner, ctx);
  if (!open || open.status === "closed") return owner;
  throw refused("visitor_has_conversation", undefined, {
    details: [{ path: "visitorId", message: `has the open conversation ${open.id}` }],
  });
}

async function prepareAssign(agentId: string | undefined, { tx, caller }: Within, ctx: Context) {
  if (agentId === undefined) return undefined;
  if (!canSupervise(caller) && agentId !== caller.id) throw forbidden("Agents may assign themselves only.");
  const agent = await tx.needActive(agents, agentId);
  const reason = caller.id === agentId ? "Begun by the agent." : "Assigned by hand.";
  return prepareFirstAssignment(tx, { agent, ending: takenOverBy(agent), reason }, ctx);
}

/**
 * Begins a conversation that the visitor does not begin themself: after a call, from a form elsewhere, from another
 * system. One transaction, so that a visitor still has at most one open conversation.
 * @throws ChatError `not_found` (visitor, group, agent), `authorization`, `already_exists` when the visitor has an open
 * conversation, `agent_unavailable`, `service_unavailable` without a group or with a full queue.
 */
export async function beginFromOutside(
  input: CreateConversation,
  caller: AgentCaller,
  ctx: Context,
): Promise<Conversation> {
  const otherwise = newVisitor(ctx);
  const begin = async (tx: Tx): Promise<string> => {
    const within = { tx, caller };
    const owner = "visitorId" in input ? await findKnown(input.visitorId, within, ctx) : otherwise;
    const opening = {
      owner,
      groupId: input.groupId ?? null,
      widgetId: null,
      facts: "visitor" in input ? input.visitor : {},
      metadata: input.metadata ?? {},
      consentVersion: null,
      firstEvents: [],
      message: input.message,
      isOffline: false,
      asksRating: false,
      authorId: caller.apiKey ? undefined : caller.id,
      isAbsent: true,
      assignment: await prepareAssign(input.assign, within, ctx),
    };
    const { conversationId } = await openConversation(tx, opening, ctx);
    return conversationId;
  };
  const key = "visitorId" in input ? input.visitorId : otherwise.visitorId;
  return showConversation(await transact(ctx, begin, { key, repeatable: true }), ctx);
}
