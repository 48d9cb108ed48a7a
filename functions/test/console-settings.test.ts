import { DEFAULT_AGENT_SETTINGS, endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let anna: { id: string; token: string };
let sales: string;

beforeEach(async () => {
  backend = await startBackend();
  sales = await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  anna = await backend.people.agent("Anna", { groupIds: [sales] });
});
afterEach(() => backend.stop());

describe("settings", () => {
  it("of the company have defaults, change key by key, and leave an audit entry", async () => {
    const before = await backend.call(endpoints.getSettings, { as: anna.token });
    expect(before.body).toEqual({ companyName: "", defaultLocale: "en", timeZone: "UTC", updatedAt: null });
    const body = { timeZone: "Asia/Kathmandu" };
    await backend.call(endpoints.updateSettings, { as: admin, body });
    const after = await backend.call(endpoints.getSettings, { as: anna.token });
    expect(after.body).toMatchObject({ companyName: "", timeZone: "Asia/Kathmandu" });
    const { body: audit } = await backend.call(endpoints.listAudit, { as: admin });
    expect(audit.items[0]).toMatchObject({
      action: "settings.updated",
      before: { timeZone: "UTC" },
      after: { timeZone: "Asia/Kathmandu" },
    });
  });

  it("refuse a zone that is none", async () => {
    const answer = await backend.call(endpoints.updateSettings, {
      as: admin,
      body: { timeZone: "Moon/Base" },
    });
    expect(answer.error).toMatchObject({ type: "validation", details: [{ path: "timeZone" }] });
  });

  it("of an agent are merged, sounds by kind", async () => {
    const update = (body: Record<string, unknown>) =>
      backend.call(endpoints.updateMySettings, { as: anna.token, body });
    await update({ theme: "dark", sounds: { message: "off" } });
    await update({ sounds: { waiting: "ring" } });
    const { body } = await backend.call(endpoints.getMySettings, { as: anna.token });
    expect(body).toEqual({
      ...DEFAULT_AGENT_SETTINGS,
      theme: "dark",
      sounds: { ...DEFAULT_AGENT_SETTINGS.sounds, message: "off", waiting: "ring" },
    });
  });
});

describe("the audit log", () => {
  it("is filtered by what was done, to what and by whom, and paged", async () => {
    for (const name of ["One", "Two", "Three"]) {
      await backend.call(endpoints.createTag, { as: admin, body: { name, color: "#000000" } });
    }
    const page = await backend.call(endpoints.listAudit, {
      as: admin,
      query: { action: "tag.created", limit: "2" },
    });
    expect(page.body.items).toHaveLength(2);
    const targetId = page.body.items[0]?.target.id ?? "";
    const found = await backend.call(endpoints.listAudit, { as: admin, query: { targetId } });
    expect(found.body.items.map(({ target }) => target.id)).toEqual([targetId]);
  });
});

describe("a draft", () => {
  it("is one's own, one for each mode, and gone when it is dropped or 30 days old", async () => {
    const { conversationId: id } = await backend.startSession({ groupId: sales });
    const chloe = (await backend.people.agent("Chloe", { groupIds: [sales] })).token;
    const read = (as: string, mode: "reply" | "note") =>
      backend.call(endpoints.getDraft, { as, params: { id }, query: { mode } });
    const body = { mode: "note", text: "She called before", throughSeq: 1 } as const;
    await backend.call(endpoints.saveDraft, { as: anna.token, params: { id }, body });
    expect((await read(anna.token, "note")).body).toMatchObject(body);
    expect((await read(anna.token, "reply")).status).toBe(404);
    expect((await read(chloe, "note")).status).toBe(404);
    const query = { mode: "reply", orEmpty: "true" } as const;
    const empty = await backend.call(endpoints.getDraft, { as: anna.token, params: { id }, query });
    expect([empty.status, empty.body]).toEqual([
      200,
      { conversationId: id, mode: "reply", text: "", throughSeq: 0, updatedAt: null },
    ]);
    backend.clock.advance(30 * 24 * 3600);
    const later = await backend.people.signIn(anna.id);
    expect((await read(later, "note")).status).toBe(404);
  });
});

describe("notifications", () => {
  it("are listed newest first, and read one by one or all at once", async () => {
    const give = async () => {
      const { conversationId } = await backend.startSession({ groupId: sales });
      const body = { agentId: anna.id };
      await backend.call(endpoints.assignConversation, { as: admin, params: { id: conversationId }, body });
      backend.clock.advance(1);
      return conversationId;
    };
    const ids = [await give(), await give(), await give()];
    const list = async (unread?: "true") => {
      const query = unread ? { unread } : {};
      return (await backend.call(endpoints.listNotifications, { as: anna.token, query })).body.items;
    };
    const all = await list();
    expect(all.map(({ conversationId }) => conversationId)).toEqual([...ids].reverse());
    const id = all[0]?.id ?? "";
    await backend.call(endpoints.readNotification, { as: anna.token, params: { id } });
    expect(await list("true")).toHaveLength(2);
    await backend.call(endpoints.readAllNotifications, { as: anna.token });
    expect(await list("true")).toEqual([]);
    expect(await list()).toHaveLength(3);
  });
});
