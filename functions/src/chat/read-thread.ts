import type { Thread } from "@livechat/contract";
import type { Caller } from "../auth/caller.ts";
import { checkMaySee } from "../conversation/read-conversation.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { conversations } from "../store/conversations.ts";
import { parseThreadId, threads } from "../store/threads.ts";

/** A thread, when the caller may see its conversation. @throws ChatError `not_found`, `authorization`. */
export async function readThread(id: string, caller: Caller, ctx: Context): Promise<Thread> {
  const named = parseThreadId(id);
  const [thread, conversation] = named
    ? await Promise.all([threads.get(ctx.db, id), conversations.get(ctx.db, named.conversationId)])
    : [null, null];
  // Word for word the answer for a thread that is not there: a stranger learns nothing of either.
  const isOthers = caller.kind === "visitor" && conversation?.visitorId !== caller.id;
  if (!thread || !conversation || isOthers) throw notFound("thread");
  await checkMaySee(conversation, caller, ctx);
  return thread;
}
