import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { assignments } from "../store/assignments.ts";

/** Starts the job of assigning a conversation that begins to wait. */
export function newAssignment(tx: Transaction, conversationId: string, ctx: Context): void {
  tx.set(assignments.ref(ctx.db, conversationId), {
    state: "queued",
    attempts: 0,
    enqueuedAt: ctx.now(),
    lastAttemptAt: null,
    lastError: null,
    decision: null,
  });
}
