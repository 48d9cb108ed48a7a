import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let sales: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
});

afterEach(() => backend.stop());

const conversationOf = async (id: string) =>
  (await backend.call(endpoints.getConversation, { as: admin, params: { id } })).body;
const groupOf = async (id: string) =>
  (await backend.call(endpoints.getGroup, { as: admin, params: { id }, query: { includeDeleted: "true" } }))
    .body;
const agentOf = async (id: string) =>
  (await backend.call(endpoints.getAgent, { as: admin, params: { id }, query: { includeDeleted: "true" } }))
    .body;
const deleteAgent = (id: string) => backend.call(endpoints.deleteAgent, { as: admin, params: { id } });
const restoreAgent = (id: string) => backend.call(endpoints.restoreAgent, { as: admin, params: { id } });
const deleteGroup = (id: string) => backend.call(endpoints.deleteGroup, { as: admin, params: { id } });
const restoreGroup = (id: string) => backend.call(endpoints.restoreGroup, { as: admin, params: { id } });

describe("deleting an agent", () => {
  it("routes the agent's conversations anew and leaves nothing behind", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const sessions = [await backend.startSession({ message: "one" }), await backend.startSession()];
    await deliverAll(backend);
    const ben = await backend.people.agent("Ben", { groupIds: [sales] });
    expect((await deleteAgent(anna.id)).status).toBe(204);
    await deliverAll(backend);
    for (const { conversationId } of sessions) {
      expect(await conversationOf(conversationId)).toMatchObject({
        status: "active",
        assignedAgentId: ben.id,
      });
    }
    expect(await agentOf(anna.id)).toMatchObject({ isDeleted: true, activeChats: 0 });
    expect((await agentOf(ben.id)).activeChats).toBe(2);
    expect((await groupOf(sales)).agentIds).toEqual([ben.id]);
  });

  it("lets the conversations wait when nobody else is there, and gives them back on a restore", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const { conversationId } = await backend.startSession({ message: "Hello" });
    await deliverAll(backend);
    await deleteAgent(anna.id);
    await deliverAll(backend);
    expect(await conversationOf(conversationId)).toMatchObject({ status: "pending", queue: { position: 1 } });
    expect((await restoreAgent(anna.id)).body).toMatchObject({ isDeleted: false, groupIds: [sales] });
    await deliverAll(backend);
    expect(await conversationOf(conversationId)).toMatchObject({
      status: "active",
      assignedAgentId: anna.id,
    });
    expect((await groupOf(sales)).agentIds).toEqual([anna.id]);
  });

  it("hides the agent from everyone but an admin who asks, and may be repeated", async () => {
    const anna = await backend.people.agent("Anna");
    const ben = await backend.people.agent("Ben");
    expect((await deleteAgent(anna.id)).status).toBe(204);
    expect((await deleteAgent(anna.id)).status).toBe(204);
    const params = { id: anna.id };
    expect((await backend.call(endpoints.getAgent, { as: ben.token, params })).status).toBe(404);
    expect((await backend.call(endpoints.getAgent, { as: admin, params })).status).toBe(404);
    const query = { includeDeleted: "true" as const };
    expect((await backend.call(endpoints.getAgent, { as: ben.token, params, query })).status).toBe(403);
    const list = async (as: string, all: boolean) =>
      (await backend.call(endpoints.listAgents, { as, query: all ? query : {} })).body.items.length;
    expect([await list(ben.token, false), await list(admin, true)]).toEqual([2, 3]);
    expect((await backend.call(endpoints.listAgents, { as: ben.token, query })).status).toBe(403);
    const statsOf = async (as: string, asked = {}) =>
      (await backend.call(endpoints.getAgentStats, { as, params, query: asked })).status;
    expect([await statsOf(admin), await statsOf(admin, query)]).toEqual([404, 200]);
    expect((await deleteAgent("nobody")).status).toBe(404);
  });

  it("frees the e-mail: a restore is refused once somebody else has it", async () => {
    const body = { name: "Anna", email: "anna@livechat.test", password: "a password" };
    const first = (await backend.call(endpoints.createAgent, { as: admin, body })).body;
    await deleteAgent(first.id);
    const second = await backend.call(endpoints.createAgent, {
      as: admin,
      body: { ...body, email: "ANNA@livechat.test" },
    });
    expect(second.status).toBe(201);
    const refused = await restoreAgent(first.id);
    expect([refused.status, refused.error.type]).toEqual([409, "already_exists"]);
    await deleteAgent(second.body.id);
    expect((await restoreAgent(first.id)).status).toBe(200);
    expect((await restoreAgent(second.body.id)).status).toBe(409);
  });

  it("does not put a restored agent into a group that was deleted meanwhile", async () => {
    const support = await backend.people.group("Support");
    const anna = await backend.people.agent("Anna", { groupIds: [sales, support] });
    await deleteAgent(anna.id);
    await deleteGroup(support);
    expect((await restoreAgent(anna.id)).body.groupIds).toEqual([sales]);
    expect((await groupOf(sales)).agentIds).toEqual([anna.id]);
  });
});

describe("deleting a group", () => {
  it("moves what waits to the default group, in order, and leaves what runs with its agent", async () => {
    const support = await backend.people.group("Support");
    const anna = await backend.people.agent("Anna", { groupIds: [support], maxConcurrentChats: 1 });
    const running = await backend.startSession({ groupId: support, message: "Hello?" });
    await deliverAll(backend);
    const waiting = [];
    for (let i = 0; i < 3; i++)
      waiting.push(await backend.startSession({ groupId: support, message: "Hello?" }));
    expect((await deleteGroup(support)).status).toBe(204);
    const moved = await Promise.all(waiting.map(({ conversationId }) => conversationOf(conversationId)));
    expect(moved.map(({ groupId, queue }) => [groupId, queue?.position])).toEqual([
      [sales, 1],
      [sales, 2],
      [sales, 3],
    ]);
    expect(await conversationOf(running.conversationId)).toMatchObject({
      status: "active",
      assignedAgentId: anna.id,
    });
    expect((await agentOf(anna.id)).groupIds).toEqual([]);
    const session = await backend.call(endpoints.startSession, { body: { groupId: support } });
    expect(session.status).toBe(404);
  });

  it("is refused for the default group", async () => {
    const refused = await deleteGroup(sales);
    expect([refused.status, refused.error.type]).toEqual([409, "not_allowed"]);
  });

  it("is undone by a restore, with the members who are still there", async () => {
    const support = await backend.people.group("Support");
    const anna = await backend.people.agent("Anna", { groupIds: [support] });
    const ben = await backend.people.agent("Ben", { groupIds: [support] });
    await deleteGroup(support);
    await deleteGroup(support);
    await deleteAgent(ben.id);
    expect((await restoreGroup(support)).body).toMatchObject({ isDeleted: false, agentIds: [anna.id] });
    expect((await agentOf(anna.id)).groupIds).toEqual([support]);
    const { conversationId } = await backend.startSession({ groupId: support, message: "Hello?" });
    await deliverAll(backend);
    expect((await conversationOf(conversationId)).assignedAgentId).toBe(anna.id);
  });

  it("frees the name: a restore is refused once another group has it", async () => {
    const make = (name: string) => backend.call(endpoints.createGroup, { as: admin, body: { name } });
    const first = (await make("Support")).body.id;
    await deleteGroup(first);
    expect((await make("SUPPORT")).status).toBe(201);
    expect((await restoreGroup(first)).status).toBe(409);
    await backend.call(endpoints.updateGroup, {
      as: admin,
      params: { id: (await make("Other")).body.id },
      body: { name: "Third" },
    });
    expect((await make("Other")).status).toBe(201);
  });
});

describe("deleting a tag", () => {
  it("keeps it on its conversations, where it can be taken off but not put on", async () => {
    const { conversationId } = await backend.startSession();
    const tag = (await backend.call(endpoints.createTag, { as: admin, body: { name: "Refund" } })).body;
    const params = { id: conversationId, tagId: tag.id };
    await backend.call(endpoints.addConversationTag, { as: admin, params });
    expect((await backend.call(endpoints.deleteTag, { as: admin, params: { id: tag.id } })).status).toBe(204);
    expect((await conversationOf(conversationId)).tagIds).toEqual([tag.id]);
    expect((await backend.call(endpoints.addConversationTag, { as: admin, params })).status).toBe(404);
    const untagged = await backend.call(endpoints.removeConversationTag, { as: admin, params });
    expect(untagged.body.tagIds).toEqual([]);
    const again = await backend.call(endpoints.createTag, { as: admin, body: { name: "refund" } });
    expect(again.status).toBe(201);
    const restored = await backend.call(endpoints.restoreTag, { as: admin, params: { id: tag.id } });
    expect(restored.status).toBe(409);
  });
});
