import { endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it } from "vitest";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let groupId: string;
let supervisor: { id: string; token: string };

beforeEach(async () => {
  backend = await startBackend();
  groupId = await backend.people.group("Sales", { isDefault: true });
  supervisor = await backend.people.agent("Sue", { role: "supervisor", status: "offline" });
});

function agent(name: string, fields: Parameters<Backend["people"]["agent"]>[1] = {}) {
  return backend.people.agent(name, { groupIds: [groupId], ...fields });
}

function start() {
  return backend.startSession({ message: "Hello?" });
}

async function previewOf(conversationId: string) {
  const call = { params: { id: conversationId }, as: supervisor.token };
  return (await backend.call(endpoints.previewConversationRouting, call)).body;
}

async function previewOfGroup(id = groupId) {
  return (await backend.call(endpoints.previewGroupRouting, { params: { id }, as: supervisor.token })).body;
}

describe("a preview of routing", () => {
  it("is what routing then decides, for everybody who waits", async () => {
    for (const name of ["Anna", "Ben", "Chloe"]) await agent(name, { maxConcurrentChats: 2 });
    const sessions = [await start(), await start(), await start(), await start()];
    const ids = sessions.map(({ conversationId }) => conversationId);
    const previews = await Promise.all(ids.map(previewOf));
    expect(previews.map(({ waitingBefore }) => waitingBefore)).toEqual([0, 1, 2, 3]);
    await deliverAll(backend);
    for (const [i, id] of ids.entries()) {
      const params = { id };
      const { body } = await backend.call(endpoints.getAssignment, { params, as: supervisor.token });
      expect(previews[i]?.chosenAgentId).toBe(body.decision?.chosenAgentId);
      expect(previews[i]?.reason).toBe(body.decision?.reason);
    }
  });

  it("changes nothing", async () => {
    await agent("Anna");
    const { conversationId } = await start();
    backend.emulator.meter.reset(backend.projectId);
    await previewOf(conversationId);
    await previewOfGroup();
    expect(backend.emulator.meter.usage(backend.projectId).documentWrites).toBe(0);
  });

  it("says who would not get it, and why", async () => {
    const away = await agent("Anna", { status: "away" });
    const full = await agent("Ben", { maxConcurrentChats: 1, activeConversationIds: ["another"] });
    const { candidates, chosenAgentId, reason } = await previewOfGroup();
    expect(chosenAgentId).toBeNull();
    expect(reason).toBe("Nobody of the group is free.");
    const why = Object.fromEntries(candidates.map((one) => [one.agentId, one.refusedBecause]));
    expect(why).toEqual({ [away.id]: "away", [full.id]: "at_limit" });
  });

  it("decides on those in front first", async () => {
    await agent("Anna", { maxConcurrentChats: 1 });
    await start();
    expect(await previewOfGroup()).toMatchObject({
      chosenAgentId: null,
      waitingBefore: 1,
      reason: "Nobody of the group is free after those who wait in front.",
    });
  });

  it("takes a conversation that does not wait as if it began to", async () => {
    const anna = await agent("Anna");
    const { conversationId } = await start();
    await deliverAll(backend);
    expect(await previewOf(conversationId)).toMatchObject({
      chosenAgentId: anna.id,
      waitingBefore: 0,
      groupId,
    });
  });

  it("is about the default group where the conversation's own was deleted, and of no deleted group", async () => {
    const other = await backend.people.group("Other");
    const { conversationId } = await backend.startSession({ groupId: other, message: "Hello?" });
    await backend.ctx.db.doc(`groups/${other}`).update({ isDeleted: true });
    expect((await previewOf(conversationId)).groupId).toBe(groupId);
    const call = { params: { id: other }, as: supervisor.token };
    expect((await backend.call(endpoints.previewGroupRouting, call)).status).toBe(404);
  });
});
