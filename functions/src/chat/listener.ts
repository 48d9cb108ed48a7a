import type { VisitorCaller } from "../auth/caller.ts";
import type { Context } from "../platform/context.ts";
import { visitorSessions } from "../store/visitors.ts";

/**
 * As which visitor a browser listens: as its own, unless the open conversation was begun by the same identified person in
 * another browser. Costs nothing for who is not identified.
 */
export async function listenerFor(caller: VisitorCaller, ctx: Context): Promise<VisitorCaller> {
  if (caller.visitorIds.length === 1) return caller;
  const refs = caller.visitorIds.map((id) => visitorSessions.ref(ctx.db, id));
  for (const snapshot of await ctx.db.getAll(...refs)) {
    if (visitorSessions.parse(snapshot)?.openConversationId) return { ...caller, id: snapshot.id };
  }
  return caller;
}
