import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { waitingQuery } from "../store/conversations.ts";
import type { StoredGroup } from "../store/groups.ts";
import { isAnyAgentFree } from "./candidates.ts";

const FULL_RETRY_AFTER_SECONDS = 60;

/**
 * Refuses a new visitor when as many wait as the group's setting allows and nobody is free. It counts outside of the
 * transaction: inside, all sessions that start at once would lock each other out, so that a few more than the
 * maximum may get in together. Costs nothing for groups without the setting.
 * @throws ChatError `service_unavailable` with a time to try again.
 */
export async function checkQueueHasRoom({ id, settings }: StoredGroup, ctx: Context): Promise<void> {
  if (settings.maxQueueLength === null) return;
  const waiting = await waitingQuery(ctx.db, id).count().get();
  if (waiting.data().count < settings.maxQueueLength || (await isAnyAgentFree(id, ctx))) return;
  throw new ChatError("service_unavailable", "Too many people are waiting. Please try again later.", {
    retryAfterSeconds: FULL_RETRY_AFTER_SECONDS,
  });
}
