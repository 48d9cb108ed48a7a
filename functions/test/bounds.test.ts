import { endpoints } from "@livechat/contract";
import { afterEach, describe, expect, it } from "vitest";
import { routes } from "../src/http/routes.ts";
import { createLog } from "../src/platform/log.ts";
import { createApp } from "../src/server/app.ts";
import { rateLimits } from "../src/store/rate-limits.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
afterEach(() => backend.stop());

async function start(environment: Record<string, string> = {}): Promise<void> {
  backend = await startBackend({ CLIENT_ADDRESS: "hosting", ...environment });
  await backend.people.group("Sales", { isDefault: true });
}

const session = (headers: Record<string, string>) => backend.call(endpoints.startSession, { headers });

async function refusals(count: number, call: (i: number) => Promise<{ status: number }>): Promise<number> {
  let refused = 0;
  for (let i = 0; i < count; i++) if ((await call(i)).status === 429) refused += 1;
  return refused;
}

describe("sessions of a client that makes up its address", () => {
  const forged = (i: number) => ({
    "Fastly-Client-IP": `198.51.100.${i % 250}`,
    "X-Forwarded-For": `203.0.113.${i % 250}, 192.0.2.7`,
  });

  it("are limited by its connection", async () => {
    await start({ SESSIONS_PER_ADDRESS_PER_MINUTE: "1" });
    expect(await refusals(24, (i) => session(forged(i)))).toBe(4);
    const elsewhere = { "Fastly-Client-IP": "198.51.100.251", "X-Forwarded-For": "192.0.2.8" };
    expect((await session(elsewhere)).status).toBe(201);
  });

  it("are limited in all, whatever they come through", async () => {
    await start({ SESSIONS_PER_MINUTE: "10" });
    expect(await refusals(24, (i) => session({ "X-Forwarded-For": `192.0.2.${i}` }))).toBe(14);
    backend.clock.advance(60);
    expect((await session({})).status).toBe(201);
  });

  it("are one client's for a whole /64", async () => {
    await start({ SESSIONS_PER_ADDRESS_PER_MINUTE: "5" });
    const at = (i: number) => ({
      "Fastly-Client-IP": `2001:db8:0:1:${i}::1`,
      "X-Forwarded-For": "192.0.2.7",
    });
    expect(await refusals(24, (i) => session(at(i)))).toBe(19);
  });
});

describe("session bodies that are refused", () => {
  const broken = (i = 0) =>
    backend.fetch("/v1/widget/session", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": "192.0.2.1" },
      body: i % 2 ? "{" : JSON.stringify({ nonsense: true }),
    });

  it("are counted like those that are not", async () => {
    await start({ SESSIONS_PER_ADDRESS_PER_MINUTE: "5" });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await broken(i)).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429, 429]);
    expect((await session({ "X-Forwarded-For": "192.0.2.1" })).status).toBe(429);
  });

  it("are not looked at in detail when they are too large", async () => {
    await start();
    const metadata = Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`k${i}`, i]));
    const answer = await backend.call(endpoints.startSession, { body: { metadata } });
    expect(answer.error.details).toEqual([
      { path: "metadata", message: "must be at most 8192 bytes of JSON" },
    ]);
  });
});

describe("what one visitor may ask", () => {
  it("is bounded, however little each call is", async () => {
    await start({ CALLS_PER_VISITOR_PER_MINUTE: "20" });
    const { sessionToken: as, conversationId } = await backend.startSession({ message: "Hello" });
    const read = () => backend.call(endpoints.listConversationEvents, { as, params: { id: conversationId } });
    expect(await refusals(50, read)).toBe(30);
    const other = await backend.startSession({ message: "Hello" });
    const params = { id: other.conversationId };
    expect((await backend.call(endpoints.getConversation, { as: other.sessionToken, params })).status).toBe(
      200,
    );
  });
});

describe("calls without a valid token", () => {
  it("are bounded by address, of the public and of all other endpoints", async () => {
    await start({ PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: "10" });
    const headers = { "X-Forwarded-For": "192.0.2.1" };
    const health = () => backend.call(endpoints.getHealth, { headers, query: { deep: "true" } });
    expect(await refusals(12, health)).toBe(2);
    backend.clock.advance(60);
    const anna = await backend.people.agent("Anna");
    const guess = () => backend.call(endpoints.me, { headers, as: "abcdefghijklmnopqrst.".padEnd(64, "x") });
    backend.emulator.meter.reset(backend.projectId);
    expect(await refusals(30, guess)).toBe(20);
    expect(backend.emulator.meter.usage(backend.projectId).documentReads).toBeLessThanOrEqual(10);
    expect((await backend.call(endpoints.me, { as: anna.token })).status).toBe(200);
  });
});

describe("a stranger who asks for a thread or a conversation by its id", () => {
  it("cannot tell one that is there from one that is not, by the answer or by what it costs", async () => {
    await start();
    const { threadId, conversationId } = await backend.startSession({ message: "Hello" });
    const stranger = await backend.startSession({ message: "Hi" });
    const file = { name: "a.png", sizeBytes: 10, contentType: "image/png" };
    const calls: [string, (id: string) => string, string, object?][] = [
      ["GET", (id) => `/v1/threads/${id}`, threadId],
      ["GET", (id) => `/v1/threads/${id}/events`, threadId],
      ["GET", (id) => `/v1/threads/${id}/events?limit=1`, threadId],
      ["POST", (id) => `/v1/threads/${id}/events`, threadId, { text: "Hi" }],
      ["GET", (id) => `/v1/conversations/${id}`, conversationId],
      ["GET", (id) => `/v1/conversations/${id}/events`, conversationId],
      ["GET", (id) => `/v1/conversations/${id}/transcript`, conversationId],
      ["POST", (id) => `/v1/conversations/${id}/close`, conversationId],
      ["POST", (id) => `/v1/conversations/${id}/files`, conversationId, file],
    ];
    const ask = async (method: string, path: string, body?: object) => {
      backend.emulator.meter.reset(backend.projectId);
      const answer = await backend.fetch(path, {
        method,
        headers: {
          Authorization: `Bearer ${stranger.sessionToken}`,
          ...(body && { "Content-Type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const { error } = (await answer.json()) as { error: { type: string; message: string } };
      const { documentWrites } = backend.emulator.meter.usage(backend.projectId);
      return { status: answer.status, type: error.type, message: error.message, documentWrites };
    };
    for (const [method, path, id, body] of calls) {
      const missing = id.replace(/^.{6}/, "zzzzzz");
      const [there, notThere] = [await ask(method, path(id), body), await ask(method, path(missing), body)];
      expect(there, `${method} ${path(id)}`).toEqual(notThere);
      expect(there).toMatchObject({ status: 404, documentWrites: 0 });
    }
  });
});

describe("a message whose sender is looked up while the conversation is read", () => {
  const notAToken = "abcdefghijklmnopqrst.".padEnd(64, "x");

  it("tells whoever may not write nothing else, stores nothing, and reads two documents at most", async () => {
    await start();
    const { threadId, sessionToken } = await backend.startSession({ message: "Hello" });
    const stored = async () => (await backend.ctx.db.collectionGroup("events").get()).size;
    const before = await stored();
    const say = (id: string, as: string | undefined, body: object) =>
      backend.call(endpoints.addEvent, { ...(as && { as }), params: { id }, body: body as never });
    backend.emulator.meter.reset(backend.projectId);
    const answers: unknown[] = [];
    let calls = 0;
    for (const id of [threadId, "abcdefghijklmnopqrst-1", "nonsense", "__x__-1"]) {
      for (const body of [
        { text: "Hi" },
        {},
        { text: 1 },
        { nonsense: true },
        { type: "file", fileIds: ["f"] },
      ]) {
        for (const as of [undefined, "nonsense", notAToken, "a.b.c"]) {
          calls += 1;
          const { status, error } = await say(id, as, body);
          answers.push([status, error.type]);
        }
      }
    }
    const { documentReads } = backend.emulator.meter.usage(backend.projectId);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify([401, "authentication"])]),
    );
    expect(documentReads).toBeLessThanOrEqual(2 * calls);
    expect(await stored()).toBe(before);
    expect((await say(threadId, sessionToken, { text: "Hi" })).status).toBe(201);
  });

  it("is counted before it is stored", async () => {
    await start({ MESSAGES_PER_SENDER_PER_MINUTE: "3" });
    const { threadId, sessionToken: as } = await backend.startSession({ message: "Hello" });
    const say = () =>
      backend.call(endpoints.addEvent, { as, params: { id: threadId }, body: { text: "Hi" } });
    const answers = await Promise.all(Array.from({ length: 12 }, say));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    // With those of the start: the first message, and nothing of what was refused.
    const { docs } = await backend.ctx.db.collectionGroup("events").get();
    expect(docs.filter((found) => found.get("text") === "Hi")).toHaveLength(3);
  });
});

describe("a page of an origin that is not listed", () => {
  const call = (path: string, headers: Record<string, string>, method = "POST") =>
    backend.fetch(path, { method, headers });

  it("starts no session from its readers' browsers, with a call that asks nobody first", async () => {
    await start();
    const answer = await call("/v1/widget/session", { Origin: "https://stranger.example" });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { type: "authorization" } });
    expect((await backend.ctx.db.collection("visitors").get()).empty).toBe(true);
    expect((await rateLimits.all(backend.ctx.db).get()).empty).toBe(true);
    expect((await call("/v1/widget/session", { Origin: "null" })).status).toBe(403);
  });

  it("is told apart from the project's own pages and the listed ones", async () => {
    await start();
    const own = [
      { Origin: "http://backend.test" },
      { Origin: "https://chat.shop.test", "X-Forwarded-Host": "chat.shop.test" },
      { Origin: `https://${backend.projectId}.web.app` },
      { Origin: "https://shop.example" },
      {},
    ];
    for (const headers of own) {
      expect([headers, (await call("/v1/widget/session", headers)).status]).toEqual([headers, 201]);
    }
    expect((await call("/v1/agents", { Origin: "https://shop.example" }, "GET")).status).toBe(403);
  });
});

describe("what is logged of a call", () => {
  it("names the caller by kind and id, and takes no trace id that is none", async () => {
    await start();
    const lines: Record<string, unknown>[] = [];
    const log = createLog((line) => lines.push(JSON.parse(line)));
    const app = createApp(routes, { ...backend.ctx, log });
    const anna = await backend.people.agent("Anna");
    const ask = (trace: string) =>
      app.fetch(
        new Request("http://backend.test/v1/auth/me", {
          headers: { Authorization: `Bearer ${anna.token}`, "X-Cloud-Trace-Context": trace },
        }),
      );
    await ask(`${"x".repeat(3_000)}/1`);
    await ask(`${"0af7651916cd43dd8448eb211c80319c"}/1;o=1`);
    const traces = lines.map((line) => line["logging.googleapis.com/trace"]);
    expect(traces).toEqual([
      undefined,
      `projects/${backend.projectId}/traces/0af7651916cd43dd8448eb211c80319c`,
    ]);
    expect(lines[0]).toMatchObject({ status: 200, callerKind: "agent", callerId: anna.id });
  });

  it("tells failed, locked and successful logins without an e-mail or an address", async () => {
    await start();
    const lines: string[] = [];
    const app = createApp(routes, { ...backend.ctx, log: createLog((line) => lines.push(line)) });
    const login = (password: string) =>
      app.fetch(
        new Request("http://backend.test/v1/auth/login", {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-Forwarded-For": "192.0.2.77" },
          body: JSON.stringify({ email: "mallory@livechat.test", password }),
        }),
      );
    for (let i = 0; i < 6; i++) await login("wrong password");
    const events = lines.map((line) => JSON.parse(line)).filter((line) => line.securityEvent);
    expect(events.map(({ securityEvent }) => securityEvent)).toEqual([
      ...Array(5).fill("login_failed"),
      "login_locked",
    ]);
    expect(new Set(events.map(({ account }) => account)).size).toBe(1);
    expect(lines.join("\n")).not.toMatch(/mallory|192\.0\.2\.77|wrong password/);
  });
});

describe("a body that could not be kept as it was sent", () => {
  const send = (json: string) =>
    backend.fetch("/v1/widget/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: json,
    });

  it.each(['{"metadata": {"id": 1983516295378495150}}', '{"metadata": {"__proto__": {"a": 1}}}'])(
    "is refused: %s",
    async (json) => {
      await start();
      expect((await send(json)).status).toBe(400);
      expect((await backend.ctx.db.collection("visitors").get()).empty).toBe(true);
    },
  );
});
