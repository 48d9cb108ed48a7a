import type { Context } from "../platform/context.ts";
import type { StoredAgent } from "../store/agents.ts";
import { daysOf } from "../store/days.ts";
import { writeFact } from "../store/facts.ts";
import { METRICS_VERSION } from "../store/progress.ts";
import type { Tx } from "../store/transact.ts";

/** Writes for the reports when an agent stops accepting chats: one write, and none for any other change of an agent. */
export function noteAccepting(tx: Tx, before: StoredAgent, after: StoredAgent, ctx: Context): void {
  const { acceptingSince } = before;
  if (acceptingSince === null || after.acceptingSince !== null) return;
  const span = { from: acceptingSince, to: after.updatedAt };
  const id = ctx.newId();
  writeFact(tx, ctx.db, {
    id,
    kind: "accepting",
    metricsVersion: METRICS_VERSION,
    agentId: before.id,
    ...span,
    days: daysOf([span]),
  });
}
