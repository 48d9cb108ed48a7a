import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { visitors } from "../src/store/visitors.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let sales: string;
let admin: string;
let crm: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  const body = { name: "CRM sync", scopes: ["visitors:write", "conversations:read"] as const };
  const key = await backend.call(endpoints.createApiKey, {
    as: admin,
    body: { ...body, scopes: [...body.scopes] },
  });
  crm = key.body.secret;
});

afterEach(() => backend.stop());

const vera = { name: "Vera", email: "Vera@Example.com", locale: "de" };
const read = async (id: string, as = crm) =>
  (await backend.call(endpoints.getVisitor, { as, params: { id } })).body;
const list = async (query: Record<string, string>, as = crm) =>
  (await backend.call(endpoints.listVisitors, { as, query })).body.items;

describe("a visitor", () => {
  it("is read with what is known of them, by a key", async () => {
    const { visitorId, conversationId } = await backend.startSession({ visitor: vera, message: "Hello" });
    const at = backend.clock.now().toISOString();
    expect(await read(visitorId)).toEqual({
      id: visitorId,
      ...vera,
      country: null,
      externalId: null,
      isVerified: false,
      attributes: {},
      metadata: {},
      firstSeenAt: at,
      lastSeenAt: at,
      createdAt: at,
      updatedAt: at,
    });
    const own = await backend.call(endpoints.listVisitorConversations, {
      as: crm,
      params: { id: visitorId },
    });
    expect(own.body.items.map(({ id }) => id)).toEqual([conversationId]);
  });

  it("is found by e-mail in any case of letters, and by the company's own id", async () => {
    const { visitorId: id } = await backend.startSession({ visitor: vera });
    await backend.startSession({ visitor: { email: "otto@example.com" } });
    await backend.call(endpoints.updateVisitor, {
      as: crm,
      params: { id },
      body: { externalId: "customer-1" },
    });
    backend.clock.advance(3);
    for (const query of [
      { email: "vera@example.COM" },
      { externalId: "customer-1" },
      { email: "vera@example.com", order: "asc" },
      { externalId: "customer-1", updatedAfter: "2020-01-01T00:00:00Z" },
    ]) {
      expect((await list(query)).map((found) => found.id)).toEqual([id]);
    }
    expect(await list({ email: "nobody@example.com" })).toEqual([]);
  });

  it("is changed field by field, attributes by key", async () => {
    const { visitorId: id } = await backend.startSession({ visitor: vera });
    const change = (body: object) => backend.call(endpoints.updateVisitor, { as: crm, params: { id }, body });
    await change({ name: "Vera Muster", attributes: { plan: "pro", seats: 5 } });
    backend.clock.advance(60);
    const { body } = await change({ locale: null, attributes: { plan: null, tier: "gold" } });
    expect(body).toMatchObject({ name: "Vera Muster", locale: null, attributes: { seats: 5, tier: "gold" } });
    expect(await read(id)).toEqual(body);
    expect(body.updatedAt > body.lastSeenAt).toBe(true);
    const tooLarge = await change({ attributes: { a: "x".repeat(8_000), b: "y".repeat(400) } });
    expect([tooLarge.status, tooLarge.error.details?.[0]?.path]).toEqual([400, "attributes"]);
  });

  it("keeps the externalId that was signed", async () => {
    const { visitorId: id } = await backend.startSession({ visitor: vera });
    await visitors.ref(backend.ctx.db, id).update({ verified: true, externalId: "signed" });
    const change = (externalId: string) =>
      backend.call(endpoints.updateVisitor, { as: crm, params: { id }, body: { externalId } });
    expect((await change("another")).error.type).toBe("not_allowed");
    expect((await change("signed")).body.isVerified).toBe(true);
  });

  it("was last seen when a page called, noted once an hour", async () => {
    const { sessionToken, visitorId: id } = await backend.startSession({ visitor: vera });
    const call = () => backend.call(endpoints.startSession, { body: { sessionToken } });
    const { lastSeenAt: first } = await read(id);
    backend.clock.advance(1_800);
    await call();
    expect((await read(id)).lastSeenAt).toBe(first);
    backend.clock.advance(1_800);
    await call();
    const seen = await read(id);
    expect(seen.lastSeenAt).toBe(backend.clock.now().toISOString());
    expect(seen.firstSeenAt).toBe(first);
  });

  it("stored by an earlier release is read, found and changed", async () => {
    const now = backend.clock.now();
    const old = { name: null, email: "Old@example.com", locale: null, metadata: {}, conversationIds: [] };
    await visitors.ref(backend.ctx.db, "old").set({ id: "old", ...old, createdAt: now, updatedAt: now });
    backend.clock.advance(3_600);
    expect(await read("old")).toMatchObject({ isVerified: false, lastSeenAt: now.toISOString() });
    expect((await list({ email: "Old@example.com" })).map(({ id }) => id)).toEqual(["old"]);
    const changed = await backend.call(endpoints.updateVisitor, {
      as: crm,
      params: { id: "old" },
      body: { email: "new@example.com" },
    });
    expect(changed.body.lastSeenAt).toBe(now.toISOString());
    expect((await list({ email: "NEW@example.com" })).map(({ id }) => id)).toEqual(["old"]);
  });

  it("is for agents who may see one of their conversations", async () => {
    const support = await backend.people.group("Support");
    const anna = (await backend.people.agent("Anna", { groupIds: [sales], acceptingChats: false })).token;
    const ben = (await backend.people.agent("Ben", { groupIds: [support], acceptingChats: false })).token;
    const { visitorId: id } = await backend.startSession({ visitor: vera });
    await backend.startSession({ groupId: support });
    expect((await list({}, anna)).map((found) => found.id)).toEqual([id]);
    expect((await list({}, ben)).map((found) => found.id)).not.toContain(id);
    expect(await list({})).toHaveLength(2);
    expect((await read(id, anna)).email).toBe(vera.email);
    const refused = await backend.call(endpoints.getVisitor, { as: ben, params: { id } });
    expect(refused.error.type).toBe("authorization");
    const unknown = await backend.call(endpoints.getVisitor, { as: anna, params: { id: "nobody" } });
    expect(unknown.status).toBe(404);
  });
});
