import type { Draft, DraftMode, SaveDraft } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import { findConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { draftId, drafts } from "../../store/drafts.ts";

const KEPT_MILLIS = 30 * 24 * 3600 * 1000;

interface Place {
  conversationId: string;
  mode: DraftMode;
  caller: AgentCaller;
}

const refOf = ({ conversationId, mode, caller }: Place, ctx: Context) =>
  drafts.ref(ctx.db, draftId(caller.id, conversationId, mode));

/**
 * The caller's own draft; where there is none and `orEmpty` asks for it, an empty one.
 * @throws ChatError `not_found` when there is none otherwise, or the conversation is not the caller's to see.
 */
export async function readDraft(
  { orEmpty, ...place }: Place & { orEmpty: boolean },
  ctx: Context,
): Promise<Draft> {
  const { conversationId, mode, caller } = place;
  await findConversation(conversationId, caller, ctx);
  const found = drafts.parse(await refOf(place, ctx).get());
  if (found && Date.parse(found.expiresAt) > ctx.now().getTime()) return found;
  if (orEmpty) return { conversationId, mode, text: "", throughSeq: 0, updatedAt: null };
  throw notFound("draft");
}

/** Keeps a draft for 30 days, in place of the one before. @throws ChatError as `findConversation`. */
export async function saveDraft(
  { mode, text, throughSeq }: SaveDraft,
  { conversationId, caller }: Omit<Place, "mode">,
  ctx: Context,
): Promise<Draft> {
  await findConversation(conversationId, caller, ctx);
  const now = ctx.now();
  const written = { conversationId, mode, text, throughSeq };
  const expiresAt = new Date(now.getTime() + KEPT_MILLIS);
  await refOf({ conversationId, mode, caller }, ctx).set({ ...written, updatedAt: now, expiresAt });
  return { ...written, updatedAt: now.toISOString() };
}

/** Drops a draft, also one that is not there. @throws ChatError as `findConversation`. */
export async function deleteDraft(place: Place, ctx: Context): Promise<void> {
  await findConversation(place.conversationId, place.caller, ctx);
  await refOf(place, ctx).delete();
}
