import type { OfflineMessage, Session } from "@livechat/contract";
import { deadlinesAfter } from "../conversation/message-deadlines.ts";
import { Transition } from "../conversation/transition.ts";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import type { StoredConversation } from "../store/conversations.ts";
import { type Tx, transact } from "../store/transact.ts";
import { publishedWidget } from "../store/widgets.ts";
import { findOpen, idsOf, type Opening, openConversation, type SessionIds } from "./open-conversation.ts";
import { checkConsent, type FirstEvent, readForm } from "./pre-chat.ts";
import { findOwner, newVisitor, ownerKey, type SessionOwner, writeOwner } from "./session-owner.ts";
import { toSession } from "./start-session.ts";

const BY_VISITOR = { isByVisitor: true, isByOwner: false, isNote: false } as const;

interface Appended {
  readonly open: StoredConversation;
  readonly events: readonly FirstEvent[];
  readonly message: string;
}

/** Makes a conversation that waits an offline message, in its place; one that somebody has goes on as it is. */
function append(tx: Tx, { open, events, message }: Appended, ctx: Context): SessionIds | null {
  if (!open.activeThreadId) return null;
  const transition = new Transition(tx, ctx, open);
  for (const event of events) transition.addEvent({ ...event, authorId: open.visitorId });
  transition.addVisitorMessage(message);
  transition.set(deadlinesAfter(open, { ...BY_VISITOR, at: ctx.now() }).fields);
  const channel = open.status === "pending" ? "offline" : open.channel;
  transition.set({ channel });
  transition.write();
  return { ...idsOf(open, open.activeThreadId), channel };
}

/** Opens a conversation of the channel `offline`, and tells of its message. */
async function openOffline(tx: Tx, opening: Opening, ctx: Context): Promise<SessionIds> {
  const { owner, facts, message: text } = opening;
  const ids = await openConversation(tx, opening, ctx);
  const { conversationId } = ids;
  const object = { ...ids, visitorId: owner.visitorId, email: facts.email, text };
  tx.occurred({ type: "offline_message.created", conversationId, seq: null, groupId: null, object });
  return ids;
}

/**
 * Stores a message for when somebody is there: a conversation of the channel `offline`, or the visitor's open one.
 * @throws ChatError `not_found` for an unknown group or widget, `validation` for the offline form, `service_unavailable`
 * without a group.
 */
export async function leaveOfflineMessage(input: OfflineMessage, ctx: Context): Promise<Session> {
  const widget = await publishedWidget(input.widgetId, ctx);
  if (!widget) throw notFound("widget");
  const { settings } = widget;
  const { locale } = input.visitor;
  const sent = { formId: "offline", answers: input.fields ?? [], path: "fields", locale } as const;
  const form = readForm(settings.offline.fields, sent, widget);
  const events = input.fields?.length ? [form.event] : [];
  const facts = { ...form.facts, ...input.visitor };
  const metadata = { ...input.metadata, ...form.metadata };
  const otherwise = newVisitor(ctx);
  const leave = async (tx: Tx): Promise<{ owner: SessionOwner; ids: SessionIds }> => {
    const owner = await findOwner(tx, { sessionToken: input.sessionToken, otherwise }, ctx);
    const consentVersion = checkConsent(settings, {
      version: input.consent?.version,
      inForm: form.hasConsent,
      before: owner.session?.consentVersion ?? null,
    });
    const open = await findOpen(tx, owner, ctx);
    const appended = open && append(tx, { open, events, message: input.message }, ctx);
    if (appended) {
      writeOwner(tx, owner, { facts, metadata, conversationId: null, consentVersion }, ctx);
      return { owner, ids: appended };
    }
    const opening = {
      ...{ owner, facts, metadata, consentVersion, firstEvents: events, message: input.message },
      groupId: form.groupId ?? input.groupId ?? settings.groupId,
      widgetId: widget.id,
      isOffline: true,
      asksRating: settings.rating.ask !== "never",
    };
    return { owner, ids: await openOffline(tx, opening, ctx) };
  };
  const key = ownerKey(input, otherwise);
  const { owner, ids } = await transact(ctx, leave, { key, repeatable: true });
  return toSession(owner, ids, ctx);
}
