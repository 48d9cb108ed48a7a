import { isOwnedBy, requeue } from "../conversation/requeue.ts";
import type { Context } from "../platform/context.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { transact } from "../store/transact.ts";

/**
 * Reassigns a conversation whose owner let the answer deadline pass, to anybody but those who did.
 * @returns whether it was due.
 */
export function reassignUnanswered(
  { id, assignedAgentId }: Pick<StoredConversation, "id" | "assignedAgentId">,
  ctx: Context,
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const conversation = await tx.find(conversations, id);
    if (!isOwnedBy(conversation, assignedAgentId)) return false;
    const { answerDueAt } = conversation;
    if (answerDueAt === null || answerDueAt > ctx.now().toISOString()) return false;
    const reason = { systemType: "answer_deadline_passed", text: "No answer came in time." } as const;
    await requeue(tx, { conversation, reason, end: "requeued", timedOut: true }, ctx);
    return true;
  });
}
