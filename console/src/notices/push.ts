import type { Call } from "../client/call.ts";
import { storage } from "../client/storage.ts";

const SUBSCRIPTION = "livechat-console:push";
const WORKER = "/console/sw.js";

export const canPush = (): boolean => "serviceWorker" in navigator && "PushManager" in window;
/** Whether this browser is subscribed, as far as it knows. */
export const isPushed = (): boolean => storage.get(SUBSCRIPTION) !== null;

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Subscribes this browser. @throws where the browser or the person does not allow it. */
export async function startPush(call: Call): Promise<void> {
  const { key } = await call("getPushKey");
  const registration = await navigator.serviceWorker.register(WORKER, { scope: "/console/" });
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  const { endpoint, keys } = (await registration.pushManager.subscribe(options)).toJSON();
  const { p256dh = "", auth = "" } = keys ?? {};
  const body = { endpoint: endpoint ?? "", keys: { p256dh, auth } };
  storage.set(SUBSCRIPTION, (await call("createPushSubscription", { body })).id);
}

/** Ends the pushes to this browser. */
export async function stopPush(call: Call): Promise<void> {
  const id = storage.get(SUBSCRIPTION);
  storage.remove(SUBSCRIPTION);
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  if (id) await call("deletePushSubscription", { params: { id } });
}
