import type { Visibility } from "@livechat/contract";
import { type Caller, canSupervise, isOwnVisitor } from "../auth/caller.ts";
import { forbidden, notFound, refused } from "../platform/error.ts";
import { agents } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";

interface Writing {
  readonly caller: Caller;
  readonly visibility: Visibility | undefined;
}

/**
 * The visitor, the owner, supervisors and admins write; notes, which only agents write, every agent of the group. A note
 * by a colleague costs one read, everybody else's words none.
 * @throws ChatError `not_found` for another visitor, `authorization`.
 */
export async function checkMayWrite(
  tx: Tx,
  conversation: StoredConversation,
  { caller, visibility }: Writing,
): Promise<void> {
  if (caller.kind === "visitor") {
    if (!isOwnVisitor(conversation, caller)) throw notFound("thread");
    if (visibility === "agents") throw forbidden("Private notes are for agents.");
    return;
  }
  if (conversation.assignedAgentId === caller.id || canSupervise(caller)) return;
  const isNote = visibility === "agents";
  const agent = isNote ? await tx.find(agents, caller.id) : null;
  if (agent?.groupIds.includes(conversation.groupId)) return;
  throw refused("owner_only_write");
}
