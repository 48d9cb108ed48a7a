import { endpoints, LIMITS } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { givePositions } from "../../src/features/feed/give-positions.ts";
import { lookAtDueDeliveries } from "../../src/features/webhooks/look-at-due-deliveries.ts";
import { deliverAll } from "../deliver.ts";
import { type Desk, startDesk } from "./desk.ts";
import { verify } from "./receiver.ts";

const DAY_SECONDS = 24 * 3600;
let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.stop());

describe("a delivery", () => {
  it("is what the standard's own library accepts, and refuses once anything of it is changed", async () => {
    const { secret } = await desk.make();
    const { secret: other } = await desk.make({ url: "https://crm.example.com/", eventTypes: ["agent.*"] });
    await desk.write("Grüße, 你好 👋");
    const [got] = desk.receiver.received;
    if (!got) throw new Error("Nothing was received.");
    expect(verify(got, secret)).toMatchObject({
      type: "message.created",
      data: {
        id: got.id,
        apiVersion: "v1",
        seq: 1,
        object: { text: "Grüße, 你好 👋", authorType: "visitor" },
      },
    });
    expect(() => verify({ ...got, body: got.body.replace("你", "我") }, secret)).toThrow();
    expect(() => verify(got, other)).toThrow();
    const old = { ...got.headers, "webhook-timestamp": String(Math.floor(Date.now() / 1000) - 600) };
    expect(() => verify({ ...got, headers: old }, secret)).toThrow();
  });

  it("is signed by both secrets for a day after a rotation, then by the new one alone", async () => {
    const { id, secret } = await desk.make();
    const { secret: next } = (await desk.backend.call(endpoints.rotateWebhookSecret, desk.on(id))).body;
    await desk.write("One");
    const [first] = desk.receiver.received;
    if (!first) throw new Error("Nothing was received.");
    expect(first.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const good of [secret, next]) expect(() => verify(first, good)).not.toThrow();
    desk.backend.clock.advance(DAY_SECONDS);
    await desk.write("Two");
    expect(desk.receiver.received[1]?.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("is signed by a bounded number of secrets, however often they are rotated", async () => {
    const { id } = await desk.make();
    const rotate = async () => (await desk.backend.call(endpoints.rotateWebhookSecret, desk.on(id))).status;
    const statuses: number[] = [];
    for (let i = 0; i < LIMITS.MAX_SIGNING_SECRETS + 3; i++) statuses.push(await rotate());
    expect(statuses.filter((status) => status === 200)).toHaveLength(LIMITS.MAX_SIGNING_SECRETS - 1);
    expect(statuses.at(-1)).toBe(409);
    desk.backend.clock.advance(DAY_SECONDS);
    expect(await rotate()).toBe(200);
  });

  it("is tried again with the same id after ever longer pauses, ten times in all, and the log has every attempt", async () => {
    const { id } = await desk.make();
    desk.receiver.state.status = 500;
    desk.receiver.state.body = "x".repeat(5_000);
    await desk.write("Hello");
    for (const seconds of [6, 330, 1_980, 7_920, 19_800, 39_600, 55_440, 79_200, 95_040, 10 * DAY_SECONDS]) {
      await desk.pass(seconds);
    }
    expect(new Set(desk.receiver.received.map((one) => one.id)).size).toBe(1);
    const [delivery] = await desk.deliveries(id, { state: "failed" });
    expect(delivery).toMatchObject({ state: "failed", nextAttemptAt: null });
    expect(delivery?.attempts.map(({ status }) => status)).toEqual(Array(10).fill(500));
    expect(delivery?.attempts[0]?.responseExcerpt).toHaveLength(1_000);
    expect(desk.receiver.received).toHaveLength(10);
  });

  it("is delivered once the endpoint works again, and then once only", async () => {
    const { id } = await desk.make();
    desk.receiver.state.status = 503;
    await desk.write("Hello");
    expect((await desk.read(id)).firstFailureAt).not.toBeNull();
    desk.receiver.state.status = 200;
    await desk.pass(6);
    await desk.pass(DAY_SECONDS);
    expect(desk.receiver.received).toHaveLength(2);
    expect((await desk.deliveries(id)).map(({ state }) => state)).toEqual(["delivered"]);
    expect(await desk.read(id)).toMatchObject({ firstFailureAt: null, state: "active" });
  });

  it("waits as long as a 429 asks for", async () => {
    const { id } = await desk.make();
    Object.assign(desk.receiver.state, { status: 429, headers: { "retry-after": "3600" } });
    await desk.write("Hello");
    await desk.pass(3_599);
    expect(desk.receiver.received).toHaveLength(1);
    desk.receiver.state.status = 200;
    await desk.pass(2);
    expect((await desk.deliveries(id))[0]?.state).toBe("delivered");
  });

  it("does not follow a redirect", async () => {
    const { id } = await desk.make();
    Object.assign(desk.receiver.state, { status: 302, headers: { location: desk.receiver.url } });
    await desk.write("Hello");
    expect(desk.receiver.received).toHaveLength(1);
    expect((await desk.deliveries(id))[0]?.attempts[0]).toMatchObject({ status: 302, error: null });
  });

  it.each(["after the commit", "after its place was given"])(
    "is not lost when its tasks are, %s",
    async (when) => {
      const { id } = await desk.make();
      await desk.backend.startSession({ message: "Hello" });
      desk.backend.tasks.take();
      if (when !== "after the commit") {
        await givePositions(desk.backend.ctx);
        desk.backend.tasks.take();
      }
      desk.backend.clock.advance(60);
      await givePositions(desk.backend.ctx);
      await lookAtDueDeliveries(desk.backend.ctx);
      await deliverAll(desk.backend);
      expect((await desk.deliveries(id)).map(({ state }) => state)).toEqual(["delivered"]);
    },
  );
});

describe("a webhook", () => {
  it("is told what its types and its filter name", async () => {
    await desk.make({ eventTypes: ["conversation.*"], filter: { groupIds: ["sales"] } });
    await desk.write("Hello");
    expect(desk.receiver.received.map(({ told }) => told.type)).toEqual([
      "conversation.created",
      "conversation.queued",
    ]);
  });

  it("is told neither notes, unless it asks for them, nor what other authors or groups write", async () => {
    await desk.make({ filter: { authorTypes: ["agent"] } });
    const { threadId } = await desk.write("From the visitor");
    const note = { text: "A note", visibility: "agents" as const };
    const params = { id: threadId };
    await desk.backend.call(endpoints.addEvent, { as: desk.admin, params, body: note });
    await desk.backend.call(endpoints.addEvent, { as: desk.admin, params, body: { text: "An answer" } });
    await desk.make({ filter: { includeNotes: true, groupIds: ["elsewhere"] } });
    await desk.make({ filter: { includeNotes: true, authorTypes: ["agent"] } });
    await desk.backend.call(endpoints.addEvent, {
      as: desk.admin,
      params,
      body: { ...note, text: "Another" },
    });
    await deliverAll(desk.backend);
    expect(desk.receiver.received.map(({ told }) => told.data.object.text)).toEqual(["An answer", "Another"]);
  });

  it("that is paused is told nothing, and by a replay what happened meanwhile, in order", async () => {
    const { id } = await desk.make();
    const change = (state: "active" | "paused") =>
      desk.backend.call(endpoints.updateWebhook, { ...desk.on(id), body: { state } });
    await desk.write("Before");
    await change("paused");
    desk.backend.clock.advance(1);
    const from = desk.backend.ctx.now().toISOString();
    for (const text of ["One", "Two"]) {
      desk.backend.clock.advance(1);
      await desk.write(text);
    }
    const replay = (types?: ["agent.*"]) => {
      const to = new Date(desk.backend.ctx.now().getTime() + 1_000).toISOString();
      return desk.backend.call(endpoints.replayWebhook, { ...desk.on(id), body: { from, to, types } });
    };
    expect((await replay()).error.type).toBe("not_allowed");
    await change("active");
    await deliverAll(desk.backend);
    expect(desk.receiver.received).toHaveLength(1);
    expect((await replay(["agent.*"])).body.deliveries).toBe(0);
    expect((await replay()).body).toMatchObject({ deliveries: 2, isComplete: true });
    await deliverAll(desk.backend);
    const told = () => desk.receiver.received.map(({ told }) => told.data.object.text);
    expect(told()).toEqual(["Before", "One", "Two"]);
    await replay();
    await deliverAll(desk.backend);
    expect(told()).toEqual(["Before", "One", "Two", "One", "Two"]);
    expect(new Set(desk.receiver.received.map((one) => one.id)).size).toBe(3);
    expect(await desk.deliveries(id)).toHaveLength(3);
  });

  it("that answers 410 is disabled at once; the admins are told in the console, and make it active again", async () => {
    const { id } = await desk.make();
    desk.receiver.state.status = 410;
    await desk.write("Hello");
    const disabled = await desk.read(id);
    expect(disabled).toMatchObject({ state: "disabled", disabledReason: expect.stringContaining("410") });
    const { items } = (await desk.backend.call(endpoints.listNotifications, { as: desk.admin })).body;
    expect(items).toMatchObject([{ type: "webhook_disabled", metadata: { webhookId: id } }]);
    await desk.write("Nobody hears this");
    await desk.pass(DAY_SECONDS);
    expect(desk.receiver.received).toHaveLength(1);
    await desk.backend.call(endpoints.updateWebhook, { ...desk.on(id), body: { state: "active" } });
    expect(await desk.read(id)).toMatchObject({ disabledReason: null, firstFailureAt: null });
  });

  it("that fails for five days is disabled, and not a day sooner", async () => {
    const { id } = await desk.make();
    desk.receiver.state.status = 500;
    for (let day = 0; day < 5; day++) {
      await desk.write(`Day ${day}`);
      expect((await desk.read(id)).state).toBe("active");
      desk.backend.clock.advance(DAY_SECONDS);
    }
    await desk.write("Day 5");
    expect((await desk.read(id)).state).toBe("disabled");
  });

  it("is tested by a ping, in whatever state it is", async () => {
    const { id, secret } = await desk.make({ eventTypes: ["agent.deleted"] });
    await desk.backend.call(endpoints.updateWebhook, { ...desk.on(id), body: { state: "paused" } });
    const { body } = await desk.backend.call(endpoints.testWebhook, desk.on(id));
    expect(body).toMatchObject({ type: "webhook.ping", state: "delivered", attempts: [{ status: 204 }] });
    const [got] = desk.receiver.received;
    expect(got && verify(got, secret)).toMatchObject({ type: "webhook.ping", data: { object: { id } } });
    expect(got?.body).not.toContain("whsec_");
    const again = { as: desk.key, params: { id, deliveryId: body.id } };
    await desk.backend.call(endpoints.updateWebhook, { ...desk.on(id), body: { state: "active" } });
    await desk.backend.call(endpoints.retryDelivery, again);
    await deliverAll(desk.backend);
    expect(desk.receiver.received.map((one) => one.id)).toEqual([got?.id, got?.id]);
  });

  it("shows its secret once; neither the log, the audit nor another answer has it", async () => {
    const { id, secret } = await desk.make();
    await desk.write("Hello");
    const shown = [
      await desk.read(id),
      await desk.deliveries(id),
      (await desk.backend.call(endpoints.listAudit, { as: desk.admin })).body,
      (await desk.backend.call(endpoints.listWebhooks, { as: desk.admin })).body,
      (await desk.backend.call(endpoints.updateWebhook, { ...desk.on(id), body: { description: "x" } })).body,
    ];
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(shown)).not.toContain(secret.slice(6, 30));
  });

  it("that is deleted is told nothing more", async () => {
    const { id } = await desk.make();
    await desk.backend.startSession({ message: "Hello" });
    await desk.backend.call(endpoints.deleteWebhook, desk.on(id));
    await deliverAll(desk.backend);
    await desk.pass(60);
    expect(desk.receiver.received).toHaveLength(0);
    expect((await desk.backend.call(endpoints.getWebhook, desk.on(id))).error.type).toBe("not_found");
  });
});
