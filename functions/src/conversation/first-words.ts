import { placeToWait } from "../availability/group-hours.ts";
import type { Context } from "../platform/context.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import type { StoredConversation } from "../store/conversations.ts";
import type { Tx } from "../store/transact.ts";
import type { Transition } from "./transition.ts";
import { groupThatTakes } from "./waiting-group.ts";

/**
 * Whether its visitor has not written yet: it has begun and is in no queue, so that nobody is assigned a page that was
 * opened and left.
 */
export function isSilent({ status, queue }: Pick<StoredConversation, "status" | "queue">): boolean {
  return status === "pending" && queue === null;
}

/** Reads where a silent conversation waits from its visitor's first words on, and returns the step that puts it there. */
export async function prepareFirstWords(tx: Tx, { id, groupId }: StoredConversation, ctx: Context) {
  const { group, channel } = await placeToWait(await groupThatTakes(tx, groupId, ctx), tx, ctx);
  return {
    write(transition: Transition): void {
      transition.setWaiting();
      transition.set({ groupId: group.id, channel });
      tx.afterCommit(() => enqueueAssignmentLater(id, group.id, ctx));
    },
  };
}
