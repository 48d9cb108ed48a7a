import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";
import type { Tx } from "../store/transact.ts";

/** Starts the job of assigning a conversation that begins to wait. */
export function newAssignment(tx: Tx, conversationId: string, ctx: Context): void {
  tx.set(assignments.ref(ctx.db, conversationId), {
    state: "queued",
    attempts: 0,
    enqueuedAt: ctx.now(),
    lastAttemptAt: null,
    lastError: null,
    decision: null,
  });
}
