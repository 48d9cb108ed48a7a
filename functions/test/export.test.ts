import { type Conversation, type Event, endpoints } from "@livechat/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

/** More than are read at a time. */
const CONVERSATIONS = 23;
/** Lists in the order of their changes lag behind. */
const LAG_SECONDS = 3;

let backend: Backend;
let admin: string;
let firstId: string;
beforeAll(async () => {
  backend = await startBackend();
  const sales = await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  await backend.people.agent("Anna", { groupIds: [sales], acceptingChats: false });
  for (let n = 0; n < CONVERSATIONS; n++) {
    const session = await backend.startSession({ message: `Question ${n}` });
    if (n === 0) firstId = session.conversationId;
    backend.clock.advance(1);
  }
  const params = { id: `${firstId}-1` };
  await backend.call(endpoints.addEvent, {
    as: admin,
    params,
    body: { text: "A note", visibility: "agents" },
  });
});
beforeEach(() => backend.clock.advance(LAG_SECONDS));
afterAll(() => backend.stop());

type Line = Conversation & { events: Event[] };

async function exported(query: { from?: string; to?: string } = {}, as = admin): Promise<Line[]> {
  const { status, body: text, headers } = await backend.call(endpoints.exportConversations, { as, query });
  expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
  expect(text === "" || text.endsWith("\n")).toBe(true);
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("the export of conversations", () => {
  it("has each with its events, notes too, as the API shows them, in the order of their changes", async () => {
    const lines = await exported();
    expect(lines).toHaveLength(CONVERSATIONS);
    expect(lines.at(-1)?.id).toBe(firstId);
    for (const { events, ...conversation } of [lines.at(0) as Line, lines.at(-1) as Line]) {
      const asked = { as: admin, params: { id: conversation.id } };
      expect(conversation).toEqual((await backend.call(endpoints.getConversation, asked)).body);
      expect(events).toEqual((await backend.call(endpoints.listConversationEvents, asked)).body.items);
    }
    expect(lines.at(-1)?.events.map(({ text }) => text)).toEqual(["Question 0", "A note"]);
  });

  it("has what last changed in the range, so that ranges side by side miss nothing", async () => {
    const all = await exported();
    const middle = all[10]?.updatedAt ?? "";
    const before = await exported({ to: new Date(Date.parse(middle) - 1).toISOString() });
    const after = await exported({ from: middle });
    expect([...before, ...after].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(before.length).toBe(10);
    expect(await exported({ from: "2031-01-01T00:00:00Z" })).toEqual([]);
  });

  it("is for keys with the scope, supervisors and admins, and for ranges that do not end before they begin", async () => {
    const makeKey = async (scope: "conversations:read" | "tags:read") =>
      (await backend.call(endpoints.createApiKey, { as: admin, body: { name: scope, scopes: [scope] } })).body
        .secret;
    expect(await exported({}, await makeKey("conversations:read"))).toHaveLength(CONVERSATIONS);
    const other = await backend.call(endpoints.exportConversations, { as: await makeKey("tags:read") });
    expect(other.error).toMatchObject({
      type: "authorization",
      message: expect.stringContaining("conversations:read"),
    });
    const query = { from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" };
    const wrong = await backend.call(endpoints.exportConversations, { as: admin, query });
    expect(wrong.error.type).toBe("validation");
  });
});
