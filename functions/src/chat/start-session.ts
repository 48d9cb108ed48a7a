import { isDeepStrictEqual } from "node:util";
import type { AnySession, StartSession } from "@livechat/contract";
import { visitorAccess } from "../auth/firebase-access.ts";
import { makeSessionToken } from "../auth/session-token.ts";
import { mergeByKey } from "../conversation/merge-by-key.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitors } from "../store/visitors.ts";
import { type PublishedWidget, publishedWidget } from "../store/widgets.ts";
import { findSent } from "./add-event.ts";
import { findOpen, idsOf, NO_CONVERSATION, openConversation, type SessionIds } from "./open-conversation.ts";
import { checkConsent, checkPreChatSent, type FormResult, greetingEvent, readPreChat } from "./pre-chat.ts";
import { prepareVisitorWords } from "./prepare-words.ts";
import { findOwner, newVisitor, ownerKey, prolong, type SessionOwner, writeOwner } from "./session-owner.ts";

const BY_VISITOR = { isByVisitor: true, isByOwner: false, isNote: false } as const;
interface Started {
  readonly owner: SessionOwner;
  readonly ids: SessionIds | typeof NO_CONVERSATION;
  /** Whether a conversation, or without one a session, has begun. */
  readonly isNew: boolean;
}

/** What was checked before the transaction. */
interface Checked {
  readonly input: StartSession;
  readonly widget: PublishedWidget;
  readonly form: FormResult | null;
}

/** What is said in a conversation that is open already. */
interface Resumed {
  readonly owner: SessionOwner;
  readonly open: StoredConversation | null;
  readonly input: Pick<StartSession, "message" | "messageId" | "metadata" | "visitor">;
}

/** The conversation's metadata with what the page says now, null removing a key; null when that says nothing new. */
function mergedMetadata({ metadata }: StoredConversation, said: StartSession["metadata"]) {
  const merged = mergeByKey(metadata, said ?? {}, "metadata");
  return isDeepStrictEqual(merged, metadata) ? null : merged;
}

/**
 * Appends the message to the visitor's open conversation, unless it was stored before, and keeps what the page says of the
 * visitor. A message wakes a snoozed conversation. null when no conversation is open, or it is just being closed.
 */
async function resume(tx: Tx, { owner, open, input }: Resumed, ctx: Context): Promise<SessionIds | null> {
  if (!open?.activeThreadId) return null;
  const { message: text, messageId, visitor = {} } = input;
  const sent = text !== undefined && messageId ? await findSent(tx, open, messageId, ctx) : null;
  const isSaid = text !== undefined && !sent;
  const words = isSaid ? await prepareVisitorWords(tx, open, ctx) : null;
  const metadata = mergedMetadata(open, input.metadata);
  prolong(tx, owner, ctx);
  writeOwner(tx, owner, { facts: visitor, metadata: {}, conversationId: null, consentVersion: null }, ctx);
  const shown = idsOf(open, open.activeThreadId);
  if (!isSaid && !metadata) return { ...shown, ...(sent && { message: sent }) };
  const transition = new Transition(tx, ctx, open);
  words?.write(transition);
  if (metadata) transition.set({ metadata });
  const said = isSaid ? transition.addVisitorMessage(text, messageId) : sent;
  if (isSaid) transition.set(deadlinesAfter(open, { ...BY_VISITOR, at: ctx.now() }).fields);
  const { activeThreadId, status } = transition.write();
  const threadId = activeThreadId ?? open.activeThreadId;
  return { ...shown, threadId, status, ...(said && { message: said }) };
}

/** Whether the visitor's e-mail is known. */
async function isKnown(tx: Tx, { input, form }: Checked, { visitorId, session }: SessionOwner) {
  if (input.visitor?.email ?? form?.facts.email) return true;
  return session !== null && (await tx.find(visitors, visitorId))?.email != null;
}

function wantsConversation({ startConversation, message, form }: StartSession): boolean {
  return startConversation !== false || message !== undefined || form !== undefined;
}

async function begin(
  tx: Tx,
  { checked, owner }: { checked: Checked; owner: SessionOwner },
  ctx: Context,
): Promise<SessionIds> {
  const { input, widget, form } = checked;
  const { settings } = widget;
  if (!form && settings.preChat.when !== "never") {
    checkPreChatSent(settings, await isKnown(tx, checked, owner));
  }
  const consentVersion = checkConsent(settings, {
    version: input.consent?.version,
    inForm: form?.hasConsent ?? false,
    before: owner.session?.consentVersion ?? null,
  });
  const greeting = greetingEvent(input.greetingId, { widget, locale: input.visitor?.locale });
  const opening = {
    owner,
    groupId: form?.groupId ?? input.groupId ?? settings.groupId,
    widgetId: widget.id,
    facts: { ...input.visitor, ...form?.facts },
    metadata: mergeByKey({ ...input.metadata, ...form?.metadata }, {}, "metadata"),
    consentVersion,
    firstEvents: [greeting, form?.event ?? null].filter((event) => event !== null),
    message: input.message,
    messageId: input.messageId,
    isOffline: false,
    asksRating: settings.rating.ask !== "never",
  };
  return openConversation(tx, opening, ctx);
}

/** A session alone: nothing waits yet. */
function idle(tx: Tx, { input, owner }: { input: StartSession; owner: SessionOwner }, ctx: Context): Started {
  const change = {
    facts: input.visitor ?? {},
    metadata: input.metadata ?? {},
    conversationId: null,
    consentVersion: input.consent?.version ?? null,
  };
  writeOwner(tx, owner, change, ctx);
  return { owner, ids: NO_CONVERSATION, isNew: owner.session === null };
}

/**
 * Starts a visitor's conversation, or resumes the open one of the session token's visitor, to which the message is
 * then appended. The visitor's session document names the one open conversation, so that two calls cannot open two.
 * @returns the session, and whether its conversation is new; or, where none was asked for, whether the session is.
 * @param admitted whether this address may start a session now: asked for while everything is read, and awaited before
 * anything is written.
 * @throws ChatError `too_many_requests`, `not_found` for an unknown group or widget, `validation` for a form or consent
 * that is missing or wrong, `service_unavailable` without a default group or with a full queue; nothing is stored then.
 */
export async function startSession(
  input: StartSession,
  ctx: Context,
  admitted = Promise.resolve(),
): Promise<{ session: AnySession; isNew: boolean }> {
  const widget = await publishedWidget(input.widgetId, ctx);
  if (!widget) throw notFound("widget");
  const checked: Checked = { input, widget, form: readPreChat(input, widget) };
  const otherwise = newVisitor(ctx);
  const start = async (tx: Tx): Promise<Started> => {
    const owner = await findOwner(tx, { ...input, otherwise }, ctx);
    const open = await findOpen(tx, owner, ctx);
    const resumed = await resume(tx, { owner, open, input }, ctx);
    if (resumed) return { owner, ids: resumed, isNew: false };
    if (!wantsConversation(input)) return idle(tx, { input, owner }, ctx);
    return { owner, ids: await begin(tx, { checked, owner }, ctx), isNew: true };
  };
  const key = ownerKey(input, otherwise);
  const startIfAdmitted = async (tx: Tx) => {
    const started = await start(tx);
    await admitted;
    return started;
  };
  const { owner, ids, isNew } = await transact(ctx, startIfAdmitted, { key, repeatable: true });
  return { session: await toSession(owner, ids, ctx), isNew };
}

/**
 * The session as the API answers it. Who goes on with a conversation of another browser listens as the visitor who began
 * it there: the rules know a conversation's visitor, not persons.
 */
export async function toSession<Ids extends SessionIds | typeof NO_CONVERSATION>(
  { visitorId: ownId, secret, verifiedAt }: SessionOwner,
  ids: Ids,
  ctx: Context,
) {
  const sessionToken = makeSessionToken(ownId, secret);
  const visitorId = ids.conversationId === null ? ownId : ids.visitorId;
  const firebase = await visitorAccess({ id: visitorId, verifiedAt }, ctx);
  return { ...ids, visitorId, sessionToken, firebase };
}
