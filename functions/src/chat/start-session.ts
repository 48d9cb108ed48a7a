import type { Session, StartSession } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { visitorAccess } from "../auth/firebase-access.ts";
import { hashSecret, isValidSession, makeSessionToken, parseSessionToken } from "../auth/session-token.ts";
import { placeToWait } from "../availability/group-hours.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { newAssignment } from "../conversation/new-assignment.ts";
import { newConversation } from "../conversation/new-conversation.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import { checkQueueHasRoom } from "../routing/queue-limit.ts";
import { conversations } from "../store/conversations.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../store/groups.ts";
import { type Tx, transact } from "../store/transact.ts";
import { type StoredVisitorSession, visitorSessions, visitors } from "../store/visitors.ts";

const DAY_MILLIS = 24 * 3600 * 1000;

/** Whose session it is: a known visitor's by a valid token, or a new one's. */
interface SessionOwner {
  visitorId: string;
  secret: string;
  session: StoredVisitorSession | null;
}

interface Started extends Omit<Session, "sessionToken" | "firebase"> {
  secret: string;
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
  const newVisitor: SessionOwner = { visitorId: ctx.newId(), secret: ctx.newSecret(), session: null };
  const start = async (tx: Tx): Promise<Started> => {
    const session = sent && (await tx.find(visitorSessions, sent.visitorId));
    const known = sent && isValidSession(session, sent.secret, ctx.now());
    const owner = known ? { ...sent, session } : newVisitor;
    const resumed = session && known && (await resume(tx, input, { owner, ctx }));
    return resumed || open(tx, input, { owner, ctx });
  };
  const visitorId = sent?.visitorId ?? newVisitor.visitorId;
  const { secret, isNew, ...ids } = await transact(ctx, start, { key: visitorId });
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

interface Call {
  owner: SessionOwner;
  ctx: Context;
}

/** Appends the message to the visitor's open conversation. null when none is open. */
async function resume(tx: Tx, input: StartSession, { owner, ctx }: Call): Promise<Started | null> {
  const { session } = owner;
  const openId = session?.openConversationId;
  if (!openId) return null;
  const conversation = await tx.find(conversations, openId);
  if (!conversation?.activeThreadId) return null;
  if (isHalfOver(session, ctx)) {
    tx.update(visitorSessions.ref(ctx.db, owner.visitorId), { expiresAt: sessionEnd(ctx) });
  }
  if (input.message !== undefined) {
    const transition = new Transition(tx, ctx, conversation);
    transition.addVisitorMessage(input.message);
    transition.set(deadlinesAfter(conversation, { ...BY_VISITOR, at: ctx.now() }).fields);
    transition.write();
  }
  return {
    visitorId: owner.visitorId,
    conversationId: conversation.id,
    threadId: conversation.activeThreadId,
    status: conversation.status,
    secret: owner.secret,
    isNew: false,
  };
}

/** Creates visitor, session, conversation, thread, first message and assignment job: at most six documents. */
async function open(tx: Tx, input: StartSession, { owner, ctx }: Call): Promise<Started> {
  const asked = await readGroup(tx, input.groupId, ctx);
  const { group, channel } = await placeToWait(asked, tx, ctx);
  await checkQueueHasRoom(group, ctx);
  const conversation = newConversation({
    id: ctx.newId(),
    visitorId: owner.visitorId,
    groupId: group.id,
    channel,
    lastAgentId: owner.session?.lastAgentId ?? null,
    metadata: input.metadata ?? {},
    at: ctx.now(),
  });
  writeVisitor(tx, input, { owner, ctx }, conversation.id);
  tx.set(visitorSessions.ref(ctx.db, owner.visitorId), {
    tokenHash: hashSecret(owner.secret),
    expiresAt: sessionEnd(ctx),
    endedAt: null,
    openConversationId: conversation.id,
    lastAgentId: owner.session?.lastAgentId ?? null,
  });
  const transition = Transition.create(tx, ctx, conversation);
  const threadId = transition.openThread(null);
  transition.setWaiting();
  if (input.message !== undefined) transition.addVisitorMessage(input.message);
  transition.write();
  newAssignment(tx, conversation.id, ctx);
  tx.afterCommit(() => enqueueAssignmentLater(conversation.id, group.id, ctx));
  return {
    visitorId: owner.visitorId,
    conversationId: conversation.id,
    threadId,
    status: "pending",
    secret: owner.secret,
    isNew: true,
  };
}

async function readGroup(tx: Tx, groupId: string | undefined, ctx: Context): Promise<StoredGroup> {
  if (groupId !== undefined) return tx.needActive(groups, groupId);
  const [group] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  if (!group) throw new ChatError("service_unavailable", "No group takes conversations yet.");
  return group;
}

function writeVisitor(tx: Tx, input: StartSession, { owner, ctx }: Call, conversationId: string): void {
  const ref = visitors.ref(ctx.db, owner.visitorId);
  const now = ctx.now();
  if (owner.session) {
    const conversationIds = FieldValue.arrayUnion(conversationId);
    tx.update(ref, { ...input.visitor, conversationIds, updatedAt: now });
    return;
  }
  const { name = null, email = null, locale = null } = input.visitor ?? {};
  const facts = { id: owner.visitorId, name, email, locale, metadata: input.metadata ?? {} };
  tx.create(ref, { ...facts, conversationIds: [conversationId], createdAt: now, updatedAt: now });
  const object = { ...facts, createdAt: now.toISOString(), updatedAt: now.toISOString() };
  tx.occurred({ type: "visitor.created", conversationId, seq: null, groupId: null, object });
}
