import { endpoints } from "@livechat/contract";
import { subscribe, unsubscribe, vapidKeys } from "../features/push/subscriptions.ts";
import { route } from "../server/endpoint.ts";

export const pushRoutes = [
  route(endpoints.getPushKey, async (_call, ctx) => ({ key: (await vapidKeys(ctx)).publicKey })),

  route(endpoints.createPushSubscription, ({ body, caller }, ctx) => subscribe(body, caller, ctx)),

  route(endpoints.deletePushSubscription, async ({ params, caller }, ctx) => {
    await unsubscribe(params.id, caller.id, ctx);
    return null;
  }),
];
