import { placeToWait } from "../availability/group-hours.ts";
import { isSilent } from "../conversation/first-words.ts";
import type { Transition } from "../conversation/transition.ts";
import { groupThatTakes } from "../conversation/waiting-group.ts";
import type { Context } from "../platform/context.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import { prepareWaking } from "../routing/wake.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";

interface Step {
  write(transition: Transition): void;
}

/** Reads where a silent conversation waits from its visitor's first words on, and returns the step that puts it there. */
async function prepareFirstWords(tx: Tx, { id, groupId }: StoredConversation, ctx: Context): Promise<Step> {
  const { group, channel } = await placeToWait(await groupThatTakes(tx, groupId, ctx), tx, ctx);
  return {
    write(transition) {
      transition.setWaiting(group);
      transition.set({ groupId: group.id, channel });
      tx.afterCommit(() => enqueueAssignmentLater(id, group.id, ctx));
    },
  };
}

/**
 * Reads what a visitor's message changes in an open conversation beside itself, and returns the step that does it before
 * the message is appended: the first one puts the conversation into its queue, one in a snoozed conversation wakes it.
 * null, and no read, in any other.
 */
export async function prepareVisitorWords(
  tx: Tx,
  conversation: StoredConversation,
  ctx: Context,
): Promise<Step | null> {
  if (conversation.status === "snoozed") return prepareWaking(tx, { conversation, byVisitor: true }, ctx);
  return isSilent(conversation) ? prepareFirstWords(tx, conversation, ctx) : null;
}
