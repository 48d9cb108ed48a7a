import type { PushSubscription } from "@livechat/contract";

/** The key pair with which a server says to push services who it is. Source: RFC 8292. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface Push {
  readonly subscription: PushSubscription;
  readonly payload: string;
  readonly keys: VapidKeys;
  /** An address of whoever runs this. */
  readonly subject: string;
}

/** A push service keeps what it cannot deliver for so long: later, nobody wants to hear of it. */
const KEPT_SECONDS = 3_600;
const TIMEOUT_MILLIS = 10_000;

/** Loaded with the first use: nobody else needs it. */
const load = async () => (await import("web-push")).default;

export async function makeVapidKeys(): Promise<VapidKeys> {
  return (await load()).generateVAPIDKeys();
}

/**
 * Sends one push, encrypted for its browser (RFC 8291). Redirects are not followed.
 * @returns the push service's status. @throws when it cannot be reached.
 */
export async function sendPush({ subscription, payload, keys, subject }: Push): Promise<number> {
  const { endpoint, method, headers, body } = (await load()).generateRequestDetails(subscription, payload, {
    TTL: KEPT_SECONDS,
    vapidDetails: { subject, ...keys },
  });
  const sent = { method, headers: headers as Record<string, string>, body: new Uint8Array(body ?? []) };
  const signal = AbortSignal.timeout(TIMEOUT_MILLIS);
  return (await fetch(endpoint, { ...sent, redirect: "manual", signal })).status;
}
