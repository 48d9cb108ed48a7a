import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: { id: string; token: string };
let anna: { id: string; token: string };
let ben: { id: string; token: string };
let crm: string;

beforeEach(async () => {
  backend = await startBackend();
  const sales = await backend.people.group("Sales", { isDefault: true });
  const support = await backend.people.group("Support");
  admin = await backend.people.agent("Ada", { role: "admin", status: "offline", chosenStatus: "offline" });
  anna = await backend.people.agent("Anna", { groupIds: [sales] });
  ben = await backend.people.agent("Ben", { groupIds: [support] });
  const key = await backend.call(endpoints.createApiKey, {
    as: admin.token,
    body: { name: "CRM", scopes: ["conversations:write"] },
  });
  crm = key.body.secret;
});

afterEach(() => backend.stop());

type Body = (typeof endpoints.createConversation)["body"]["_zod"]["input"];
const begin = (as: string, body: Body) => backend.call(endpoints.createConversation, { as, body });
const eventsOf = async (id: string) =>
  (await backend.call(endpoints.listConversationEvents, { as: admin.token, params: { id } })).body.items;
const read = async (id: string) =>
  (await backend.call(endpoints.getConversation, { as: admin.token, params: { id } })).body;

describe("a conversation that is begun from outside", () => {
  it("by a key brings the visitor's message, and is routed", async () => {
    const visitor = { name: "Vera", email: "vera@example.com" };
    const { status, body } = await begin(crm, { visitor, message: "Please call me back." });
    expect([status, body.status]).toEqual([201, "pending"]);
    const [event] = await eventsOf(body.id);
    expect(event).toMatchObject({ authorType: "visitor", authorId: body.visitorId });
    await deliverAll(backend);
    expect((await read(body.id)).assignedAgentId).toBe(anna.id);
  });

  it("by an agent brings the agent's message, and may be theirs at once", async () => {
    const { body } = await begin(anna.token, { visitor: {}, message: "You called?", assign: anna.id });
    expect([body.status, body.assignedAgentId]).toEqual(["active", anna.id]);
    const said = (await eventsOf(body.id)).map(({ authorType, authorId }) => [authorType, authorId]);
    expect(said).toContainEqual(["agent", anna.id]);
    const agent = await backend.call(endpoints.getAgent, { as: admin.token, params: { id: anna.id } });
    expect(agent.body.activeChats).toBe(1);
    await deliverAll(backend);
    expect((await read(body.id)).assignedAgentId).toBe(anna.id);
    const reply = await backend.call(endpoints.addEvent, {
      as: anna.token,
      params: { id: body.activeThreadId ?? "" },
      body: { text: "Are you there?" },
    });
    expect(reply.status).toBe(201);
  });

  it("without a message waits for its visitor's", async () => {
    const { body } = await begin(crm, { visitor: {} });
    expect([body.status, body.queue]).toEqual(["pending", null]);
  });

  it("is a known visitor's only one", async () => {
    const { visitorId, conversationId } = await backend.startSession();
    const second = await begin(crm, { visitorId, message: "Again" });
    expect([second.status, second.error.type]).toEqual([409, "already_exists"]);
    expect(second.error.details?.[0]?.message).toContain(conversationId);
    await backend.call(endpoints.closeConversation, { as: admin.token, params: { id: conversationId } });
    const both = await Promise.all([1, 2].map(() => begin(crm, { visitorId, message: "Again" })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it("does not say that its visitor was there", async () => {
    const { visitorId, conversationId } = await backend.startSession();
    await backend.call(endpoints.closeConversation, { as: admin.token, params: { id: conversationId } });
    const visitor = () => backend.call(endpoints.getVisitor, { as: admin.token, params: { id: visitorId } });
    const before = (await visitor()).body.lastSeenAt;
    backend.clock.advance(7_200);
    await begin(crm, { visitorId, message: "From elsewhere" });
    expect((await visitor()).body.lastSeenAt).toBe(before);
  });

  it("is refused, and nothing stored, where it cannot be", async () => {
    const { visitorId } = await backend.startSession();
    const cases: [string, Body, number, string][] = [
      [anna.token, { visitor: {}, assign: ben.id }, 403, "authorization"],
      [ben.token, { visitorId }, 403, "authorization"],
      [crm, { visitorId: "nobody" }, 404, "not_found"],
      [crm, { visitor: {}, groupId: "nowhere" }, 404, "not_found"],
      [crm, { visitor: {}, assign: admin.id }, 409, "agent_unavailable"],
      [crm, { visitor: {}, assign: "nobody" }, 404, "not_found"],
    ];
    const list = async () =>
      (await backend.call(endpoints.listConversations, { as: admin.token })).body.items.length;
    const before = await list();
    for (const [as, body, status, type] of cases) {
      const answer = await begin(as, body);
      expect([answer.status, answer.error.type], JSON.stringify(body)).toEqual([status, type]);
    }
    expect(await list()).toBe(before);
  });
});
