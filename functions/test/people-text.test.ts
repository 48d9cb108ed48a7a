import { createHash } from "node:crypto";
import { endpoints } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { uniqueKeys } from "../src/store/unique-keys.ts";
import { type Backend, startBackend } from "./harness.ts";

const UNSEEN = [
  "\u200b",
  "\u2060\ufeff",
  "\u3164",
  "\u2800",
  "\u00ad",
  "\u202e",
  "\u115f\u00a0",
  "\u{e0041}",
  "\u034f",
];

let backend: Backend;
let as: string;

beforeAll(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  as = (await backend.people.agent("Ada", { role: "admin" })).token;
});
afterAll(() => backend.stop());

const inAgent = (text: string) => ({ name: text, email: "x@livechat.test", password: "a password" });

const fields: Record<string, (text: string) => Promise<{ status: number }>> = {
  "a visitor's message": (message) => backend.call(endpoints.startSession, { body: { message } }),
  "a visitor's name": (name) => backend.call(endpoints.startSession, { body: { visitor: { name } } }),
  "an agent's name": (name) => backend.call(endpoints.createAgent, { as, body: inAgent(name) }),
  "a group's name": (name) => backend.call(endpoints.createGroup, { as, body: { name } }),
  "a group's description": (description) =>
    backend.call(endpoints.createGroup, { as, body: { name: "Described", description } }),
  "a tag's name": (name) => backend.call(endpoints.createTag, { as, body: { name } }),
};

describe.each(Object.entries(fields))("%s", (_, send) => {
  it("shows something", async () => {
    for (const text of UNSEEN) expect([text, (await send(text)).status]).toEqual([text, 400]);
  });
});

describe("a message", () => {
  it.each(["👍", "👨‍👩‍👧", "👋🏽", "؟", "नमस्ते", "ㄱ", "¿", "\u200f.\u200f", " a "])(
    "of %j is taken",
    async (message) => {
      expect((await backend.call(endpoints.startSession, { body: { message } })).status).toBe(201);
    },
  );
});

describe("names that look alike", () => {
  const tag = (name: string) => backend.call(endpoints.createTag, { as, body: { name } });

  it("are one name, whatever stands between their letters", async () => {
    expect((await tag("Gold card")).status).toBe(201);
    for (const name of ["Gold  card", "Gold\u00a0card", "GOLD\u200b CARD", "Gold\u2003 card"]) {
      expect([name, (await tag(name)).status]).toEqual([name, 409]);
    }
    expect((await tag("Kılıç")).status).toBe(201);
    expect((await tag("Kiliç")).status).toBe(201);
  });

  it("that release 0.1.0 has stored are released with their owner", async () => {
    const { id } = (await tag("Old  name")).body;
    const { db } = backend.ctx;
    const hash = createHash("sha256").update("old  name").digest("base64url");
    const before = uniqueKeys.ref(db, `tag-name:${hash}`);
    await before.set({ ownerId: id, value: "old  name" });
    await backend.call(endpoints.deleteTag, { as, params: { id } });
    expect((await before.get()).exists).toBe(false);
    expect((await tag("Old name")).status).toBe(201);
  });
});

describe("an e-mail", () => {
  it.each(["sales&support@example.com", "o'brien@example.com", "a=b@example.com", "x@localhost"])(
    "%s is taken as browsers take it",
    async (email) => {
      expect((await backend.call(endpoints.startSession, { body: { visitor: { email } } })).status).toBe(201);
    },
  );

  it.each(["no at", "a@", "@b.example", "a b@example.com", "a@b@c.example", "a@-b.example"])(
    "%s is refused as browsers refuse it",
    async (email) => {
      expect((await backend.call(endpoints.startSession, { body: { visitor: { email } } })).status).toBe(400);
    },
  );
});
