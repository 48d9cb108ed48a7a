import { createHash } from "node:crypto";
import { endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { sweep } from "../src/maintenance/sweep.ts";
import { createLog } from "../src/platform/log.ts";
import { type Attempt, runAssignmentTask } from "../src/routing/run-task.ts";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let groupId: string;
let anna: { id: string; token: string };
let lines: string[];

function ctx() {
  return { ...backend.ctx, log: createLog((line) => lines.push(line)) };
}

const nothing = { deadlines: 0, stuck: 0, counters: 0 };

beforeEach(async () => {
  backend = await startBackend();
  lines = [];
  groupId = await backend.people.group("Sales", { isDefault: true });
  anna = await backend.people.agent("Anna", { groupIds: [groupId] });
});

describe("the sweep", () => {
  it("costs a few reads and writes nothing when nothing is wrong, whatever is stored", async () => {
    for (let i = 0; i < 5; i++) await backend.startSession();
    await deliverAll(backend);
    backend.clock.advance(60);
    backend.emulator.meter.reset(backend.projectId);
    expect(await sweep(ctx())).toEqual(nothing);
    const usage = backend.emulator.meter.usage(backend.projectId);
    expect(usage.documentReads).toBeLessThanOrEqual(17);
    expect(usage.documentWrites).toBe(0);
    expect(lines).toEqual([]);
  });

  it("repairs drifted counters and logs each as an error", async () => {
    const { conversationId } = await backend.startSession();
    await deliverAll(backend);
    const ref = backend.ctx.db.doc(`agents/${anna.id}`);
    await ref.update({ activeConversationIds: ["phantom", conversationId], activeChats: 2, freeSlots: 3 });
    expect(await sweep(ctx())).toMatchObject({ counters: 1 });
    const agent = (await ref.get()).data();
    expect(agent).toMatchObject({ activeChats: 1, freeSlots: 4, activeConversationIds: [conversationId] });
    expect(lines.filter((line) => line.includes('"ERROR"'))).toHaveLength(1);
    expect(await sweep(ctx())).toEqual(nothing);
  });

  it.each([
    { drifted: { activeChats: 4 }, right: { activeChats: 1 } },
    { drifted: { activeChats: 0 }, right: { activeChats: 1 } },
    { drifted: { freeSlots: 0 }, right: { freeSlots: 4 } },
    { drifted: { routingPools: [] }, right: { activeChats: 1 } },
  ])("repairs an agent of whom only $drifted drifted", async ({ drifted, right }) => {
    await backend.startSession();
    await deliverAll(backend);
    const ref = backend.ctx.db.doc(`agents/${anna.id}`);
    await ref.update(drifted);
    expect(await sweep(ctx())).toMatchObject({ counters: 1 });
    expect((await ref.get()).data()).toMatchObject({ ...right, routingPools: [`${groupId}:normal`] });
    expect(lines.filter((line) => line.includes('"ERROR"'))).toHaveLength(1);
    expect(await sweep(ctx())).toEqual(nothing);
  });

  it("finds counters that drifted in opposite ways, so that all sums are right", async () => {
    const ben = await backend.people.agent("Ben", { groupIds: [groupId] });
    const { conversationId } = await backend.startSession();
    await deliverAll(backend);
    const [annas, bens] = [backend.ctx.db.doc(`agents/${anna.id}`), backend.ctx.db.doc(`agents/${ben.id}`)];
    await annas.update({ activeConversationIds: [], activeChats: 0, freeSlots: 5 });
    await bens.update({ activeConversationIds: [conversationId], activeChats: 1, freeSlots: 4 });
    expect(await sweep(ctx())).toMatchObject({ counters: 2 });
    expect((await annas.get()).data()).toMatchObject({ activeChats: 1, freeSlots: 4 });
    expect((await bens.get()).data()).toMatchObject({ activeChats: 0, freeSlots: 5 });
  });

  it("gives the slots that a repair frees to who waits", async () => {
    await backend.ctx.db.doc(`agents/${anna.id}`).update({
      activeConversationIds: ["a", "b", "c", "d", "e"],
      activeChats: 5,
      freeSlots: 0,
      routingPools: [],
    });
    const { conversationId } = await backend.startSession();
    await deliverAll(backend);
    expect(await sweep(ctx())).toMatchObject({ counters: 1 });
    await deliverAll(backend);
    const read = { params: { id: conversationId }, as: anna.token };
    expect((await backend.call(endpoints.getConversation, read)).body.assignedAgentId).toBe(anna.id);
  });

  it("costs as little with many agents, and looks at all of them in turn", async () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      backend.people.agent(`Agent${i}`, {
        id: createHash("sha1").update(`${i}`).digest("hex"),
        status: "offline",
      }),
    );
    const [one, other] = await Promise.all(many);
    if (!one || !other) throw new Error("Thirty were made.");
    backend.emulator.meter.reset(backend.projectId);
    expect(await sweep(ctx())).toEqual(nothing);
    expect(backend.emulator.meter.usage(backend.projectId).documentReads).toBeLessThanOrEqual(18);
    await backend.ctx.db.doc(`agents/${one.id}`).update({ activeChats: 1, freeSlots: 4 });
    await backend.ctx.db.doc(`agents/${other.id}`).update({ activeChats: -1, freeSlots: 6 });
    let counters = 0;
    for (let minute = 0; minute < 60 && counters < 2; minute++) {
      counters += (await sweep(ctx())).counters;
      backend.clock.advance(60);
    }
    expect(counters).toBe(2);
  });

  it("finishes the deletion of an agent whose process died after the commit", async () => {
    const { conversationId } = await backend.startSession();
    await deliverAll(backend);
    const ben = await backend.people.agent("Ben", { groupIds: [groupId] });
    await backend.ctx.db.doc(`agents/${anna.id}`).update({ isDeleted: true, routingPools: [] });
    expect(await sweep(ctx())).toMatchObject({ stuck: 1 });
    await deliverAll(backend);
    const read = { params: { id: conversationId }, as: ben.token };
    expect((await backend.call(endpoints.getConversation, read)).body.assignedAgentId).toBe(ben.id);
  });

  it("does everything else when a document is broken, and says so at the end", async () => {
    const broken = await backend.startSession();
    const { conversationId } = await backend.startSession();
    const past = new Date(backend.clock.now().getTime() - 1_000);
    const elsewhere = { groupId: "elsewhere", answerDueAt: past, inactivityDueAt: past, lastSeq: "many" };
    await backend.ctx.db.doc(`conversations/${broken.conversationId}`).update(elsewhere);
    await backend.people.group("Elsewhere", { id: "elsewhere" });
    const ben = await backend.people.agent("Ben", { status: "offline" });
    await backend.ctx.db.doc(`agents/${ben.id}`).update({ activeChats: 1 });
    backend.tasks.take();
    backend.clock.advance(6);
    await expect(sweep(ctx())).rejects.toThrow(AggregateError);
    const read = { params: { id: conversationId }, as: anna.token };
    expect((await backend.call(endpoints.getConversation, read)).body.assignedAgentId).toBe(anna.id);
    expect((await backend.ctx.db.doc(`agents/${ben.id}`).get()).get("activeChats")).toBe(0);
  });

  it("logs every lost task as an error: an assignment, a deadline", async () => {
    const { conversationId } = await backend.startSession();
    backend.tasks.take();
    backend.clock.advance(6);
    await sweep(ctx());
    const errors = () => lines.splice(0).filter((line) => line.includes('"ERROR"'));
    expect(errors()).toMatchObject([expect.stringContaining("A task was lost: an assignment.")]);
    const past = new Date(backend.clock.now().getTime() - 121_000);
    await backend.ctx.db.doc(`conversations/${conversationId}`).update({ inactivityDueAt: past });
    await sweep(ctx());
    expect(errors()).toMatchObject([expect.stringContaining("A task was lost: a visitor's inactivity.")]);
    const read = { params: { id: conversationId }, as: anna.token };
    expect((await backend.call(endpoints.getConversation, read)).body.status).toBe("closed");
    expect(await sweep(ctx())).toEqual(nothing);
    expect(errors()).toEqual([]);
  });

  it("moves what a deleted group left behind", async () => {
    const old = await backend.people.group("Old");
    const { conversationId } = await backend.startSession({ groupId: old, message: "Hello?" });
    backend.tasks.take();
    await backend.ctx.db.doc(`groups/${old}`).update({ isDeleted: true });
    backend.clock.advance(6);
    await sweep(ctx());
    await deliverAll(backend);
    const read = { params: { id: conversationId }, as: anna.token };
    expect((await backend.call(endpoints.getConversation, read)).body).toMatchObject({
      groupId,
      assignedAgentId: anna.id,
    });
  });
});

describe("an attempt that fails", () => {
  it("is noted on the job and thrown, so that the queue tries again; the last one has failed", async () => {
    const { conversationId } = await backend.startSession();
    const task = { conversationId, groupId };
    const [first, last] = [false, true].map((isLast) => ({ taskId: "task", isLast })) as [Attempt, Attempt];
    const broken = new Error("The disk is on fire.");
    const db = new Proxy(backend.ctx.db, {
      get(target, name) {
        if (name === "runTransaction") return () => Promise.reject(broken);
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    await expect(runAssignmentTask(task, first, { ...ctx(), db })).rejects.toBe(broken);
    const job = backend.ctx.db.doc(`assignments/${conversationId}`);
    expect((await job.get()).data()).toMatchObject({
      state: "queued",
      attempts: 1,
      lastError: "The disk is on fire.",
    });
    await expect(runAssignmentTask(task, last, { ...ctx(), db })).rejects.toBe(broken);
    expect((await job.get()).data()).toMatchObject({ state: "failed", attempts: 2 });
    await runAssignmentTask(task, first, ctx());
    const assigned = { state: "assigned", attempts: 3, lastError: null };
    expect((await job.get()).data()).toMatchObject(assigned);
    // Late, the task fails over somebody else's conversation: that is no failure of this one.
    await backend.startSession();
    await expect(runAssignmentTask(task, last, { ...ctx(), db })).rejects.toBe(broken);
    expect((await job.get()).data()).toMatchObject(assigned);
  });
});
