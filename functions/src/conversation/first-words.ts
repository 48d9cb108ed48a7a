import type { StoredConversation } from "../store/conversations.ts";

/**
 * Whether its visitor has not written yet: it has begun and is in no queue, so that nobody is assigned a page that was
 * opened and left.
 */
export function isSilent({ status, queue }: Pick<StoredConversation, "status" | "queue">): boolean {
  return status === "pending" && queue === null;
}
