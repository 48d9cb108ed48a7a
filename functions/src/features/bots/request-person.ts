import type { Conversation } from "@livechat/contract";
import { type Caller, isOwnVisitor } from "../../auth/caller.ts";
import { showConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { forbidden, notFound, refused } from "../../platform/error.ts";
import { handOff } from "../../reassign/hand-off.ts";
import { agents } from "../../store/agents.ts";
import { conversations } from "../../store/conversations.ts";
import { transact } from "../../store/transact.ts";

/**
 * Brings a visitor to people: from a bot, whatever it does, from a queue in which a bot might be next, or before a word
 * was written. Where a person has the conversation nothing changes.
 * @throws ChatError `not_found` for strangers, `authorization` for agents, `conversation_closed`.
 */
export async function requestPerson(id: string, caller: Caller, ctx: Context): Promise<Conversation> {
  if (caller.kind !== "visitor") throw forbidden("The visitor asks for a person.");
  await transact(
    ctx,
    async (tx) => {
      const conversation = await tx.need(conversations, id);
      if (!isOwnVisitor(conversation, caller)) throw notFound("conversation");
      if (conversation.status === "closed") throw refused("closed");
      const { assignedAgentId, status } = conversation;
      const owner = status !== "pending" && assignedAgentId ? await tx.find(agents, assignedAgentId) : null;
      if (owner && owner.kind !== "bot") return;
      await handOff(tx, { conversation, because: "bot.handed_off" }, ctx);
    },
    { key: id },
  );
  return showConversation(id, ctx);
}
