import type { Api } from "../connection/api.ts";
import { toChatError } from "../platform/chat-error.ts";
import type { LiveConversation } from "../platform/live-database.ts";

/**
 * Gives those that run back to their groups.
 * @throws ChatError of one that could not be handed on; the others are.
 */
export async function handOn(chats: readonly LiveConversation[], api: Api): Promise<void> {
  const running = chats.filter(({ status }) => status === "active");
  const results = await Promise.allSettled(
    running.map(({ id, groupId }) => api.post(`/v1/conversations/${id}/transfer`, { groupId })),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw toChatError(failed.reason);
}
