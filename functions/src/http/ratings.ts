import { endpoints } from "@livechat/contract";
import { listRatings } from "../features/ratings/list-ratings.ts";
import { rateConversation } from "../features/ratings/rate-conversation.ts";
import { route } from "../server/endpoint.ts";

export const ratingRoutes = [
  route(endpoints.rateConversation, ({ params, body, caller }, ctx) =>
    rateConversation(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.listRatings, ({ query }, ctx) => listRatings(query, ctx)),
];
