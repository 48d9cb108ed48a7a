import type { Event, Session, VisitorFacts } from "@livechat/contract";
import { placeToWait } from "../availability/group-hours.ts";
import { newAssignment } from "../conversation/new-assignment.ts";
import { newConversation } from "../conversation/new-conversation.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { enqueueAssignmentLater } from "../queue/enqueue.ts";
import type { FirstAssignment } from "../routing/assign.ts";
import { checkQueueHasRoom } from "../routing/queue-limit.ts";
import { conversations, type StoredConversation } from "../store/conversations.ts";
import { defaultGroupQuery, groups, type StoredGroup } from "../store/groups.ts";
import type { Tx } from "../store/transact.ts";
import { visitorSessions } from "../store/visitors.ts";
import type { FirstEvent } from "./pre-chat.ts";
import { type SessionOwner, writeOwner } from "./session-owner.ts";

/** What a conversation begins with. */
export interface Opening {
  readonly owner: SessionOwner;
  /** The default group unless given. */
  readonly groupId: string | null;
  readonly widgetId: string | null;
  readonly facts: VisitorFacts;
  readonly metadata: Record<string, unknown>;
  readonly consentVersion: string | null;
  readonly firstEvents: readonly FirstEvent[];
  readonly message: string | undefined;
  /** The sender's own id of the message. */
  readonly messageId?: string | undefined;
  /** An offline message is one whatever the group's hours are, and is let into a full queue. */
  readonly isOffline: boolean;
  /** Whether the visitor is asked for a rating when it is closed. */
  readonly asksRating: boolean;
  /** The agent who writes the message; the visitor unless given. */
  readonly authorId?: string | undefined;
  /** Whether somebody else begins it, so that the visitor has not been seen. */
  readonly isAbsent?: boolean | undefined;
  /** Who has the conversation at once: it is let into a full queue, in which it does not wait. */
  readonly assignment?: FirstAssignment | undefined;
}

/** A session's conversation, as the answer names it. */
export type SessionIds = Pick<
  Session,
  "visitorId" | "conversationId" | "threadId" | "status" | "channel" | "message"
>;

/** The ids of a session alone. */
export const NO_CONVERSATION = {
  conversationId: null,
  threadId: null,
  status: null,
  channel: null,
} as const;

/** The ids of an open conversation. */
export function idsOf(open: StoredConversation, threadId: string): SessionIds {
  const { visitorId, id: conversationId, status, channel } = open;
  return { visitorId, conversationId, threadId, status, channel };
}

async function readGroup(tx: Tx, groupId: string | null, ctx: Context): Promise<StoredGroup> {
  if (groupId !== null) return tx.needActive(groups, groupId);
  const [group] = groups.parseAll((await tx.get(defaultGroupQuery(ctx.db))).docs);
  if (!group) throw new ChatError("service_unavailable", "No group takes conversations yet.");
  return group;
}

/**
 * The conversation that is open for a visitor: the visitor's own, or else one that the same identified person began in
 * another browser. One read, and more only for who is identified.
 */
export async function findOpen(
  tx: Tx,
  { session }: SessionOwner,
  ctx: Context,
): Promise<StoredConversation | null> {
  if (!session) return null;
  if (session.openConversationId) return tx.find(conversations, session.openConversationId);
  if (session.linkedVisitorIds.length === 0) return null;
  const refs = session.linkedVisitorIds.map((id) => visitorSessions.ref(ctx.db, id));
  for (const snapshot of await tx.getAll(...refs)) {
    const id = visitorSessions.parse(snapshot)?.openConversationId;
    if (id) return tx.find(conversations, id);
  }
  return null;
}

const isByVisitor = ({ authorType }: FirstEvent): boolean => authorType === "visitor";

function addMessage(transition: Transition, opening: Opening): { message?: Event } {
  const { message: text, messageId, authorId } = opening;
  if (text === undefined) return {};
  if (authorId === undefined) return { message: transition.addVisitorMessage(text, messageId) };
  return { message: transition.addEvent({ type: "message", authorType: "agent", authorId, text }) };
}

/**
 * Creates visitor, session, conversation, thread, first events and assignment job: six documents for one message. A
 * conversation in which the visitor has written nothing yet is in no queue until they do.
 */
export async function openConversation(tx: Tx, opening: Opening, ctx: Context): Promise<SessionIds> {
  const { owner, facts, metadata, consentVersion, isOffline } = opening;
  const asked = await readGroup(tx, opening.groupId, ctx);
  const { group, channel } = await placeToWait(asked, tx, ctx);
  opening.assignment?.check(group);
  if (!isOffline && !opening.assignment) await checkQueueHasRoom(group, ctx);
  const conversation = newConversation({
    id: ctx.newId(),
    visitorId: owner.visitorId,
    groupId: group.id,
    widgetId: opening.widgetId,
    channel: isOffline ? "offline" : channel,
    metadata,
    asksRating: opening.asksRating,
    at: ctx.now(),
  });
  const change = { facts, metadata, conversationId: conversation.id, consentVersion };
  writeOwner(tx, owner, { ...change, isAbsent: opening.isAbsent ?? false }, ctx);
  const transition = Transition.create(tx, ctx, conversation);
  const threadId = transition.openThread(null);
  const isSilent = opening.message === undefined && !opening.firstEvents.some(isByVisitor);
  if (isSilent) transition.keepHoursOf(group);
  else transition.setWaiting(group);
  for (const event of opening.firstEvents) {
    const authorId = event.authorType === "visitor" ? owner.visitorId : null;
    transition.addEvent({ ...event, authorId });
  }
  const message = addMessage(transition, opening);
  const begun = transition.write();
  const memory = { lastAgentId: owner.session?.lastAgentId ?? null };
  newAssignment(tx, { conversationId: conversation.id, memory }, ctx);
  opening.assignment?.write(begun, group);
  if (!isSilent && !opening.assignment) {
    tx.afterCommit(() => enqueueAssignmentLater(conversation.id, group.id, ctx));
  }
  return { ...idsOf(conversation, threadId), ...message };
}
