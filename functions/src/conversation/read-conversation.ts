import type { Conversation } from "@livechat/contract";
import type { DocumentSnapshot } from "firebase-admin/firestore";
import { type Caller, canSupervise, isOwnVisitor } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { forbidden, notFound, refused } from "../platform/error.ts";
import { agents } from "../store/agents.ts";
import { conversations, type StoredConversation, waitingQuery } from "../store/conversations.ts";
import { agentSees } from "./agent-sees.ts";

/**
 * Whether the caller may see the conversation: its visitor; its owner; agents of its group; supervisors and admins.
 * @throws ChatError `not_found` for another visitor, so that ids cannot be probed; `authorization` for other agents.
 */
export async function checkMaySee(
  conversation: StoredConversation,
  caller: Caller,
  ctx: Context,
): Promise<void> {
  if (caller.kind === "visitor") {
    if (!isOwnVisitor(conversation, caller)) throw notFound("conversation");
    return;
  }
  if (canSupervise(caller) || conversation.assignedAgentId === caller.id) return;
  if (caller.apiKey) throw forbidden("A bot reads its own conversations.");
  const groupIds = (await agents.get(ctx.db, caller.id))?.groupIds ?? [];
  if (!agentSees({ ...caller, groupIds }, conversation)) {
    throw refused("other_group");
  }
}

/** The stored conversation, when the caller may see it. @throws ChatError as `checkMaySee`, and `not_found`. */
export async function findConversation(
  id: string,
  caller: Caller,
  ctx: Context,
): Promise<StoredConversation> {
  const conversation = await conversations.get(ctx.db, id);
  if (!conversation) throw notFound("conversation");
  await checkMaySee(conversation, caller, ctx);
  return conversation;
}

/** A waiting conversation's place in its group's queue, from 1: one aggregation read per 1,000 in front of it. */
async function positionOf(snapshot: DocumentSnapshot, groupId: string, ctx: Context): Promise<number> {
  const upToIt = waitingQuery(ctx.db, groupId).endAt(snapshot).count();
  return Math.max(1, (await upToIt.get()).data().count);
}

/** The conversation as the API shows it, with its place in the queue while it waits. */
export async function toApiFrom(snapshot: DocumentSnapshot, ctx: Context): Promise<Conversation> {
  const conversation = conversations.parse(snapshot);
  if (!conversation) throw notFound("conversation");
  const { queue, groupId } = conversation;
  if (!queue) return { ...conversation, queue: null };
  return { ...conversation, queue: { ...queue, position: await positionOf(snapshot, groupId, ctx) } };
}

/**
 * The same for one that was read before. Counting needs the document's own snapshot: when the conversation has been
 * assigned since, what it is now is shown.
 */
export async function toApi(conversation: StoredConversation, ctx: Context): Promise<Conversation> {
  if (!conversation.queue) return { ...conversation, queue: null };
  return toApiFrom(await conversations.ref(ctx.db, conversation.id).get(), ctx);
}

/** The conversation after a change by the caller, who may have given away the right to see it. */
export async function showConversation(id: string, ctx: Context): Promise<Conversation> {
  const conversation = await conversations.get(ctx.db, id);
  if (!conversation) throw notFound("conversation");
  return toApi(conversation, ctx);
}

export async function readConversation(id: string, caller: Caller, ctx: Context): Promise<Conversation> {
  return toApi(await findConversation(id, caller, ctx), ctx);
}
