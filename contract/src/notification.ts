import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { id, instant, pageOf, pageQuery, queryBoolean } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

export const NOTIFICATION_TYPES = [
  "assigned",
  "transferred",
  "mention",
  "waiting",
  "taken_away",
  "webhook_disabled",
  "bot_paused",
] as const;
export const notificationType = z.enum(NOTIFICATION_TYPES);
export type NotificationType = z.infer<typeof notificationType>;

/** Something that one agent is told. `text` is English, for readers of the API; pages say it in their own language. */
export const notification = z
  .object({
    id,
    type: notificationType,
    conversationId: id.nullable(),
    text: z.string(),
    /** What the sentence is made of: names and ids, by key. */
    metadata: z.record(z.string(), z.string()),
    read: z.boolean(),
    createdAt: instant,
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof notification>;

export const notificationQuery = pageQuery.extend({ unread: queryBoolean.optional() });

const params = z.strictObject({ id });
const folder = "Notifications";
const sample = {
  id: "notification0000001",
  type: "assigned",
  conversationId: samples.ids.conversation,
  text: "A conversation was assigned to you.",
  metadata: {},
  read: false,
  createdAt: samples.at,
};

export const notificationEndpoints = {
  listNotifications: endpoint({
    name: "listNotifications",
    method: "GET",
    path: "/v1/notifications",
    access: "agent",
    folder,
    summary: "List one's own notifications",
    description: "The newest first. They are forgotten after 30 days.",
    query: notificationQuery,
    response: pageOf(notification),
    example: { response: samplePage(sample) },
  }),
  readNotification: endpoint({
    name: "readNotification",
    method: "POST",
    path: "/v1/notifications/{id}/read",
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Mark a notification as read",
    params,
    response: notification,
    example: { response: { ...sample, read: true } },
  }),
  readAllNotifications: endpoint({
    name: "readAllNotifications",
    method: "POST",
    path: "/v1/notifications/read-all",
    access: "agent",
    folder,
    summary: "Mark all of one's notifications as read",
    response: noContent,
  }),
};
