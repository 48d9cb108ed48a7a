import { endpoints } from "@livechat/contract";
import {
  createApiKey,
  listApiKeys,
  readApiKey,
  revokeApiKey,
  updateApiKey,
} from "../features/api-keys/api-keys.ts";
import { route } from "../server/endpoint.ts";

export const apiKeyRoutes = [
  route(endpoints.createApiKey, ({ body, caller }, ctx) => createApiKey(body, caller, ctx)),

  route(endpoints.listApiKeys, ({ query }, ctx) => listApiKeys(query, ctx)),

  route(endpoints.getApiKey, ({ params }, ctx) => readApiKey(params.id, ctx)),

  route(endpoints.updateApiKey, ({ params, body }, ctx) => updateApiKey(params.id, body, ctx)),

  route(endpoints.deleteApiKey, async ({ params }, ctx) => {
    await revokeApiKey(params.id, ctx);
    return null;
  }),
];
