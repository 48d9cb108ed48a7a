import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, pageOf, pageQuery, syncQuery, text, timeRangeQuery, timestamps } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";
import { ratingScale } from "./widget-settings.ts";

export const rating = z
  .object({
    id,
    conversationId: id,
    /** The closed thread that is rated: one rating for each. */
    threadId: id,
    groupId: id,
    /** Who had the conversation when it was closed; null: nobody. */
    agentId: id.nullable(),
    visitorId: id,
    scale: ratingScale,
    /** Thumbs: 0 or 1. Five: 1 to 5. */
    score: z.number().int(),
    comment: z.string().nullable(),
    ...timestamps,
  })
  .meta({ id: "Rating" });
export type Rating = z.infer<typeof rating>;

export const rateBody = z.strictObject({
  score: z.number().int().min(0).max(5),
  comment: text(LIMITS.MAX_RATING_COMMENT_CHARS).optional(),
});
export type Rate = z.output<typeof rateBody>;

const folder = "Ratings";
const sample = {
  id: samples.closed.id,
  conversationId: samples.closed.id,
  threadId: samples.thread.id,
  groupId: samples.group.id,
  agentId: samples.agent.id,
  visitorId: samples.closed.visitorId,
  scale: "five",
  score: 5,
  comment: "Quick and friendly.",
  createdAt: samples.at,
  updatedAt: samples.at,
} as const;

export const ratingEndpoints = {
  rateConversation: endpoint({
    name: "rateConversation",
    method: "PUT",
    path: "/v1/conversations/{id}/rating",
    access: "agentOrVisitor",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Rate a closed conversation",
    description:
      "For its visitor, where the widget asks for it: once for each time that the conversation was closed, to be changed for 24 hours.",
    params: z.strictObject({ id }),
    body: rateBody,
    response: rating,
    example: { body: { score: 5, comment: "Quick and friendly." }, response: sample },
  }),
  listRatings: endpoint({
    name: "listRatings",
    method: "GET",
    path: "/v1/ratings",
    access: "supervisor",
    scope: "reports:read",
    folder,
    summary: "List ratings, newest first",
    query: pageQuery.extend({
      agentId: id.optional(),
      groupId: id.optional(),
      from: timeRangeQuery.shape.from,
      to: timeRangeQuery.shape.to,
      ...syncQuery.shape,
    }),
    response: pageOf(rating),
    example: { response: samplePage(sample) },
  }),
};
