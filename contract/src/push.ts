import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { id, webAddress } from "./primitives.ts";

const key = z.string().regex(/^[A-Za-z0-9_-]{16,128}={0,2}$/, "must be base64url");

/** What the browser's `PushSubscription` says of itself. */
export const pushSubscriptionBody = z.strictObject({
  endpoint: webAddress,
  keys: z.strictObject({ p256dh: key, auth: key }),
});
export type PushSubscription = z.output<typeof pushSubscriptionBody>;

const folder = "Notifications";
const sample = "kX3s0nM2pQ7rT9uV1wY4zA6bC8dE0fG2hJ5kL7mN9pQ";

export const pushEndpoints = {
  createPushSubscription: endpoint({
    name: "createPushSubscription",
    method: "POST",
    path: "/v1/push-subscriptions",
    access: "agent",
    errors: ["not_allowed"],
    folder,
    summary: "Let notifications be pushed to this browser",
    description:
      "Pushed is what is told to the agent while no console of theirs is visible, without what was written unless the agent's settings say so. The subscription ends with the session, and when the push service refuses it. The same address again is the same subscription.",
    body: pushSubscriptionBody,
    response: z.object({ id }),
    statuses: [201],
    example: {
      body: {
        endpoint: "https://updates.push.services.mozilla.com/wpush/v2/gAAAAAB",
        keys: {
          p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
          auth: "tBHItJI5svbpez7KI4CCXg",
        },
      },
      response: { id: sample },
    },
  }),
  deletePushSubscription: endpoint({
    name: "deletePushSubscription",
    method: "DELETE",
    path: "/v1/push-subscriptions/{id}",
    access: "agent",
    folder,
    summary: "End pushes to a browser",
    description: "Ending one that is not there changes nothing.",
    params: z.strictObject({ id }),
    response: noContent,
  }),
  getPushKey: endpoint({
    name: "getPushKey",
    method: "GET",
    path: "/v1/push-subscriptions/key",
    access: "agent",
    folder,
    summary: "The key with which a browser subscribes",
    description: "The public key of VAPID (RFC 8292), in base64url.",
    response: z.object({ key: z.string() }),
    example: {
      response: {
        key: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
      },
    },
  }),
};
