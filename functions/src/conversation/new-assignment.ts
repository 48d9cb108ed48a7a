import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";
import type { Fields } from "../store/collection.ts";
import type { Tx } from "../store/transact.ts";
import type { RoutingMemory } from "./routing-memory.ts";

/**
 * Starts the job of assigning a conversation that begins to wait.
 * @param memory what routing remembers from now on; what is not named stays as it was.
 */
export function newAssignment(
  tx: Tx,
  { conversationId, memory }: { conversationId: string; memory: Partial<Fields<RoutingMemory>> },
  ctx: Context,
): void {
  const job = {
    state: "queued",
    attempts: 0,
    enqueuedAt: ctx.now(),
    lastAttemptAt: null,
    lastError: null,
    decision: null,
  };
  tx.set(assignments.ref(ctx.db, conversationId), { ...job, ...memory }, { merge: true });
}
