import type { AnySession, StartSession } from "@livechat/contract";
import { visitorAccess } from "../auth/firebase-access.ts";
import { makeSessionToken } from "../auth/session-token.ts";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { visitors } from "../store/visitors.ts";
import { type PublishedWidget, publishedWidget } from "../store/widgets.ts";
import { findOpen, openConversation, type SessionIds } from "./open-conversation.ts";
import { checkConsent, checkPreChatSent, type FormResult, greetingEvent, readPreChat } from "./pre-chat.ts";
import { findOwner, newVisitor, ownerKey, prolong, type SessionOwner, writeOwner } from "./session-owner.ts";

const BY_VISITOR = { isByVisitor: true, isByOwner: false, isNote: false } as const;
const NO_CONVERSATION = { conversationId: null, threadId: null, status: null, channel: null } as const;

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

/** Appends the message to the visitor's open conversation. null when it is closed, or just being closed. */
export function resume(
  tx: Tx,
  {
    owner,
    open,
    message,
  }: { owner: SessionOwner; open: StoredConversation | null; message?: string | undefined },
  ctx: Context,
): SessionIds | null {
  if (!open?.activeThreadId) return null;
  prolong(tx, owner, ctx);
  if (message !== undefined) {
    const transition = new Transition(tx, ctx, open);
    transition.addVisitorMessage(message);
    transition.set(deadlinesAfter(open, { ...BY_VISITOR, at: ctx.now() }).fields);
    transition.write();
  }
  return {
    conversationId: open.id,
    threadId: open.activeThreadId,
    status: open.status,
    channel: open.channel,
  };
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
    metadata: { ...input.metadata, ...form?.metadata },
    consentVersion,
    firstEvents: [greeting, form?.event ?? null].filter((event) => event !== null),
    message: input.message,
    isOffline: false,
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
 * @throws ChatError `not_found` for an unknown group or widget, `validation` for a form or consent that is missing or
 * wrong, `service_unavailable` without a default group or with a full queue; nothing is stored then.
 */
export async function startSession(
  input: StartSession,
  ctx: Context,
): Promise<{ session: AnySession; isNew: boolean }> {
  const widget = await publishedWidget(input.widgetId, ctx);
  if (!widget) throw notFound("widget");
  const checked: Checked = { input, widget, form: readPreChat(input, widget) };
  const otherwise = newVisitor(ctx);
  const start = async (tx: Tx): Promise<Started> => {
    const owner = await findOwner(tx, { token: input.sessionToken, otherwise }, ctx);
    const open = await findOpen(tx, owner, ctx);
    const resumed = resume(tx, { owner, open, message: input.message }, ctx);
    if (resumed) return { owner, ids: resumed, isNew: false };
    if (!wantsConversation(input)) return idle(tx, { input, owner }, ctx);
    return { owner, ids: await begin(tx, { checked, owner }, ctx), isNew: true };
  };
  const key = ownerKey(input.sessionToken, otherwise);
  const { owner, ids, isNew } = await transact(ctx, start, { key });
  return { session: await toSession(owner, ids, ctx), isNew };
}

/** The session as the API answers it. */
export async function toSession<Ids extends object>(
  { visitorId, secret, verifiedAt }: SessionOwner,
  ids: Ids,
  ctx: Context,
) {
  const sessionToken = makeSessionToken(visitorId, secret);
  return {
    ...ids,
    visitorId,
    sessionToken,
    firebase: await visitorAccess({ id: visitorId, verifiedAt }, ctx),
  };
}
