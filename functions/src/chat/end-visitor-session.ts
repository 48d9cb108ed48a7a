import type { VisitorCaller } from "../auth/caller.ts";
import { securityEvent } from "../auth/security-log.ts";
import { closeIn } from "../conversation/close.ts";
import type { Context } from "../platform/context.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { type StoredVisitorSession, visitorSessions } from "../store/visitors.ts";

const LEFT = { systemType: "conversation_closed", text: "The visitor has left." } as const;

/** The conversations that the same identified person has open in other browsers, to which this one may listen. */
async function openElsewhere(tx: Tx, session: StoredVisitorSession, ctx: Context): Promise<string[]> {
  if (session.linkedVisitorIds.length === 0) return [];
  const refs = session.linkedVisitorIds.map((id) => visitorSessions.ref(ctx.db, id));
  const found = await tx.getAll(...refs);
  return found.flatMap((snapshot) => visitorSessions.parse(snapshot)?.openConversationId ?? []);
}

/** The conversations that a sign-in of this session may listen to, as far as they are still stored. */
async function recentOf(tx: Tx, session: StoredVisitorSession, ctx: Context): Promise<StoredConversation[]> {
  const { conversationIds, openConversationId } = session;
  const own = [...conversationIds, ...(openConversationId ? [openConversationId] : [])];
  const ids = new Set([...own, ...(await openElsewhere(tx, session, ctx))]);
  if (ids.size === 0) return [];
  const found = await tx.getAll(...[...ids].map((id) => conversations.ref(ctx.db, id)));
  return found.flatMap((snapshot) => conversations.parse(snapshot) ?? []);
}

interface Ending {
  readonly visitorId: string;
  /** Whether the visitor wants to leave, with whom nobody can talk from then on. */
  readonly byVisitor: boolean;
}

/** The session token is refused from the commit on, and by the rules every Firebase sign-in from before. */
async function end(tx: Tx, { visitorId, byVisitor }: Ending, ctx: Context): Promise<void> {
  const session = await tx.need(visitorSessions, visitorId);
  if (session.endedAt !== null) return;
  const recent = await recentOf(tx, session, ctx);
  const open = recent.find(({ id }) => id === session.openConversationId);
  if (byVisitor && open && open.status !== "closed") {
    await closeIn(tx, { conversation: open, ending: LEFT }, ctx);
  }
  const now = ctx.now();
  tx.update(visitorSessions.ref(ctx.db, visitorId), { endedAt: now });
  for (const { id } of recent) tx.update(conversations.ref(ctx.db, id), { visitorSignInsValidFrom: now });
}

/**
 * Ends the session of a visitor who leaves, and closes the open conversation: whoever sits down next at this browser
 * reads nothing of it.
 */
export async function leave(visitor: VisitorCaller, ctx: Context): Promise<void> {
  await transact(ctx, (tx) => end(tx, { visitorId: visitor.id, byVisitor: true }, ctx), { key: visitor.id });
}

/**
 * Ends a visitor's session for a supervisor, as when its token was stolen. The conversation stays for those who look into
 * the matter. Ending it twice changes nothing.
 * @throws ChatError `not_found` for an unknown visitor.
 */
export async function endVisitorSession(visitorId: string, ctx: Context): Promise<void> {
  await transact(ctx, (tx) => end(tx, { visitorId, byVisitor: false }, ctx), { key: visitorId });
  securityEvent("visitor_session_ended", { visitorId }, ctx);
}
