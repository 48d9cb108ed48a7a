import { isSilent, prepareFirstWords } from "../conversation/first-words.ts";
import type { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { prepareWaking } from "../routing/wake.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";

/**
 * Reads what a visitor's message changes in an open conversation beside itself, and returns the step that does it before
 * the message is appended: the first one puts the conversation into its queue, one in a snoozed conversation wakes it.
 * null, and no read, in any other.
 */
export async function prepareVisitorWords(
  tx: Tx,
  conversation: StoredConversation,
  ctx: Context,
): Promise<{ write(transition: Transition): void } | null> {
  if (conversation.status === "snoozed") return prepareWaking(tx, { conversation, byVisitor: true }, ctx);
  return isSilent(conversation) ? prepareFirstWords(tx, conversation, ctx) : null;
}
