import { endpoints } from "@livechat/contract";
import { previewConversation, previewGroup } from "../routing/preview.ts";
import { readQueue } from "../routing/read-queue.ts";
import { route } from "../server/endpoint.ts";

export const queueRoutes = [
  route(endpoints.getQueue, (_call, ctx) => readQueue(ctx)),

  route(endpoints.previewConversationRouting, ({ params }, ctx) => previewConversation(params.id, ctx)),

  route(endpoints.previewGroupRouting, ({ params }, ctx) => previewGroup(params.id, ctx)),
];
