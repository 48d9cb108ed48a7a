import { DEFAULT_GROUP_SETTINGS, endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { Instances } from "../../functions/test/race.ts";
import { Scene } from "./scene.ts";

describe("what others got wrong about presence and timers", () => {
  it("agent shown online though gone", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    expect((await scene.beat(anna, "desk")).body).toMatchObject({ status: "online" });
    scene.backend.clock.advance(61);
    await scene.settle();
    expect((await scene.agentNow(anna.id)).status).toBe("away");
    const session = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(session)).toBeNull();
    expect((await scene.assignment(session)).decision?.candidates).toMatchObject([
      { agentId: anna.id, refusedBecause: "lease_expired" },
    ]);
  });

  it("agent shown online though gone, after a while in which its console was open", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    for (let beats = 0; beats < 5; beats++) {
      scene.backend.clock.advance(20);
      await scene.beat(anna, "desk");
      await scene.settle();
    }
    scene.backend.clock.advance(59);
    await scene.settle();
    expect((await scene.agentNow(anna.id)).status).toBe("online");
    scene.backend.clock.advance(2);
    await scene.settle();
    expect((await scene.agentNow(anna.id)).status).toBe("away");
  });

  it("a lease that has ended counts although nothing has noticed it yet", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    scene.backend.tasks.take();
    scene.backend.clock.advance(61);
    const session = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(session)).toBeNull();
    expect((await scene.agentNow(anna.id)).status).toBe("away");
    await scene.beat(anna, "desk");
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("status flips back on reconnect", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    await scene.update(anna.id, { status: "away" });
    scene.backend.clock.advance(61);
    await scene.settle();
    expect((await scene.beat(anna, "desk")).body.status).toBe("away");
    expect((await scene.agentNow(anna.id)).status).toBe("away");
  });

  it("another client sets it online, or takes it away", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    await scene.beat(anna, "phone");
    expect((await scene.beat(anna, "desk", true)).body.status).toBe("online");
    expect((await scene.beat(anna, "phone", true)).body.status).toBe("away");
    await scene.update(anna.id, { status: "offline" });
    expect((await scene.beat(anna, "phone")).body.status).toBe("offline");
  });

  it.each([1, 4])("of many consoles that beat at once none is forgotten (%s instances)", async (count) => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "first");
    const instances = new Instances(scene.backend, count);
    const consoles = Array.from({ length: 15 }, (_, i) => `console${i}`);
    const beats = consoles.map((consoleId) =>
      instances.call(endpoints.heartbeat, { params: { id: anna.id }, body: { consoleId }, as: anna.token }),
    );
    expect((await Promise.all(beats)).map(({ status }) => status)).toEqual(consoles.map(() => 200));
    await instances.stop();
    const presence = await scene.ctx.db.doc(`presence/${anna.id}`).get();
    expect(Object.keys(presence.get("leases")).toSorted()).toEqual([...consoles, "first"].toSorted());
  });

  it("an agent without any console is not leased and stays online", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    scene.backend.clock.advance(3_600);
    await sweep(scene.ctx);
    const session = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("an agent who never answers keeps the chat for ever", async () => {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS, answerDeadlineSeconds: 60 } });
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const session = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
    scene.backend.clock.advance(61);
    await scene.settle();
    expect(await scene.owner(session)).toBe(ben.id);
    expect(await scene.story(session)).toContain("answer_deadline_passed");
    scene.backend.clock.advance(61);
    await scene.settle();
    // Both let it pass: it waits for somebody else and is never given back.
    expect(await scene.conversation(session)).toMatchObject({ status: "pending", assignedAgentId: null });
    const chloe = await scene.agent("Chloe");
    scene.backend.clock.advance(10);
    await sweep(scene.ctx);
    expect(await scene.owner(session)).toBe(chloe.id);
  });

  it("conversations that everyone let pass do not block newer ones, however many they are", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    for (const { conversationId } of await scene.visitors(23)) {
      await scene.ctx.db.doc(`conversations/${conversationId}`).update({ passedAgentIds: [anna.id] });
    }
    scene.backend.tasks.take();
    const newer = await scene.visitor();
    await scene.settle();
    expect(await scene.owner(newer)).toBe(anna.id);
    const waiting = await scene.ctx.db.collection("conversations").where("status", "==", "pending").get();
    expect(waiting.size).toBe(23);
  });

  it("chats of an agent who is gone are handed on after the grace of their group", async () => {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS, agentGoneSeconds: 120 } });
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    const session = await scene.visitor();
    await scene.settle();
    const ben = await scene.agent("Ben");
    scene.backend.clock.advance(61);
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
    scene.backend.clock.advance(121);
    await scene.settle();
    expect(await scene.owner(session)).toBe(ben.id);
    expect(await scene.story(session)).toContain("agent_gone");
  });

  it("who comes back within the grace keeps the chats", async () => {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS, agentGoneSeconds: 120 } });
    const anna = await scene.agent("Anna");
    await scene.beat(anna, "desk");
    const session = await scene.visitor();
    await scene.settle();
    await scene.agent("Ben");
    scene.backend.clock.advance(61);
    await scene.settle();
    await scene.beat(anna, "desk");
    scene.backend.clock.advance(50);
    await scene.beat(anna, "desk");
    scene.backend.clock.advance(50);
    await scene.beat(anna, "desk");
    scene.backend.clock.advance(50);
    await scene.settle();
    expect(await scene.owner(session)).toBe(anna.id);
  });

  it("a console that is reloaded often leaves no more timers behind than one that stays open", async () => {
    const scene = await Scene.open();
    const anna = await scene.agent("Anna");
    for (let reload = 0; reload < 12; reload++) {
      await scene.beat(anna, "desk", true);
      await scene.beat(anna, "desk");
      scene.backend.clock.advance(5);
    }
    for (let minute = 0; minute < 9; minute++) {
      await scene.beat(anna, "desk");
      scene.backend.clock.advance(20);
      await scene.settle();
    }
    expect(scene.backend.tasks.held.length).toBeLessThanOrEqual(3);
    expect((await scene.agentNow(anna.id)).status).toBe("online");
  });

  it("a conversation of many messages has one timer for its visitor's silence", async () => {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS, visitorInactivitySeconds: 60 } });
    const anna = await scene.agent("Anna");
    const session = await scene.visitor();
    await scene.settle();
    const params = { id: (await scene.conversation(session)).activeThreadId ?? "" };
    const say = (as: string) => scene.backend.call(endpoints.addEvent, { params, body: { text: "Yes" }, as });
    for (let turn = 0; turn < 40; turn++) {
      await say(anna.token);
      scene.backend.clock.advance(2);
      await say(session.sessionToken);
      scene.backend.clock.advance(3);
      await scene.settle();
    }
    await say(anna.token);
    scene.backend.clock.advance(59);
    await scene.settle();
    expect(scene.backend.tasks.held).toHaveLength(1);
    scene.backend.clock.advance(2);
    await scene.settle();
    expect((await scene.conversation(session)).status).toBe("closed");
    expect(scene.backend.tasks.held).toHaveLength(0);
  });

  it("timers in memory, lost at a restart", async () => {
    const scene = await Scene.open({ settings: { ...DEFAULT_GROUP_SETTINGS, answerDeadlineSeconds: 60 } });
    const [anna, ben] = [await scene.agent("Anna"), await scene.agent("Ben")];
    const session = await scene.visitor();
    await scene.settle();
    const [timer] = scene.backend.tasks.take();
    expect(timer).toMatchObject({ queue: "checkDeadline", data: { kind: "answer" } });
    if (!timer) throw new Error("A task was enqueued.");
    await deliver(timer, scene.ctx);
    expect(await scene.owner(session)).toBe(anna.id);
    scene.backend.clock.advance(61);
    // The task is lost as well: all that is left is what the database holds.
    expect(await sweep(scene.ctx)).toMatchObject({ deadlines: 1 });
    await scene.settle();
    expect(await scene.owner(session)).toBe(ben.id);
    await deliver(timer, scene.ctx);
    expect(await scene.owner(session)).toBe(ben.id);
  });
});
