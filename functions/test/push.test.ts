import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type AgentSettings, endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pushNotification, pushTask } from "../src/features/push/push-notification.ts";
import { presences } from "../src/store/presence.ts";
import { pushSubscriptions } from "../src/store/push-subscriptions.ts";
import { type Backend, startBackend } from "./harness.ts";

type Person = { id: string; token: string };
/** Keys as a browser makes them: a point of P-256 and 16 bytes. */
const KEYS = {
  p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
  auth: "tBHItJI5svbpez7KI4CCXg",
};

let backend: Backend;
let service: Server;
let endpoint: string;
let pushed: { path: string; headers: Record<string, unknown> }[];
let answer: number;
let anna: Person;
let sue: Person;

beforeEach(async () => {
  backend = await startBackend();
  const sales = await backend.people.group("Sales", { isDefault: true });
  anna = await backend.people.agent("Anna", { groupIds: [sales] });
  sue = await backend.people.agent("Sue", { role: "supervisor", status: "offline" });
  pushed = [];
  answer = 201;
  service = createServer((request, response) => {
    pushed.push({ path: request.url ?? "", headers: request.headers });
    request.resume();
    response.writeHead(answer).end();
  });
  await new Promise<void>((done) => service.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await new Promise((done) => service.close(done));
  await backend.stop();
});

const subscribe = (path = "/anna", { token }: Person = anna) =>
  backend.call(endpoints.createPushSubscription, {
    as: token,
    body: { endpoint: `${endpoint}${path}`, keys: KEYS },
  });
const want = (body: Partial<AgentSettings> = {}) =>
  backend.call(endpoints.updateMySettings, { as: anna.token, body: { push: true, ...body } });

/** Anna gets a chat, and what is due to be pushed is. */
async function assign(): Promise<void> {
  const { conversationId: id } = await backend.startSession({ message: "A secret matter" });
  backend.tasks.take();
  const body = { agentId: anna.id, force: true };
  await backend.call(endpoints.assignConversation, { as: sue.token, params: { id }, body });
  for (const { data } of backend.tasks.take()) {
    const task = pushTask.safeParse(data);
    if (task.success) await pushNotification(task.data, backend.ctx);
  }
}
const subscribed = async () => (await pushSubscriptions.all(backend.ctx.db).get()).size;
const beat = (visible: boolean) =>
  backend.call(endpoints.heartbeat, {
    as: anna.token,
    params: { id: anna.id },
    body: { consoleId: "console-1", visible },
  });

describe("pushes", () => {
  it("reach the agent's browsers, signed and encrypted, when a chat is assigned", async () => {
    await want();
    expect((await subscribe()).status).toBe(201);
    expect((await subscribe()).body.id).toBe((await subscribe()).body.id);
    await assign();
    expect(pushed.map(({ path }) => path)).toEqual(["/anna"]);
    const { authorization, "content-encoding": encoding, ttl } = pushed[0]?.headers ?? {};
    const { body } = await backend.call(endpoints.getPushKey, { as: anna.token });
    expect(authorization).toContain(`k=${body.key}`);
    expect([encoding, ttl]).toEqual(["aes128gcm", "3600"]);
  });

  it("are not sent while a console is visible, and are when it is hidden or gone", async () => {
    await want();
    await subscribe();
    await beat(true);
    await assign();
    expect(pushed).toEqual([]);
    await beat(false);
    await assign();
    expect(pushed).toHaveLength(1);
    await beat(true);
    const presence = await presences.get(backend.ctx.db, anna.id);
    backend.clock.advance((Date.parse(presence?.expiresAt ?? "") - backend.clock.now().getTime()) / 1000 + 1);
    await assign();
    expect(pushed).toHaveLength(2);
  });

  it("are not sent to who does not want them, in quiet hours, or of what has been read", async () => {
    await subscribe();
    await assign();
    await want({ quietHours: { start: "08:00", end: "10:00", timeZone: "UTC" } });
    await assign();
    expect(pushed).toEqual([]);
    await want({ quietHours: { start: "22:00", end: "06:00", timeZone: "UTC" } });
    await assign();
    expect(pushed).toHaveLength(1);
    const { body } = await backend.call(endpoints.listNotifications, { as: anna.token });
    await backend.call(endpoints.readAllNotifications, { as: anna.token });
    const told = { kind: "push", agentId: anna.id, notificationId: body.items[0]?.id ?? "" } as const;
    await pushNotification(told, backend.ctx);
    expect(pushed).toHaveLength(1);
  });

  it("end with the session, and an address that is gone is forgotten", async () => {
    await want();
    await subscribe("/gone");
    answer = 410;
    await assign();
    expect([pushed.length, await subscribed()]).toEqual([1, 0]);
    answer = 201;
    const token = await backend.people.signIn(anna.id);
    await subscribe("/other", { ...anna, token });
    await backend.call(endpoints.logout, { as: token });
    await assign();
    expect([pushed.length, await subscribed()]).toEqual([1, 0]);
  });

  it("come again when the push service is busy", async () => {
    await want();
    await subscribe();
    answer = 503;
    await expect(assign()).rejects.toThrow("503");
    expect(await subscribed()).toBe(1);
  });

  it("cost nothing for who has subscribed none", async () => {
    await want();
    const { conversationId: id } = await backend.startSession({ message: "Hello" });
    backend.tasks.take();
    const body = { agentId: anna.id, force: true };
    await backend.call(endpoints.assignConversation, { as: sue.token, params: { id }, body });
    expect(backend.tasks.take().filter(({ data }) => pushTask.safeParse(data).success)).toEqual([]);
  });
});

describe("a push subscription", () => {
  const of = (address: string) =>
    backend.call(endpoints.createPushSubscription, {
      as: anna.token,
      body: { endpoint: address, keys: KEYS },
    });

  it.each(["https://fcm.googleapis.com/fcm/send/x", "https://web.push.apple.com/x"])(
    "is %s",
    async (address) => {
      expect((await of(address)).status).toBe(201);
    },
  );

  it.each([
    "https://example.com/x",
    "https://fcm.googleapis.com.example.com/x",
    "http://fcm.googleapis.com/x",
    "http://169.254.169.254/latest",
    "file:///etc/passwd",
  ])("is not %s", async (address) => {
    expect((await of(address)).status).toBe(400);
  });

  it("is deleted by its owner, twice if need be, and by nobody else", async () => {
    const { body } = await subscribe();
    const remove = (as: string) =>
      backend.call(endpoints.deletePushSubscription, { as, params: { id: body.id } });
    expect([(await remove(sue.token)).status, await subscribed()]).toEqual([204, 1]);
    expect([(await remove(anna.token)).status, await subscribed()]).toEqual([204, 0]);
    expect((await remove(anna.token)).status).toBe(204);
  });
});
