import { endpoints, type Session } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverAll } from "./deliver.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let anna: { id: string; token: string };
let vera: Session;
const DAY_SECONDS = 24 * 3600;

beforeEach(async () => {
  backend = await startBackend();
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  const sales = await backend.people.group("Sales", { isDefault: true });
  anna = await backend.people.agent("Anna", { groupIds: [sales] });
  vera = await backend.startSession({ message: "Hello", visitor: { name: "Vera", locale: "de-CH" } });
  await deliverAll(backend);
});

afterEach(() => backend.stop());

const params = () => ({ id: vera.conversationId });
const rate = (score: number, comment?: string, as = vera.sessionToken) =>
  backend.call(endpoints.rateConversation, {
    as,
    params: params(),
    body: { score, ...(comment !== undefined && { comment }) },
  });
const close = () => backend.call(endpoints.closeConversation, { as: anna.token, params: params() });
const conversation = async () =>
  (await backend.call(endpoints.getConversation, { as: admin, params: params() })).body;
const list = async (query = {}) =>
  (await backend.call(endpoints.listRatings, { as: admin, query })).body.items;

async function setRating(rating: object): Promise<void> {
  const widget = { as: admin, params: { id: "default" } };
  await backend.call(endpoints.updateWidget, { ...widget, body: { rating } });
  await backend.call(endpoints.publishWidget, widget);
}

describe("a rating", () => {
  it("is of a closed conversation, and credited to who had it", async () => {
    expect((await rate(1)).error.type).toBe("not_allowed");
    await close();
    const rated = await rate(1, " Quick and friendly. ");
    expect(rated.body).toMatchObject({
      agentId: anna.id,
      score: 1,
      comment: "Quick and friendly.",
      scale: "thumbs",
    });
    expect((await conversation()).rating).toMatchObject({ score: 1, scale: "thumbs" });
    expect(await list({ agentId: anna.id })).toHaveLength(1);
    expect(await list({ agentId: "nobody" })).toEqual([]);
  });

  it("can be changed for 24 hours", async () => {
    await close();
    await rate(1);
    backend.clock.advance(DAY_SECONDS);
    expect((await rate(0)).body).toMatchObject({ score: 0, comment: null });
    backend.clock.advance(1);
    expect((await rate(1)).error.type).toBe("not_allowed");
    admin = (await backend.people.agent("Alan", { role: "admin" })).token;
    expect(await list()).toHaveLength(1);
  });

  it("is asked for again after a reopening, and both stay", async () => {
    await close();
    await rate(0);
    const thread = { as: vera.sessionToken, params: { id: vera.threadId }, body: { text: "One more thing" } };
    await backend.call(endpoints.addEvent, thread);
    expect((await rate(1)).error.type).toBe("not_allowed");
    await deliverAll(backend);
    await close();
    backend.clock.advance(1);
    await rate(1);
    expect((await list()).map(({ score }) => score)).toEqual([1, 0]);
    expect((await conversation()).rating?.score).toBe(1);
  });

  it("is on the widget's scale, and only where it asks", async () => {
    await close();
    expect((await rate(2)).error.details).toEqual([{ path: "score", message: "must be 0 to 1" }]);
    await setRating({ scale: "five", comment: false });
    expect((await rate(0)).status).toBe(400);
    expect((await rate(5, "Nice")).error.details?.[0]?.path).toBe("comment");
    expect((await rate(5)).body.scale).toBe("five");
    await setRating({ ask: "never" });
    expect((await rate(5)).error.type).toBe("not_allowed");
  });

  it("is for the conversation's visitor alone", async () => {
    await close();
    const otto = await backend.startSession();
    expect((await rate(1, undefined, otto.sessionToken)).status).toBe(404);
    expect((await rate(1, undefined, anna.token)).status).toBe(403);
  });
});

describe("a transcript", () => {
  const transcript = (format: "text" | "html", as = vera.sessionToken) =>
    backend.call(endpoints.getTranscript, { as, params: params(), query: { format } });
  const say = async (text: string, visibility?: "agents") => {
    const { activeThreadId } = await conversation();
    const body = { text, ...(visibility && { visibility }) };
    await backend.call(endpoints.addEvent, { as: anna.token, params: { id: activeThreadId ?? "" }, body });
  };

  it("is what people wrote, in the visitor's language, without notes", async () => {
    await say("Hi Vera.");
    await say("A difficult one.", "agents");
    const answer = await transcript("text");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.body.split("\n\n")).toEqual([
      "Protokoll Ihres Gesprächs",
      "02.03.2026, 09:00  Vera\nHello",
      "02.03.2026, 09:00\nAnna ist jetzt da",
      "02.03.2026, 09:00  Anna\nHi Vera.\n",
    ]);
    expect((await transcript("text", anna.token)).body).toBe(answer.body);
  });

  it("tells of a transfer once, although two threads say so", async () => {
    const support = await backend.people.group("Support");
    const body = { groupId: support };
    await backend.call(endpoints.transferConversation, { as: anna.token, params: params(), body });
    const transferred = (
      await backend.call(endpoints.listConversationEvents, { as: vera.sessionToken, params: params() })
    ).body.items.filter(({ systemType }) => systemType === "transferred");
    expect(transferred).toHaveLength(2);
    expect((await transcript("text")).body.match(/weiter/gi)).toHaveLength(1);
  });

  it("escapes whatever somebody wrote, and is a download that runs nothing", async () => {
    await say(`</p><script>alert(1)</script><img src=x onerror="alert(2)">`);
    const answer = await transcript("html");
    expect(answer.body).not.toMatch(/<script|<img/);
    expect(answer.body).toContain("&lt;script&gt;");
    expect(answer.body).toContain('<html lang="de" dir="ltr">');
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("is for who may read the conversation", async () => {
    const otto = await backend.startSession();
    expect((await transcript("text", otto.sessionToken)).status).toBe(404);
  });
});

describe("a visitor's own conversations", () => {
  it("are listed, and nobody else's, whatever is asked for", async () => {
    await close();
    const again = await backend.startSession({ sessionToken: vera.sessionToken, message: "Again" });
    const otto = await backend.startSession({ message: "Hi" });
    const listFor = async (as: string, query = {}) =>
      (await backend.call(endpoints.listConversations, { as, query })).body.items.map(({ id }) => id);
    expect((await listFor(vera.sessionToken)).sort()).toEqual(
      [vera.conversationId, again.conversationId].sort(),
    );
    expect(await listFor(vera.sessionToken, { status: "closed" })).toEqual([vera.conversationId]);
    expect(await listFor(vera.sessionToken, { visitorId: otto.visitorId })).toEqual([]);
    expect(await listFor(otto.sessionToken)).toEqual([otto.conversationId]);
  });
});
