import { endpoints } from "@livechat/contract";
import { replay, retryDelivery, testWebhook } from "../features/webhooks/again.ts";
import {
  createWebhook,
  deleteWebhook,
  rotateSecret,
  updateWebhook,
} from "../features/webhooks/change-webhooks.ts";
import { listDeliveries, listWebhooks, readWebhook } from "../features/webhooks/read-webhooks.ts";
import { route } from "../server/endpoint.ts";

export const webhookRoutes = [
  route(endpoints.createWebhook, ({ body }, ctx) => createWebhook(body, ctx)),

  route(endpoints.listWebhooks, ({ query }, ctx) => listWebhooks(query, ctx)),

  route(endpoints.getWebhook, ({ params }, ctx) => readWebhook(params.id, ctx)),

  route(endpoints.updateWebhook, ({ params, body }, ctx) => updateWebhook(params.id, body, ctx)),

  route(endpoints.deleteWebhook, async ({ params }, ctx) => {
    await deleteWebhook(params.id, ctx);
    return null;
  }),

  route(endpoints.rotateWebhookSecret, ({ params }, ctx) => rotateSecret(params.id, ctx)),

  route(endpoints.testWebhook, ({ params }, ctx) => testWebhook(params.id, ctx)),

  route(endpoints.listDeliveries, ({ params, query }, ctx) => listDeliveries(params.id, query, ctx)),

  route(endpoints.retryDelivery, ({ params }, ctx) => retryDelivery(params, ctx)),

  route(endpoints.replayWebhook, ({ params, body }, ctx) => replay(params.id, body, ctx)),
];
