import type { Session, StartSession } from "@livechat/contract";
import { FieldValue, type Transaction } from "firebase-admin/firestore";
import { visitorAccess } from "../auth/firebase-access.ts";
import { hashSecret, isValidSession, makeSessionToken, parseSessionToken } from "../auth/session-token.ts";
import { placeToWait } from "../availability/group-hours.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { newAssignment } from "../conversation/new-assignment.ts";
import { newConversation } from "../conversation/new-conversation.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { ChatError, notFound } from "../platform/error.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import { checkQueueHasRoom } from "../routing/queue-limit.ts";
import { conversations } from "../store/conversations.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../store/groups.ts";
import { serialized } from "../store/serialized.ts";
import { type StoredVisitorSession, visitorSessions, visitors } from "../store/visitors.ts";

const DAY_MILLIS = 24 * 3600 * 1000;

/** Who starts the session: a known visitor by a valid token, or a new one. */
interface Starter {
  visitorId: string;
  secret: string;
  session: StoredVisitorSession | null;
}

interface Started extends Omit<Session, "sessionToken" | "firebase"> {
  secret: string;
  groupId: string;
  isNew: boolean;
}

/**
 * Starts a visitor's conversation, or resumes the open one of the session token's visitor, to which the message is
 * then appended. The visitor's session document names the one open conversation, so that two calls cannot open two.
 * @returns the session, and whether its conversation is new.
 * @throws ChatError `not_found` for an unknown group, `service_unavailable` without a default group or with a full
 * queue; nothing is stored then.
 */
export async function startSession(
  input: StartSession,
  ctx: Context,
): Promise<{ session: Session; isNew: boolean }> {
  const sent = input.sessionToken ? parseSessionToken(input.sessionToken) : null;
  const stranger: Starter = { visitorId: ctx.newId(), secret: ctx.newSecret(), session: null };
  const start = async (tx: Transaction): Promise<Started> => {
    const session = sent && visitorSessions.parse(await tx.get(visitorSessions.ref(ctx.db, sent.visitorId)));
    const known = sent && isValidSession(session, sent.secret, ctx.now());
    const starter = known ? { ...sent, session } : stranger;
    const resumed = session && known && (await resume(tx, input, { starter, ctx }));
    return resumed || open(tx, input, { starter, ctx });
  };
  const visitorId = sent?.visitorId ?? stranger.visitorId;
  const started = await serialized(ctx.db, visitorId, () => ctx.db.runTransaction(start));
  const { secret, isNew, groupId, ...ids } = started;
  if (isNew) await enqueueAssignmentLater(ids.conversationId, groupId, ctx);
  const sessionToken = makeSessionToken(ids.visitorId, secret);
  return { session: { ...ids, sessionToken, firebase: await visitorAccess(ids.visitorId, ctx) }, isNew };
}

function sessionEnd(ctx: Context): Date {
  return new Date(ctx.now().getTime() + ctx.config.visitorSessionDays * DAY_MILLIS);
}

/** A session in use is prolonged, but not with every call: that would be a write each time. */
function isHalfOver({ expiresAt }: StoredVisitorSession, ctx: Context): boolean {
  const halfMillis = (ctx.config.visitorSessionDays * DAY_MILLIS) / 2;
  return new Date(expiresAt).getTime() - ctx.now().getTime() < halfMillis;
}

const BY_VISITOR = { isByVisitor: true, isByOwner: false, isNote: false } as const;

interface Scene {
  starter: Starter;
  ctx: Context;
}

/** Appends the message to the visitor's open conversation. null when none is open. */
async function resume(
  tx: Transaction,
  input: StartSession,
  { starter, ctx }: Scene,
): Promise<Started | null> {
  const { session } = starter;
  const openId = session?.openConversationId;
  if (!openId) return null;
  const conversation = conversations.parse(await tx.get(conversations.ref(ctx.db, openId)));
  if (!conversation?.activeThreadId) return null;
  if (isHalfOver(session, ctx)) {
    tx.update(visitorSessions.ref(ctx.db, starter.visitorId), { expiresAt: sessionEnd(ctx) });
  }
  if (input.message !== undefined) {
    const transition = new Transition(tx, ctx, conversation);
    transition.addVisitorMessage(input.message);
    transition.set(deadlinesAfter(conversation, { ...BY_VISITOR, at: ctx.now() }).fields);
    transition.write();
  }
  return {
    visitorId: starter.visitorId,
    conversationId: conversation.id,
    threadId: conversation.activeThreadId,
    status: conversation.status,
    groupId: conversation.groupId,
    secret: starter.secret,
    isNew: false,
  };
}

/** Creates visitor, session, conversation, thread, first message and assignment job: at most six documents. */
async function open(tx: Transaction, input: StartSession, { starter, ctx }: Scene): Promise<Started> {
  const asked = await readGroup(tx, input.groupId, ctx);
  const { group, channel } = await placeToWait(asked, tx, ctx);
  await checkQueueHasRoom(group, ctx);
  const conversation = newConversation({
    id: ctx.newId(),
    visitorId: starter.visitorId,
    groupId: group.id,
    channel,
    lastAgentId: starter.session?.lastAgentId ?? null,
    metadata: input.metadata ?? {},
    at: ctx.now(),
  });
  writeVisitor(tx, input, { starter, ctx }, conversation.id);
  tx.set(visitorSessions.ref(ctx.db, starter.visitorId), {
    tokenHash: hashSecret(starter.secret),
    expiresAt: sessionEnd(ctx),
    endedAt: null,
    openConversationId: conversation.id,
    lastAgentId: starter.session?.lastAgentId ?? null,
  });
  const transition = Transition.create(tx, ctx, conversation);
  const threadId = transition.openThread(null);
  transition.setWaiting();
  if (input.message !== undefined) transition.addVisitorMessage(input.message);
  transition.write();
  newAssignment(tx, conversation.id, ctx);
  return {
    visitorId: starter.visitorId,
    conversationId: conversation.id,
    threadId,
    status: "pending",
    groupId: group.id,
    secret: starter.secret,
    isNew: true,
  };
}

async function readGroup(tx: Transaction, groupId: string | undefined, ctx: Context): Promise<StoredGroup> {
  if (groupId !== undefined) {
    const group = groups.parse(await tx.get(groups.ref(ctx.db, groupId)));
    if (!group || group.isDeleted) throw notFound("group");
    return group;
  }
  const [group] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  if (!group) throw new ChatError("service_unavailable", "No group takes conversations yet.");
  return group;
}

function writeVisitor(
  tx: Transaction,
  input: StartSession,
  { starter, ctx }: Scene,
  conversationId: string,
): void {
  const ref = visitors.ref(ctx.db, starter.visitorId);
  const now = ctx.now();
  if (starter.session) {
    const conversationIds = FieldValue.arrayUnion(conversationId);
    tx.update(ref, { ...input.visitor, conversationIds, updatedAt: now });
    return;
  }
  const { name = null, email = null, locale = null } = input.visitor ?? {};
  const facts = { id: starter.visitorId, name, email, locale, metadata: input.metadata ?? {} };
  tx.create(ref, { ...facts, conversationIds: [conversationId], createdAt: now, updatedAt: now });
}
