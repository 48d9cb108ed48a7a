import { DEFAULT_WIDGET_SETTINGS, type Rate, type Rating, type WidgetSettings } from "@livechat/contract";
import { type Caller, isOwnVisitor } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, forbidden, notFound } from "../../platform/error.ts";
import { conversations, type StoredConversation } from "../../store/conversations.ts";
import { dayOf } from "../../store/days.ts";
import { writeFact } from "../../store/facts.ts";
import { METRICS_VERSION } from "../../store/progress.ts";
import { isGoodRating, ratings } from "../../store/ratings.ts";
import { threadId, threads } from "../../store/threads.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { publishedWidget } from "../../store/widgets.ts";

const CHANGEABLE_MILLIS = 24 * 3600 * 1000;

type RatingSettings = WidgetSettings["rating"];

function refuseField(path: string, message: string): ChatError {
  return new ChatError("validation", `${path}: ${message}`, { details: [{ path, message }] });
}

/** @throws ChatError `not_allowed` where nobody asks for a rating, `validation` for what the widget does not ask for. */
function checkAsked({ score, comment }: Rate, { ask, scale, comment: takesComment }: RatingSettings): void {
  if (ask === "never") throw new ChatError("not_allowed", "This widget asks for no ratings.");
  const [min, max] = scale === "thumbs" ? [0, 1] : [1, 5];
  if (score < min || score > max) throw refuseField("score", `must be ${min} to ${max}`);
  if (comment && !takesComment) throw refuseField("comment", "is not asked for by this widget");
}

async function settingsOf(id: string, caller: Caller, ctx: Context): Promise<RatingSettings> {
  const conversation = await conversations.get(ctx.db, id);
  if (!conversation || !isOwnVisitor(conversation, caller)) throw notFound("conversation");
  const widget = await publishedWidget(conversation.widgetId ?? undefined, ctx);
  return (widget?.settings ?? DEFAULT_WIDGET_SETTINGS).rating;
}

interface Rated {
  readonly conversation: StoredConversation;
  readonly input: Rate;
  readonly settings: RatingSettings;
}

/** The rating as it is from now on: of the thread that was closed last, credited to who had it then. */
async function nextRating(tx: Tx, { conversation, input, settings }: Rated, ctx: Context) {
  const id = threadId(conversation.id, conversation.threadCount);
  const [thread, before] = [await tx.need(threads, id), await tx.find(ratings, id)];
  const now = ctx.now();
  if (before && now.getTime() - Date.parse(before.createdAt) > CHANGEABLE_MILLIS) {
    throw new ChatError("not_allowed", "A rating can be changed for 24 hours.");
  }
  const rating: Rating = {
    id,
    conversationId: conversation.id,
    threadId: id,
    groupId: conversation.groupId,
    agentId: thread.agentId,
    visitorId: conversation.visitorId,
    scale: settings.scale,
    score: input.score,
    comment: input.comment?.trim() || null,
    createdAt: before?.createdAt ?? now.toISOString(),
    updatedAt: now.toISOString(),
  };
  return { rating, before };
}

/** What reports count: a change takes back what it replaces. */
function noteRating(
  tx: Tx,
  { rating, before, tagIds }: { rating: Rating; before: Rating | null; tagIds: readonly string[] },
  ctx: Context,
): void {
  const { conversationId, groupId, agentId, createdAt } = rating;
  writeFact(tx, ctx.db, {
    id: ctx.newId(),
    kind: "rating",
    metricsVersion: METRICS_VERSION,
    conversationId,
    groupId,
    agentId,
    tagIds: [...tagIds],
    isGood: isGoodRating(rating),
    wasGood: before && isGoodRating(before),
    at: createdAt,
    days: [dayOf(createdAt)],
  });
}

function write(
  tx: Tx,
  { rating, conversation }: { rating: Rating; conversation: StoredConversation },
  ctx: Context,
) {
  const { createdAt, updatedAt, score, scale, comment } = rating;
  const isNew = createdAt === updatedAt;
  const times = { createdAt: new Date(createdAt), updatedAt: new Date(updatedAt) };
  tx.set(ratings.ref(ctx.db, rating.id), { ...rating, ...times });
  tx.update(conversations.ref(ctx.db, conversation.id), {
    rating: { score, scale, comment, ratedAt: times.updatedAt },
    updatedAt: times.updatedAt,
  });
  tx.occurred({
    type: isNew ? "rating.created" : "rating.updated",
    conversationId: conversation.id,
    seq: conversation.lastSeq,
    groupId: conversation.groupId,
    object: { ...rating },
  });
}

/**
 * Rates a closed conversation for its visitor: once for each time that it was closed, to be changed for 24 hours.
 * @throws ChatError `not_found`, `authorization` for agents, `not_allowed` before it is closed, where nobody asks, or
 * too late, `validation` for a score of another scale.
 */
export async function rateConversation(
  id: string,
  { input, caller }: { input: Rate; caller: Caller },
  ctx: Context,
): Promise<Rating> {
  if (caller.kind !== "visitor") throw forbidden("A conversation is rated by its visitor.");
  const settings = await settingsOf(id, caller, ctx);
  checkAsked(input, settings);
  return transact(ctx, async (tx) => {
    const conversation = await tx.need(conversations, id);
    if (conversation.status !== "closed") {
      throw new ChatError("not_allowed", "A conversation is rated once it is closed.");
    }
    const { rating, before } = await nextRating(tx, { conversation, input, settings }, ctx);
    write(tx, { rating, conversation }, ctx);
    noteRating(tx, { rating, before, tagIds: conversation.tagIds }, ctx);
    return rating;
  });
}
