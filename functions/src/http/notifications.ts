import { endpoints } from "@livechat/contract";
import {
  listNotifications,
  readAllNotifications,
  readNotification,
} from "../features/notifications/notifications.ts";
import { route } from "../server/endpoint.ts";

export const notificationRoutes = [
  route(endpoints.listNotifications, ({ query, caller }, ctx) => listNotifications(query, caller, ctx)),

  route(endpoints.readNotification, ({ params, caller }, ctx) => readNotification(params.id, caller, ctx)),

  route(endpoints.readAllNotifications, async ({ caller }, ctx) => {
    await readAllNotifications(caller, ctx);
    return null;
  }),
];
