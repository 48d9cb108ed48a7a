import { DEFAULT_GROUP_SETTINGS, endpoints } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { sweep } from "../../functions/src/maintenance/sweep.ts";
import { deliver } from "../../functions/test/deliver.ts";
import { Instances } from "../../functions/test/race.ts";
import { Fixture } from "./fixture.ts";

describe("what others got wrong about presence and timers", () => {
  it("agent shown online though gone", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    expect((await fixture.beat(anna, "desk")).body).toMatchObject({ status: "online" });
    fixture.backend.clock.advance(61);
    await fixture.settle();
    expect((await fixture.agentNow(anna.id)).status).toBe("away");
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBeNull();
    expect((await fixture.assignment(session)).decision?.candidates).toMatchObject([
      { agentId: anna.id, refusedBecause: "lease_expired" },
    ]);
  });

  it("agent shown online though gone, after a while in which its console was open", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    for (let beats = 0; beats < 5; beats++) {
      fixture.backend.clock.advance(20);
      await fixture.beat(anna, "desk");
      await fixture.settle();
    }
    fixture.backend.clock.advance(59);
    await fixture.settle();
    expect((await fixture.agentNow(anna.id)).status).toBe("online");
    fixture.backend.clock.advance(2);
    await fixture.settle();
    expect((await fixture.agentNow(anna.id)).status).toBe("away");
  });

  it("a lease that has ended counts although nothing has noticed it yet", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    fixture.backend.tasks.take();
    fixture.backend.clock.advance(61);
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBeNull();
    expect((await fixture.agentNow(anna.id)).status).toBe("away");
    await fixture.beat(anna, "desk");
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("status flips back on reconnect", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    await fixture.update(anna.id, { status: "away" });
    fixture.backend.clock.advance(61);
    await fixture.settle();
    expect((await fixture.beat(anna, "desk")).body.status).toBe("away");
    expect((await fixture.agentNow(anna.id)).status).toBe("away");
  });

  it("another client sets it online, or takes it away", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    await fixture.beat(anna, "phone");
    expect((await fixture.beat(anna, "desk", true)).body.status).toBe("online");
    expect((await fixture.beat(anna, "phone", true)).body.status).toBe("away");
    await fixture.update(anna.id, { status: "offline" });
    expect((await fixture.beat(anna, "phone")).body.status).toBe("offline");
  });

  it.each([1, 4])("of many consoles that beat at once none is forgotten (%s instances)", async (count) => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "first");
    const instances = new Instances(fixture.backend, count);
    const consoles = Array.from({ length: 15 }, (_, i) => `console${i}`);
    const beats = consoles.map((consoleId) =>
      instances.call(endpoints.heartbeat, { params: { id: anna.id }, body: { consoleId }, as: anna.token }),
    );
    expect((await Promise.all(beats)).map(({ status }) => status)).toEqual(consoles.map(() => 200));
    await instances.stop();
    const presence = await fixture.ctx.db.doc(`presence/${anna.id}`).get();
    expect(Object.keys(presence.get("leases")).toSorted()).toEqual([...consoles, "first"].toSorted());
  });

  it("an agent without any console is not leased and stays online", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    fixture.backend.clock.advance(3_600);
    await sweep(fixture.ctx);
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("an agent who never answers keeps the chat for ever", async () => {
    const fixture = await Fixture.open({
      settings: { ...DEFAULT_GROUP_SETTINGS, answerDeadlineSeconds: 60 },
    });
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const session = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
    fixture.backend.clock.advance(61);
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(ben.id);
    expect(await fixture.story(session)).toContain("answer_deadline_passed");
    fixture.backend.clock.advance(61);
    await fixture.settle();
    // Both timed out: it waits for somebody else and is never assigned back.
    expect(await fixture.conversation(session)).toMatchObject({ status: "pending", assignedAgentId: null });
    const chloe = await fixture.agent("Chloe");
    fixture.backend.clock.advance(10);
    await sweep(fixture.ctx);
    expect(await fixture.owner(session)).toBe(chloe.id);
  });

  it("conversations that everyone let pass do not block newer ones, however many they are", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    for (const { conversationId } of await fixture.visitors(23)) {
      await fixture.timeOut(conversationId, [anna.id]);
    }
    fixture.backend.tasks.take();
    const newer = await fixture.visitor();
    await fixture.settle();
    expect(await fixture.owner(newer)).toBe(anna.id);
    const waiting = await fixture.ctx.db.collection("conversations").where("status", "==", "pending").get();
    expect(waiting.size).toBe(23);
  });

  it("chats of an agent who is gone are handed on after the grace of their group", async () => {
    const fixture = await Fixture.open({ settings: { ...DEFAULT_GROUP_SETTINGS, agentGoneSeconds: 120 } });
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    const session = await fixture.visitor();
    await fixture.settle();
    const ben = await fixture.agent("Ben");
    fixture.backend.clock.advance(61);
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
    fixture.backend.clock.advance(121);
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(ben.id);
    expect(await fixture.story(session)).toContain("agent_gone");
  });

  it("who comes back within the grace keeps the chats", async () => {
    const fixture = await Fixture.open({ settings: { ...DEFAULT_GROUP_SETTINGS, agentGoneSeconds: 120 } });
    const anna = await fixture.agent("Anna");
    await fixture.beat(anna, "desk");
    const session = await fixture.visitor();
    await fixture.settle();
    await fixture.agent("Ben");
    fixture.backend.clock.advance(61);
    await fixture.settle();
    await fixture.beat(anna, "desk");
    fixture.backend.clock.advance(50);
    await fixture.beat(anna, "desk");
    fixture.backend.clock.advance(50);
    await fixture.beat(anna, "desk");
    fixture.backend.clock.advance(50);
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(anna.id);
  });

  it("a console that is reloaded often leaves no more timers behind than one that stays open", async () => {
    const fixture = await Fixture.open();
    const anna = await fixture.agent("Anna");
    for (let reload = 0; reload < 12; reload++) {
      await fixture.beat(anna, "desk", true);
      await fixture.beat(anna, "desk");
      fixture.backend.clock.advance(5);
    }
    for (let minute = 0; minute < 9; minute++) {
      await fixture.beat(anna, "desk");
      fixture.backend.clock.advance(20);
      await fixture.settle();
    }
    expect(fixture.backend.tasks.held.length).toBeLessThanOrEqual(3);
    expect((await fixture.agentNow(anna.id)).status).toBe("online");
  });

  it("a conversation of many messages has one timer for its visitor's silence", async () => {
    const fixture = await Fixture.open({
      settings: { ...DEFAULT_GROUP_SETTINGS, visitorInactivitySeconds: 60 },
    });
    const anna = await fixture.agent("Anna");
    const session = await fixture.visitor();
    await fixture.settle();
    const params = { id: (await fixture.conversation(session)).activeThreadId ?? "" };
    const say = (as: string) =>
      fixture.backend.call(endpoints.addEvent, { params, body: { text: "Yes" }, as });
    for (let turn = 0; turn < 40; turn++) {
      await say(anna.token);
      fixture.backend.clock.advance(2);
      await say(session.sessionToken);
      fixture.backend.clock.advance(3);
      await fixture.settle();
    }
    await say(anna.token);
    fixture.backend.clock.advance(59);
    await fixture.settle();
    expect(fixture.backend.tasks.held).toHaveLength(1);
    fixture.backend.clock.advance(2);
    await fixture.settle();
    expect((await fixture.conversation(session)).status).toBe("closed");
    expect(fixture.backend.tasks.held).toHaveLength(0);
  });

  it("timers in memory, lost at a restart", async () => {
    const fixture = await Fixture.open({
      settings: { ...DEFAULT_GROUP_SETTINGS, answerDeadlineSeconds: 60 },
    });
    const [anna, ben] = [await fixture.agent("Anna"), await fixture.agent("Ben")];
    const session = await fixture.visitor();
    await fixture.settle();
    const [timer] = fixture.backend.tasks.take();
    expect(timer).toMatchObject({ queue: "checkDeadline", data: { kind: "answer" } });
    if (!timer) throw new Error("A task was enqueued.");
    await deliver(timer, fixture.ctx);
    expect(await fixture.owner(session)).toBe(anna.id);
    fixture.backend.clock.advance(61);
    // The task is lost as well: all that is left is what the database holds.
    expect(await sweep(fixture.ctx)).toMatchObject({ deadlines: 1 });
    await fixture.settle();
    expect(await fixture.owner(session)).toBe(ben.id);
    await deliver(timer, fixture.ctx);
    expect(await fixture.owner(session)).toBe(ben.id);
  });
});
