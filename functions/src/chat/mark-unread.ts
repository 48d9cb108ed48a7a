import type { Conversation } from "@livechat/contract";
import type { AgentCaller } from "../auth/caller.ts";
import { showConversation } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { refused } from "../platform/error.ts";
import { conversations } from "../store/conversations.ts";
import { conversationEventsQuery, events } from "../store/events.ts";
import { transact } from "../store/transact.ts";

/** A visitor's last message is looked for among so many events. */
const LOOKED_AT = 100;

async function lastVisitorSeq(conversationId: string, ctx: Context): Promise<number | null> {
  const last = conversationEventsQuery(ctx.db, conversationId).limitToLast(LOOKED_AT);
  const found = await events.find(last);
  return found.findLast(({ authorType }) => authorType === "visitor")?.seq ?? null;
}

/**
 * Takes the owner's seen mark back to before the visitor's last message, so that it is unread again. Nothing changes
 * when the visitor has not written.
 * @throws ChatError `not_found`, `authorization` for others than the owner.
 */
export async function markUnread(id: string, caller: AgentCaller, ctx: Context): Promise<Conversation> {
  await transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    if (conversation.assignedAgentId !== caller.id) {
      throw refused("owner_only_unread");
    }
    const seq = await lastVisitorSeq(id, ctx);
    if (seq === null) return;
    const own = conversations.ref(ctx.db, id).collection("participants").doc(caller.id);
    const mark = { kind: "agent", visitorId: conversation.visitorId, lastSeenSeq: seq - 1 };
    tx.set(own, { ...mark, lastSeenAt: ctx.now() }, { merge: true });
  });
  return showConversation(id, ctx);
}
