import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foldFacts } from "../src/features/reports/fold-facts.ts";
import { type Backend, startBackend } from "./harness.ts";

interface Person {
  id: string;
  token: string;
}

let backend: Backend;
let admin: Person;
let anna: Person;
let sales: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  admin = await backend.people.agent("Ada", { role: "admin", status: "offline" });
  anna = await backend.people.agent("Anna", { groupIds: [sales], maxConcurrentChats: 100 });
});

afterEach(() => backend.stop());

const statsOf = async ({ id }: Person, query: { from?: string; to?: string } = {}) =>
  (await backend.call(endpoints.getAgentStats, { as: admin.token, params: { id }, query })).body;

/** A conversation that Anna owns, answers after 10 seconds with two messages, and has had for a minute. */
async function answered() {
  const session = await backend.startSession({ message: "Hello" });
  const params = { id: session.conversationId };
  await backend.call(endpoints.assignConversation, { as: admin.token, params, body: { agentId: anna.id } });
  backend.clock.advance(10);
  for (const text of ["Hi!", "How can I help?"]) {
    const thread = { id: session.threadId };
    await backend.call(endpoints.addEvent, { as: anna.token, params: thread, body: { text } });
  }
  backend.clock.advance(50);
  return { session, params };
}

const close = (params: { id: string }) =>
  backend.call(endpoints.closeConversation, { as: admin.token, params });

describe("an agent's statistics", () => {
  it("are all zero at first", async () => {
    expect(await statsOf(anna)).toEqual({
      activeChats: 0,
      assignedTotal: 0,
      closedTotal: 0,
      transferredOutTotal: 0,
      messagesSentTotal: 0,
      averageFirstResponseSeconds: null,
      averageHandlingSeconds: null,
    });
  });

  it("count an open conversation and keep what they counted when it is closed", async () => {
    const { params } = await answered();
    const open = { assignedTotal: 1, messagesSentTotal: 2, averageFirstResponseSeconds: 10 };
    expect(await statsOf(anna)).toMatchObject({ ...open, activeChats: 1, closedTotal: 0 });
    await close(params);
    expect(await statsOf(anna)).toMatchObject({
      ...open,
      activeChats: 0,
      closedTotal: 1,
      averageHandlingSeconds: 60,
    });
    await close(params);
    expect((await statsOf(anna)).closedTotal).toBe(1);
  });

  it("give each owner of a conversation their own part", async () => {
    const { params } = await answered();
    const ben = await backend.people.agent("Ben", { groupIds: [sales] });
    const body = { agentId: ben.id };
    await backend.call(endpoints.transferConversation, { as: anna.token, params, body });
    backend.clock.advance(30);
    await close(params);
    expect(await statsOf(anna)).toMatchObject({
      transferredOutTotal: 1,
      closedTotal: 0,
      averageHandlingSeconds: 60,
    });
    expect(await statsOf(ben)).toMatchObject({
      assignedTotal: 1,
      closedTotal: 1,
      messagesSentTotal: 0,
      averageFirstResponseSeconds: null,
      averageHandlingSeconds: 30,
    });
  });

  it("count the messages of a supervisor who helps out", async () => {
    const { session } = await answered();
    const sue = await backend.people.agent("Sue", { role: "supervisor", status: "offline" });
    const params = { id: session.threadId };
    await backend.call(endpoints.addEvent, { as: sue.token, params, body: { text: "May I?" } });
    expect((await statsOf(sue)).messagesSentTotal).toBe(1);
    expect((await statsOf(anna)).messagesSentTotal).toBe(2);
  });

  it("are cut to whole UTC days", async () => {
    await close((await answered()).params);
    const first = backend.clock.now().toISOString();
    backend.clock.advance(40 * 24 * 3600);
    for (const person of [admin, anna]) person.token = await backend.people.signIn(person.id);
    await close((await answered()).params);
    const later = backend.clock.now().toISOString();
    expect((await statsOf(anna, { to: first })).closedTotal).toBe(1);
    expect((await statsOf(anna, { from: later })).closedTotal).toBe(1);
    expect((await statsOf(anna, { from: first, to: later })).closedTotal).toBe(2);
    const night = `${first.slice(0, 10)}T23:59:59Z`;
    expect(await statsOf(anna, { from: night, to: night })).toMatchObject({
      closedTotal: 1,
      assignedTotal: 1,
    });
    expect((await statsOf(anna, { from: "2030-01-01T00:00:00Z" })).closedTotal).toBe(0);
    const reversed = { as: admin.token, params: { id: anna.id }, query: { from: later, to: first } };
    expect((await backend.call(endpoints.getAgentStats, reversed)).status).toBe(400);
  });

  it("cost the same reads however long the history is", async () => {
    async function reads(query = {}): Promise<number> {
      await foldFacts(backend.ctx, { lagMillis: 0 });
      backend.emulator.meter.reset(backend.projectId);
      await statsOf(anna, query);
      return backend.emulator.meter.usage(backend.projectId).documentReads;
    }
    await close((await answered()).params);
    const [total, day] = [await reads(), await reads({ from: "2026-03-01T00:00:00Z" })];
    for (let i = 0; i < 8; i++) await close((await answered()).params);
    expect(await reads()).toBe(total);
    expect(await reads({ from: "2026-03-01T00:00:00Z" })).toBe(day);
    expect((await statsOf(anna)).closedTotal).toBe(9);
  });
});
