import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { authorType } from "./event.ts";
import { EVENT_API_VERSION, typePattern } from "./feed.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, instantInput, pageOf, pageQuery, syncQuery, text, timestamps } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

/**
 * - `active`: is told · `paused`: somebody paused it; what happens meanwhile is told by a replay only
 * - `disabled`: it answered 410 or failed for five days; an admin makes it active again
 */
export const webhookState = z.enum(["active", "paused", "disabled"]);
export type WebhookState = z.infer<typeof webhookState>;

/** An empty list names none, and so leaves nothing out. */
export const webhookFilter = z.object({
  groupIds: z.array(id),
  /** Of messages. */
  authorTypes: z.array(authorType),
  includeNotes: z.boolean(),
});
export type WebhookFilter = z.infer<typeof webhookFilter>;

export const webhook = z
  .object({
    id,
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()),
    filter: webhookFilter,
    state: webhookState,
    disabledReason: z.string().nullable(),
    /** Since when nothing but failures has come back; null while it works. */
    firstFailureAt: instant.nullable(),
    /** To the minute. */
    lastSuccessAt: instant.nullable(),
    ...timestamps,
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof webhook>;

/** With the secret that signs, which is shown once. */
export const newWebhook = webhook.extend({ secret: z.string() }).meta({ id: "NewWebhook" });
export type NewWebhook = z.infer<typeof newWebhook>;

const filterInput = z.strictObject({
  groupIds: z.array(id).max(LIMITS.MAX_GROUPS_PER_RESOURCE).optional(),
  authorTypes: z.array(authorType).max(authorType.options.length).optional(),
  includeNotes: z.boolean().optional(),
});
const url = z.string().min(1).max(LIMITS.MAX_URL_CHARS);
const description = text(LIMITS.MAX_DESCRIPTION_CHARS);
const eventTypes = z.array(typePattern).min(1).max(LIMITS.MAX_EVENT_TYPES_PER_WEBHOOK);

export const createWebhookBody = z.strictObject({
  url,
  description: description.optional(),
  eventTypes,
  filter: filterInput.optional(),
});
export type CreateWebhook = z.output<typeof createWebhookBody>;

export const updateWebhookBody = z.strictObject({
  url: url.optional(),
  description: description.optional(),
  eventTypes: eventTypes.optional(),
  filter: filterInput.optional(),
  /** `active` also ends what disabled it. */
  state: z.enum(["active", "paused"]).optional(),
});
export type UpdateWebhook = z.output<typeof updateWebhookBody>;

export const deliveryState = z.enum(["pending", "delivered", "failed", "dropped"]);
export type DeliveryState = z.infer<typeof deliveryState>;

export const deliveryAttempt = z.object({
  at: instant,
  /** The HTTP status of the answer; null: there was none. */
  status: z.number().int().nullable(),
  durationMillis: z.number().int(),
  error: z.string().nullable(),
  /** The first kilobyte of the answer. */
  responseExcerpt: z.string(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

export const delivery = z
  .object({
    id,
    eventId: id,
    type: z.string(),
    state: deliveryState,
    /** The last ones, oldest first. */
    attempts: z.array(deliveryAttempt),
    nextAttemptAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.infer<typeof delivery>;

export const rotatedSecret = z
  .object({ secret: z.string(), oldSecretSignsUntil: instant })
  .meta({ id: "RotatedSecret" });
export type RotatedSecret = z.infer<typeof rotatedSecret>;

export const replayBody = z.strictObject({
  from: instantInput,
  to: instantInput,
  types: z.array(typePattern).min(1).max(LIMITS.MAX_EVENT_TYPES_PER_WEBHOOK).optional(),
});
export type Replay = z.output<typeof replayBody>;

/** How many deliveries began anew; `isComplete` is false where there are more: replay on from `until`. */
export const replayed = z
  .object({ deliveries: z.number().int(), isComplete: z.boolean(), until: instant })
  .meta({ id: "Replayed" });
export type Replayed = z.infer<typeof replayed>;

const params = z.strictObject({ id });
const deliveryParams = z.strictObject({ id, deliveryId: id });
const folder = "Webhooks";
const sampleSecret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const sample = {
  id: "webhook0000000000001",
  url: "https://crm.example.com/livechat",
  description: "The CRM",
  eventTypes: ["conversation.*", "message.created"],
  filter: { groupIds: [], authorTypes: [], includeNotes: false },
  state: "active",
  disabledReason: null,
  firstFailureAt: null,
  lastSuccessAt: null,
  createdAt: samples.at,
  updatedAt: samples.at,
};
const sampleDelivery = {
  id: "webhook0000000000001-occurrence0000000001",
  eventId: "occurrence0000000001",
  type: "message.created",
  state: "delivered",
  attempts: [{ at: samples.at, status: 204, durationMillis: 84, error: null, responseExcerpt: "" }],
  nextAttemptAt: null,
  createdAt: samples.at,
};
const pinged = { ...sampleDelivery, id: "webhook0000000000001-ping000000000000001", type: "webhook.ping" };
const create = {
  url: sample.url,
  description: sample.description,
  eventTypes: sample.eventTypes,
};

export const webhookEndpoints = {
  createWebhook: endpoint({
    name: "createWebhook",
    method: "POST",
    path: "/v1/webhooks",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.created",
    errors: ["not_allowed"],
    folder,
    summary: "Make a webhook",
    description: `Every delivery is signed as Standard Webhooks 1.0.0 says; \`secret\` is shown once. The body is \`{"type", "timestamp", "data"}\`, with \`data.apiVersion\` ${EVENT_API_VERSION}. Every instance knows the webhook within a minute. The address is https, on port 443 or 8443, and leads to public addresses only.`,
    body: createWebhookBody,
    response: newWebhook,
    statuses: [201],
    example: { body: create, response: { ...sample, secret: sampleSecret } },
  }),
  listWebhooks: endpoint({
    name: "listWebhooks",
    method: "GET",
    path: "/v1/webhooks",
    access: "admin",
    scope: "webhooks:read",
    folder,
    summary: "List the webhooks",
    query: pageQuery.extend(syncQuery.shape),
    response: pageOf(webhook),
    example: { response: samplePage(sample) },
  }),
  getWebhook: endpoint({
    name: "getWebhook",
    method: "GET",
    path: "/v1/webhooks/{id}",
    access: "admin",
    scope: "webhooks:read",
    errors: ["not_found"],
    folder,
    summary: "Read a webhook",
    params,
    response: webhook,
    example: { response: sample },
  }),
  updateWebhook: endpoint({
    name: "updateWebhook",
    method: "PATCH",
    path: "/v1/webhooks/{id}",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.updated",
    errors: ["not_found"],
    folder,
    summary: "Change, pause or resume a webhook",
    description:
      "What is left out stays. What happens while it is paused is kept for 30 days, and told by a replay only.",
    params,
    body: updateWebhookBody,
    response: webhook,
    example: { body: { state: "paused" }, response: { ...sample, state: "paused" } },
  }),
  deleteWebhook: endpoint({
    name: "deleteWebhook",
    method: "DELETE",
    path: "/v1/webhooks/{id}",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.deleted",
    folder,
    summary: "Delete a webhook",
    description: "For good. What was not delivered yet is dropped.",
    params,
    response: noContent,
  }),
  rotateWebhookSecret: endpoint({
    name: "rotateWebhookSecret",
    method: "POST",
    path: "/v1/webhooks/{id}/rotate-secret",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.secret_rotated",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Make another secret",
    description: "The old one signs too for 24 hours: either verifies.",
    params,
    response: rotatedSecret,
    example: { response: { secret: sampleSecret, oldSecretSignsUntil: samples.at } },
  }),
  testWebhook: endpoint({
    name: "testWebhook",
    method: "POST",
    path: "/v1/webhooks/{id}/test",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.tested",
    errors: ["not_found"],
    folder,
    summary: "Send a webhook.ping now",
    description: "Once, in whatever state the webhook is, and answers with what came of it.",
    params,
    response: delivery,
    example: { response: pinged },
  }),
  listDeliveries: endpoint({
    name: "listDeliveries",
    method: "GET",
    path: "/v1/webhooks/{id}/deliveries",
    access: "admin",
    scope: "webhooks:read",
    errors: ["not_found"],
    folder,
    summary: "List a webhook's deliveries, the newest first",
    description: "They are kept for 30 days.",
    params,
    query: pageQuery.extend({ state: deliveryState.optional() }),
    response: pageOf(delivery),
    example: { response: samplePage(sampleDelivery) },
  }),
  retryDelivery: endpoint({
    name: "retryDelivery",
    method: "POST",
    path: "/v1/webhooks/{id}/deliveries/{deliveryId}/retry",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.retried",
    errors: ["not_found"],
    folder,
    summary: "Deliver again, now",
    description: "With the same `webhook-id`. Its attempts begin anew.",
    params: deliveryParams,
    response: delivery,
    example: { response: { ...sampleDelivery, state: "pending", nextAttemptAt: samples.at } },
  }),
  replayWebhook: endpoint({
    name: "replayWebhook",
    method: "POST",
    path: "/v1/webhooks/{id}/replay",
    access: "admin",
    scope: "webhooks:write",
    audit: "webhook.replayed",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Tell again what happened between two times",
    description:
      "What the webhook's types and filter name and was recorded, in order, with the `webhook-id` of the first time. For a webhook that is active.",
    params,
    body: replayBody,
    response: replayed,
    example: {
      body: { from: samples.at, to: samples.later },
      response: { deliveries: 12, isComplete: true, until: samples.later },
    },
  }),
};
