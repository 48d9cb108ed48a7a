import { randomBytes } from "node:crypto";
import { endpoints } from "@livechat/contract";
import { deliverAll } from "../deliver.ts";
import { startBackend } from "../harness.ts";
import { startReceiver } from "./receiver.ts";

/** A backend at the present time, which signatures are checked against, an admin, and a receiver for its webhooks. */
export async function startDesk(environment: Record<string, string> = {}) {
  const backend = await startBackend(environment);
  backend.clock.advance((Date.now() - backend.clock.now().getTime()) / 1000);
  await backend.people.group("Sales", { id: "sales", isDefault: true });
  // Secrets that differ in every bit, as they are signed with.
  Object.assign(backend.ctx, { newSecret: () => randomBytes(32).toString("base64url") });
  const { token: admin } = await backend.people.agent("Ada", { role: "admin" });
  // A key is not signed out when days pass.
  const { secret: key } = (
    await backend.call(endpoints.createApiKey, {
      as: admin,
      body: { name: "CRM", scopes: ["webhooks:write"] },
    })
  ).body;
  const receiver = await startReceiver();

  const make = async (body: object = {}) => {
    const sent = { url: receiver.url, eventTypes: ["message.created"], ...body };
    return (await backend.call(endpoints.createWebhook, { as: key, body: sent as never })).body;
  };
  const on = (id: string) => ({ as: key, params: { id } });
  return {
    backend,
    admin,
    key,
    receiver,
    make,
    on,
    read: async (id: string) => (await backend.call(endpoints.getWebhook, on(id))).body,
    deliveries: async (id: string, query: object = {}) =>
      (await backend.call(endpoints.listDeliveries, { ...on(id), query })).body.items,
    /** A visitor writes, and everything that is due is done. */
    write: async (text: string) => {
      const session = await backend.startSession({ message: text });
      await deliverAll(backend);
      return session;
    },
    pass: async (seconds: number) => {
      backend.clock.advance(seconds);
      await deliverAll(backend);
    },
    stop: async () => {
      await receiver.stop();
      await backend.stop();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;
