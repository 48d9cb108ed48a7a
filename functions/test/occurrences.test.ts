import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { expireLease } from "../src/presence/expire-lease.ts";
import type { Occurrence } from "../src/store/occurrences.ts";
import { Tx } from "../src/store/transact.ts";
import { type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let company: Company;
/** By attempt: only an attempt that is committed tells, and these tests have no conflicts. */
let told: Occurrence[];

beforeEach(async () => {
  backend = await startBackend();
  company = await startCompany(backend);
  told = [];
  const occurred = Tx.prototype.occurred;
  vi.spyOn(Tx.prototype, "occurred").mockImplementation(function (this: Tx, occurrence) {
    told.push(occurrence);
    occurred.call(this, occurrence);
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await backend.stop();
});

const types = () => told.splice(0).map(({ type }) => type);
const asAdmin = () => ({ as: company.tokens.admin as string });

describe("what happened is told", () => {
  it("of a visitor's first message, with the conversation and the message as they are in the API", async () => {
    const { conversationId, sessionToken } = await backend.startSession({
      message: "Hello",
      groupId: company.ids.sales,
    });
    expect(told.map(({ type }) => type)).toEqual([
      "visitor.created",
      "conversation.created",
      "message.created",
      "conversation.queued",
    ]);
    const at = { params: { id: conversationId }, as: sessionToken };
    const { queue: _, ...read } = (await backend.call(endpoints.getConversation, at)).body;
    const { queue: __, ...object } = told[1]?.object ?? {};
    expect(object).toEqual(read);
    const [event] = (await backend.call(endpoints.listConversationEvents, at)).body.items;
    expect(told[2]).toMatchObject({ conversationId, seq: 1, groupId: company.ids.sales, object: event });
  });

  it("of everything that becomes of a conversation, in order", async () => {
    const { ids, tokens } = company;
    const params = { id: ids.conversation };
    const at = { ...asAdmin(), params };
    await backend.call(endpoints.addConversationTag, { ...asAdmin(), params: { ...params, tagId: ids.tag } });
    expect(types()).toEqual(["conversation.tagged"]);
    await backend.call(endpoints.removeConversationTag, {
      ...asAdmin(),
      params: { ...params, tagId: ids.tag },
    });
    expect(types()).toEqual(["conversation.untagged"]);
    await backend.call(endpoints.transferConversation, {
      ...at,
      body: { groupId: ids.support, note: "Please." },
    });
    expect(types()).toEqual([
      "message.created",
      "conversation.transferred",
      "conversation.unassigned",
      "conversation.queued",
    ]);
    await backend.call(endpoints.assignConversation, { ...at, body: { agentId: ids.otherAgent } });
    expect(types()).toEqual(["conversation.assigned"]);
    await backend.call(endpoints.closeConversation, { ...at, as: tokens.visitor as string });
    expect(types()).toEqual(["conversation.closed"]);
    await backend.call(endpoints.closeConversation, at);
    expect(types()).toEqual([]);
    await backend.call(endpoints.reopenConversation, at);
    expect(types()).toEqual(["conversation.reopened", "conversation.queued"]);
  });

  it("of the people of the team", async () => {
    const { ids } = company;
    const body = { name: "New", email: "new@livechat.test", password: "a password" };
    const { id } = (await backend.call(endpoints.createAgent, { ...asAdmin(), body })).body;
    expect(told.map(({ type, object }) => [type, object.name])).toEqual([["agent.created", "New"]]);
    expect(types()).toEqual(["agent.created"]);
    const at = { ...asAdmin(), params: { id } };
    await backend.call(endpoints.updateAgent, { ...at, body: { status: "online" } });
    expect(types()).toEqual(["agent.status_changed"]);
    await backend.call(endpoints.addGroupAgents, {
      ...asAdmin(),
      params: { id: ids.sales },
      body: { agentIds: [id] },
    });
    expect(types()).toEqual(["agent.updated"]);
    await backend.call(endpoints.deleteAgent, at);
    expect(types()).toEqual(["agent.deleted"]);
  });

  it("of an agent who is disconnected and comes back", async () => {
    const { ids, tokens } = company;
    const at = { as: tokens.owner as string, params: { id: ids.owner }, body: { consoleId: "desk" } };
    await backend.call(endpoints.heartbeat, at);
    types();
    backend.clock.advance(backend.config.leaseSeconds + 1);
    await expireLease(ids.owner, backend.ctx);
    expect(told.map(({ type, object }) => [type, object.status])).toEqual([["agent.status_changed", "away"]]);
    types();
    await backend.call(endpoints.heartbeat, at);
    expect(told.map(({ type, object }) => [type, object.status])).toEqual([
      ["agent.status_changed", "online"],
    ]);
  });

  it("without passwords and what is kept for routing", async () => {
    const body = { name: "New", email: "new@livechat.test", password: "a password" };
    await backend.call(endpoints.createAgent, { ...asAdmin(), body });
    await backend.startSession({ message: "Hello" });
    const text = JSON.stringify(told);
    for (const secret of ["password", "tokenHash", "sentIds", "routingPools", "threadCount"]) {
      expect(text).not.toContain(secret);
    }
  });
});
