import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nameOfList, writePageToken } from "../src/store/page-token.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let sales: string;
let support: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  support = await backend.people.group("Support");
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
});

afterEach(() => backend.stop());

describe("a list", () => {
  it("is read page by page, each item once, also while items are added", async () => {
    for (let i = 0; i < 7; i++) {
      await backend.call(endpoints.createTag, { as: admin, body: { name: `Tag ${i}` } });
    }
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const query = { limit: "3", ...(pageToken !== undefined && { pageToken }) };
      const { body } = await backend.call(endpoints.listTags, { as: admin, query });
      expect(body.items.length).toBeLessThanOrEqual(3);
      seen.push(...body.items.map(({ name }) => name));
      if (pageToken === undefined) {
        backend.clock.advance(1);
        await backend.call(endpoints.createTag, { as: admin, body: { name: "Tag 7" } });
      }
      pageToken = body.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect([...seen].sort()).toEqual(Array.from({ length: 8 }, (_, i) => `Tag ${i}`));
  });

  it.each([
    ["limit", "0"],
    ["limit", "101"],
    ["limit", "1e1"],
    ["limit", ""],
    ["pageToken", "nonsense"],
    ["pageToken", Buffer.from("[1,2,3]").toString("base64url")],
    ["pageToken", writePageToken(nameOfList("tags"), 7)],
    ["pageToken", writePageToken(nameOfList("tags"), ["1", "2", "__x__/y"])],
    ["pageToken", writePageToken(nameOfList("tags"), ["9e99", "0", "id"])],
    ["includeDeleted", "yes"],
    ["color", "red"],
    ["__proto__", "red"],
    ["constructor", "red"],
  ])("refuses %s=%s", async (name, value) => {
    const query = Object.fromEntries([[name, value]]);
    const answer = await backend.call(endpoints.listTags, { as: admin, query });
    expect([answer.status, answer.error.type]).toEqual([400, "validation"]);
    expect(answer.error.details?.[0]?.path).toBe(name);
  });
});

describe("a page token", () => {
  const next = async (endpoint: typeof endpoints.listAgents, query: Record<string, string>) =>
    (await backend.call(endpoint, { as: admin, query: { limit: "1", ...query } })).body.nextPageToken ?? "";

  beforeEach(async () => {
    await backend.people.agent("Anna", { groupIds: [sales] });
    await backend.people.agent("Ben", { groupIds: [sales] });
  });

  it("belongs to its list", async () => {
    const pageToken = await next(endpoints.listAgents, {});
    const groups = await backend.call(endpoints.listGroups, { as: admin, query: { pageToken } });
    expect([groups.status, groups.error.details?.[0]?.message]).toEqual([
      400,
      "is not a page token of this list",
    ]);
    expect((await backend.call(endpoints.listAgents, { as: admin, query: { pageToken } })).status).toBe(200);
  });

  it("belongs to the filters with which it was made, in any order, and to any size of page", async () => {
    const pageToken = await next(endpoints.listAgents, { role: "agent", groupId: sales });
    const list = async (query: Record<string, string>) =>
      (await backend.call(endpoints.listAgents, { as: admin, query: { ...query, pageToken } })).status;
    expect(await list({ groupId: sales, role: "agent", limit: "9" })).toBe(200);
    expect(await list({ role: "agent" })).toBe(400);
    expect(await list({ role: "agent", groupId: support })).toBe(400);
    expect(await list({ role: "agent", groupId: sales, includeDeleted: "true" })).toBe(400);
    expect(await list({ role: "agent", groupId: sales, includeDeleted: "false" })).toBe(200);
  });

  it("belongs to the conversation whose events it goes through", async () => {
    const [first, second] = [await backend.startSession({ message: "Hello" }), await backend.startSession()];
    const body = { text: "Anybody?" };
    await backend.call(endpoints.addEvent, { as: admin, params: { id: first.threadId }, body });
    const read = (id: string, query: Record<string, string>) =>
      backend.call(endpoints.listConversationEvents, { as: admin, params: { id }, query });
    const pageToken = (await read(first.conversationId, { limit: "1" })).body.nextPageToken ?? "";
    expect((await read(first.conversationId, { pageToken })).body.items.map(({ seq }) => seq)).toEqual([2]);
    expect((await read(second.conversationId, { pageToken })).status).toBe(400);
  });
});

describe("the list of agents", () => {
  it("is filtered by role, status and group, together", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    await backend.people.agent("Ben", { groupIds: [support] });
    await backend.people.agent("Sue", { groupIds: [sales], role: "supervisor" });
    await backend.people.agent("Olaf", { groupIds: [sales], status: "offline" });
    const query = { role: "agent", status: "online", groupId: sales } as const;
    const { body } = await backend.call(endpoints.listAgents, { as: admin, query });
    expect(body.items.map(({ id }) => id)).toEqual([anna.id]);
    expect(JSON.stringify(body)).not.toMatch(/password|routingPools|activeConversationIds|tokenGeneration/);
  });
});

describe("the list of conversations", () => {
  const list = async (as: string, query: Record<string, string> = {}) =>
    (await backend.call(endpoints.listConversations, { as, query })).body.items.map(({ id }) => id);

  async function session(groupId: string): Promise<string> {
    backend.clock.advance(60);
    return (await backend.startSession({ groupId })).conversationId;
  }

  const assign = (id: string, agentId: string) =>
    backend.call(endpoints.assignConversation, { as: admin, params: { id }, body: { agentId, force: true } });

  it("shows agents their groups' conversations and their own, supervisors all, newest activity first", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const nora = await backend.people.agent("Nora");
    const sue = await backend.people.agent("Sue", { role: "supervisor" });
    const [first, second, third] = [await session(sales), await session(support), await session(sales)];
    backend.clock.advance(60);
    await assign(second, anna.id);
    expect(await list(sue.token)).toEqual([second, third, first]);
    expect(await list(anna.token)).toEqual([second, third, first]);
    expect(await list(anna.token, { groupId: support })).toEqual([second]);
    expect(await list(anna.token, { groupId: sales })).toEqual([third, first]);
    expect(await list(nora.token)).toEqual([]);
    expect(await list(nora.token, { agentId: anna.id })).toEqual([]);
  });

  it("combines its filters", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const tag = (await backend.call(endpoints.createTag, { as: admin, body: { name: "Refund" } })).body.id;
    const [first, second] = [await session(sales), await session(sales)];
    const before = backend.clock.now().toISOString();
    backend.clock.advance(60);
    await assign(first, anna.id);
    await backend.call(endpoints.addConversationTag, { as: admin, params: { id: first, tagId: tag } });
    const { visitorId } = (
      await backend.call(endpoints.getConversation, { as: admin, params: { id: first } })
    ).body;
    const all = { status: "active", groupId: sales, agentId: anna.id, tagId: tag, visitorId, from: before };
    expect(await list(anna.token, all)).toEqual([first]);
    expect(await list(admin, all)).toEqual([first]);
    expect(await list(admin, { ...all, status: "pending" })).toEqual([]);
    expect(await list(admin, { to: before })).toEqual([second]);
    expect(await list(admin, { status: "pending", groupId: sales })).toEqual([second]);
    const refused = await backend.call(endpoints.listConversations, {
      as: admin,
      query: { from: before, to: "2020-01-01T00:00:00Z" },
    });
    expect(refused.status).toBe(400);
  });

  it("is complete and without repeats for an agent of more groups than one query takes", async () => {
    const groupIds: string[] = [];
    for (let i = 0; i < 40; i++) groupIds.push(await backend.people.group(`Group ${i}`));
    const anna = await backend.people.agent("Anna", { groupIds });
    const started: string[] = [];
    for (const groupId of [...groupIds.slice(0, 5), ...groupIds.slice(-5)])
      started.push(await session(groupId));
    await assign(started[0] ?? "", anna.id);
    await assign(started[9] ?? "", anna.id);
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const query = { limit: "3", ...(pageToken !== undefined && { pageToken }) };
      const { body } = await backend.call(endpoints.listConversations, { as: anna.token, query });
      seen.push(...body.items.map(({ id }) => id));
      pageToken = body.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(seen).toHaveLength(10);
    expect(new Set(seen)).toEqual(new Set(started));
  });
});

describe("membership", () => {
  it("takes 500 agents in one call, and names who is unknown without changing anything", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 500; i++) ids.push((await backend.people.agent(`Agent${i}`)).id);
    const add = (agentIds: string[]) =>
      backend.call(endpoints.addGroupAgents, { as: admin, params: { id: sales }, body: { agentIds } });
    const refused = await add([...ids.slice(0, 499), "nobody"]);
    expect([refused.status, refused.error.details?.[0]?.message]).toEqual([404, "no such agent: nobody"]);
    const read = () => backend.call(endpoints.getGroup, { as: admin, params: { id: sales } });
    expect((await read()).body.agentIds).toEqual([]);
    expect((await add(ids)).body.agentIds).toEqual(ids);
    expect((await add([ids[0] ?? "", ids[0] ?? ""])).body.agentIds).toEqual(ids);
    const query = { groupId: sales, limit: "100" };
    expect((await backend.call(endpoints.listAgents, { as: admin, query })).body.items).toHaveLength(100);
  });

  it("ends for one agent without touching running conversations", async () => {
    const anna = await backend.people.agent("Anna", { groupIds: [sales] });
    const { conversationId } = await backend.startSession();
    const body = { agentId: anna.id };
    await backend.call(endpoints.assignConversation, { as: admin, params: { id: conversationId }, body });
    const remove = () =>
      backend.call(endpoints.removeGroupAgent, { as: admin, params: { id: sales, agentId: anna.id } });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    const params = { id: conversationId };
    const { assignedAgentId } = (await backend.call(endpoints.getConversation, { as: admin, params })).body;
    expect(assignedAgentId).toBe(anna.id);
  });
});

describe("conversations that move while somebody pages", () => {
  it("are each met once, as they were when the first page was read", async () => {
    const first = await backend.startSession({ message: "one" });
    const others = [];
    for (const message of ["two", "three"]) {
      backend.clock.advance(1);
      others.push(await backend.startSession({ message }));
    }
    const admin = await backend.people.agent(`Pager ${Date.now()}`, { role: "admin" });
    const list = async (query: { limit: string; pageToken?: string }) =>
      (await backend.call(endpoints.listConversations, { as: admin.token, query })).body;
    backend.clock.advance(1);
    const page = await list({ limit: "2" });
    backend.clock.advance(1);
    const params = { id: first.threadId };
    await backend.call(endpoints.addEvent, { as: first.sessionToken, params, body: { text: "me again" } });
    const seen = new Set(page.items.map(({ id }) => id));
    let pageToken = page.nextPageToken;
    while (pageToken) {
      const next = await list({ limit: "2", pageToken });
      for (const { id } of next.items) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
      pageToken = next.nextPageToken;
    }
    for (const { conversationId } of [first, ...others]) expect(seen.has(conversationId)).toBe(true);
  });

  it("give no 5xx for a token that nobody was given", async () => {
    const admin = await backend.people.agent(`Forger ${Date.now()}`, { role: "admin" });
    for (const message of ["one", "two"]) await backend.startSession({ message });
    const page = await backend.call(endpoints.listConversations, { as: admin.token, query: { limit: "1" } });
    const [list, parts] = JSON.parse(
      Buffer.from(page.body.nextPageToken ?? "", "base64url").toString("utf8"),
    ) as [string, string[]];
    const forged = [
      [2, "__x__"],
      [2, "../x"],
      [0, "-99999999999"],
      [1, "-1"],
      [3, "99999999999"],
      [3, "0"],
      [3, "x"],
      [4, "1000000000"],
    ] as const;
    for (const [at, value] of forged) {
      const changed = parts.map((part, i) => (i === at ? value : part));
      const pageToken = Buffer.from(JSON.stringify([list, changed])).toString("base64url");
      const query = { limit: "1", pageToken };
      const answer = await backend.call(endpoints.listConversations, { as: admin.token, query });
      expect([value, answer.status]).toEqual([value, 400]);
    }
  });
});
