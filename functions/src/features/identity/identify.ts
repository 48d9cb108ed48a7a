import type { IdentifiedSession, Identify, IdentityRefusal } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import { findOpen, idsOf, NO_CONVERSATION } from "../../chat/open-conversation.ts";
import { findOwner, newVisitor, ownerKey, type SessionOwner, writeOwner } from "../../chat/session-owner.ts";
import { toSession } from "../../chat/start-session.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, notFound } from "../../platform/error.ts";
import type { StoredConversation } from "../../store/conversations.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { widgetCounters } from "../../store/widget-counts.ts";
import { type PublishedWidget, publishedWidget } from "../../store/widgets.ts";
import { linkVisitor } from "./link-visitor.ts";
import { type Identity, verifyIdentityToken } from "./verify-token.ts";

interface Sent {
  readonly sessionToken: string | undefined;
  readonly identity: Identity | null;
}

/** Counted by reason, so that a company sees what `enforce` would refuse. */
async function countRefusal(widgetId: string, reason: IdentityRefusal, ctx: Context): Promise<void> {
  const identityRefusals = { [reason]: FieldValue.increment(1) };
  await widgetCounters.ref(ctx.db, widgetId).set({ identityRefusals }, { merge: true });
}

/** @throws ChatError `not_allowed` where identities are off, `authentication` for a refused token under `enforce`. */
async function judge(token: string, widget: PublishedWidget, ctx: Context) {
  const mode = widget.settings.identity;
  if (mode === "off") throw new ChatError("not_allowed", "This widget takes no identities.");
  const verdict = await verifyIdentityToken(token, ctx);
  if ("identity" in verdict) return { identity: verdict.identity, reason: null };
  await countRefusal(widget.id, verdict.refusal, ctx);
  if (mode === "enforce") {
    throw new ChatError("authentication", `This identity token is refused: ${verdict.refusal}.`);
  }
  return { identity: null, reason: verdict.refusal };
}

/** Whose session an identified person goes on with: this browser's, unless somebody else is identified in it. */
function ownerFor(found: SessionOwner, otherwise: SessionOwner, identity: Identity | null): SessionOwner {
  const known = found.session?.externalId ?? null;
  return identity !== null && known !== null && known !== identity.externalId ? otherwise : found;
}

const NOTHING = { facts: {}, metadata: {}, conversationId: null, consentVersion: null } as const;

function openIds(open: StoredConversation | null) {
  return open?.activeThreadId ? idsOf(open, open.activeThreadId) : NO_CONVERSATION;
}

async function take(tx: Tx, { sent, otherwise }: { sent: Sent; otherwise: SessionOwner }, ctx: Context) {
  const found = await findOwner(tx, { sessionToken: sent.sessionToken, otherwise }, ctx);
  const owner = ownerFor(found, otherwise, sent.identity);
  const isNew = owner.session === null;
  if (!sent.identity) {
    const open = await findOpen(tx, owner, ctx);
    if (isNew) writeOwner(tx, owner, NOTHING, ctx);
    return { owner, ids: openIds(open), isNew: false };
  }
  const link = await linkVisitor(tx, { owner, identity: sent.identity }, ctx);
  const open = await findOpen(tx, { ...owner, session: link.session }, ctx);
  link.write();
  return { owner, ids: openIds(open), isNew };
}

/**
 * Takes a signed identity for a browser's session, or begins one. Its anonymous conversations become the person's; a
 * browser in which somebody else is identified gets a new session, so that no two people ever share a conversation.
 * @throws ChatError `not_found` for an unknown widget, `not_allowed`, `authentication`.
 */
export async function identify(
  input: Identify,
  bearer: string | undefined,
  ctx: Context,
): Promise<{ session: IdentifiedSession; isNew: boolean }> {
  const widget = await publishedWidget(input.widgetId, ctx);
  if (!widget) throw notFound("widget");
  const { identity, reason } = await judge(input.token, widget, ctx);
  const sent: Sent = { sessionToken: input.sessionToken ?? bearer, identity };
  const otherwise = newVisitor(ctx);
  const key = identity
    ? `identity:${identity.externalId}`
    : ownerKey({ sessionToken: sent.sessionToken }, otherwise);
  const { owner, ids, isNew } = await transact(ctx, (tx) => take(tx, { sent, otherwise }, ctx), {
    key,
    repeatable: true,
  });
  const session = await toSession(owner, ids, ctx);
  return { session: { ...session, verified: identity !== null, reason }, isNew };
}
