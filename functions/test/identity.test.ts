import { endpoints, type IdentityRefusal, type NewIdentityKey } from "@livechat/contract";
import fc from "fast-check";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { visitors } from "../src/store/visitors.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let key: NewIdentityKey;

beforeEach(async () => {
  backend = await startBackend();
  await setUp();
});

afterEach(() => backend.stop());

async function setUp(): Promise<void> {
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  await backend.people.group("Sales", { isDefault: true });
  key = (await backend.call(endpoints.createIdentityKey, { as: admin, body: { name: "Shop" } })).body;
  await setMode("enforce");
}

async function setMode(identity: "off" | "report" | "enforce"): Promise<void> {
  const widget = { as: admin, params: { id: "default" } };
  await backend.call(endpoints.updateWidget, { ...widget, body: { identity } });
  await backend.call(endpoints.publishWidget, widget);
}

const seconds = () => Math.floor(backend.clock.now().getTime() / 1000);
const bytesOf = ({ secret }: NewIdentityKey) => Buffer.from(secret.replace("lc_idk_", ""), "base64url");

interface Changes {
  claims?: Record<string, unknown>;
  keyid?: string;
  secret?: Buffer;
  algorithm?: jwt.Algorithm;
}

function sign(
  sub: string,
  { claims = {}, keyid = key.id, secret = bytesOf(key), algorithm = "HS256" }: Changes = {},
) {
  const payload = { sub, aud: backend.projectId, iat: seconds(), exp: seconds() + 3600, ...claims };
  const given = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return jwt.sign(given, algorithm === "none" ? "" : secret, {
    algorithm,
    keyid,
    noTimestamp: claims.iat === undefined && "iat" in claims,
  });
}

const identify = (token: string, sessionToken?: string) =>
  backend.call(endpoints.identify, { body: { token, ...(sessionToken !== undefined && { sessionToken }) } });

describe("an identity", () => {
  it("is taken for the browser's session, with signed facts that a page cannot overwrite", async () => {
    const vera = await backend.startSession({
      visitor: { name: "V", email: "v@example.com" },
      message: "Hello",
    });
    const token = sign("42", {
      claims: { name: "Vera Meier", email: "vera@example.com", attributes: { plan: "pro" } },
    });
    const answer = await identify(token, vera.sessionToken);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      visitorId: vera.visitorId,
      conversationId: vera.conversationId,
      verified: true,
      reason: null,
    });
    await backend.call(endpoints.leaveOfflineMessage, {
      body: {
        sessionToken: vera.sessionToken,
        visitor: { name: "Eve", email: "eve@example.com", locale: "de" },
        message: "x",
      },
    });
    expect(await visitors.get(backend.ctx.db, vera.visitorId)).toMatchObject({
      name: "Vera Meier",
      email: "vera@example.com",
      locale: "de",
      externalId: "42",
      verified: true,
      attributes: { plan: "pro" },
    });
  });

  it("begins a session where there is none, and takes the browser's as a bearer token, too", async () => {
    const first = await identify(sign("42"));
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ conversationId: null, verified: true });
    const again = await backend.call(endpoints.identify, {
      body: { token: sign("42") },
      as: first.body.sessionToken,
    });
    expect(again.status).toBe(200);
    expect(again.body.visitorId).toBe(first.body.visitorId);
  });

  it("takes an e-mail that is said to be unproven for no signed fact", async () => {
    const claims = { email: "vera@example.com", emailVerified: false };
    const { visitorId } = (await identify(sign("42", { claims }))).body;
    expect((await visitors.get(backend.ctx.db, visitorId))?.email).toBeNull();
  });

  it("shows a second browser the conversations of the first, open ones to go on in", async () => {
    const desk = (await identify(sign("42"))).body;
    const chat = await backend.startSession({ sessionToken: desk.sessionToken, message: "From my desk" });
    const phone = (await identify(sign("42"))).body;
    expect(phone.sessionToken.split(".")[0]).not.toBe(desk.visitorId);
    // The rules let a conversation's own visitor listen.
    expect(phone.visitorId).toBe(desk.visitorId);
    expect(phone.conversationId).toBe(chat.conversationId);
    const read = { as: phone.sessionToken, params: { id: chat.conversationId } };
    expect((await backend.call(endpoints.getConversation, read)).status).toBe(200);
    const say = { as: phone.sessionToken, params: { id: chat.threadId }, body: { text: "From my phone" } };
    expect((await backend.call(endpoints.addEvent, say)).status).toBe(201);
    const started = await backend.startSession({ sessionToken: phone.sessionToken, message: "Again" });
    expect(started.conversationId).toBe(chat.conversationId);
    const listed = await backend.call(endpoints.listConversations, { as: desk.sessionToken });
    expect(listed.body.items).toHaveLength(1);
  });

  it("of another person begins another session, and leaves the first one alone", async () => {
    const vera = (await identify(sign("42"))).body;
    const chat = await backend.startSession({ sessionToken: vera.sessionToken, message: "Secret" });
    const otto = await identify(sign("43"), vera.sessionToken);
    expect(otto.status).toBe(201);
    expect(otto.body.visitorId).not.toBe(vera.visitorId);
    const read = { as: otto.body.sessionToken, params: { id: chat.conversationId } };
    expect((await backend.call(endpoints.getConversation, read)).status).toBe(404);
  });
});

describe("a token is refused", () => {
  const hour = 3600;
  const cases: [IdentityRefusal, () => string][] = [
    ["malformed", () => "a.b.c"],
    ["malformed", () => "nonsense"],
    ["algorithm", () => sign("42", { algorithm: "none" })],
    ["algorithm", () => sign("42", { algorithm: "HS512" })],
    ["unknown_key", () => sign("42", { keyid: "nobody" })],
    ["unknown_key", () => sign("42", { keyid: "../admin" })],
    ["signature", () => sign("42", { secret: Buffer.alloc(32, 1) })],
    ["signature", () => sign("42", { secret: Buffer.from(key.secret) })],
    ["expired", () => sign("42", { claims: { exp: seconds() - 61 } })],
    ["not_yet_valid", () => sign("42", { claims: { iat: seconds() + 61 } })],
    ["not_yet_valid", () => sign("42", { claims: { nbf: seconds() + 61 } })],
    ["no_expiry", () => sign("42", { claims: { exp: undefined } })],
    ["lifetime", () => sign("42", { claims: { exp: seconds() + 24 * hour + 1 } })],
    ["lifetime", () => sign("42", { claims: { iat: undefined, exp: seconds() + 24 * hour + 61 } })],
    ["audience", () => sign("42", { claims: { aud: "another-project" } })],
    ["audience", () => sign("42", { claims: { aud: undefined } })],
    ["subject", () => sign("", {})],
    ["claims", () => sign("42", { claims: { email: "not an address" } })],
  ];

  it.each(cases)("%s, under enforce and under report", async (reason, token) => {
    const refused = await identify(token());
    expect(refused.status).toBe(401);
    expect(refused.error.message).toContain(reason);
    await setMode("report");
    const reported = await identify(token());
    expect(reported.status).toBe(200);
    expect(reported.body).toMatchObject({ verified: false, reason, conversationId: null });
    const counts = await backend.call(endpoints.getWidgetCounts, { as: admin, params: { id: "default" } });
    expect(counts.body.identityRefusals).toEqual({ [reason]: 2 });
  });

  it("not within 60 seconds of skew", async () => {
    expect((await identify(sign("42", { claims: { exp: seconds() - 59 } }))).status).toBe(201);
    expect((await identify(sign("42", { claims: { iat: seconds() + 60 } }))).status).toBe(201);
    expect((await identify(sign("42", { claims: { iat: undefined } }))).status).toBe(201);
  });

  it("whatever it says, where identities are off", async () => {
    await setMode("off");
    expect((await identify(sign("42"))).error.type).toBe("not_allowed");
  });
});

describe("identity keys", () => {
  it("are shown once, rotate, and are refused within 60 seconds once they are deleted", async () => {
    const old = key;
    const listed = await backend.call(endpoints.listIdentityKeys, { as: admin });
    expect(JSON.stringify(listed.body)).not.toContain("lc_idk_");
    key = (await backend.call(endpoints.createIdentityKey, { as: admin, body: {} })).body;
    const withOld = { keyid: old.id, secret: bytesOf(old) };
    expect((await identify(sign("42"))).status).toBe(201);
    expect((await identify(sign("42", withOld))).status).toBe(201);
    const remove = { as: admin, params: { id: old.id } };
    expect((await backend.call(endpoints.deleteIdentityKey, remove)).status).toBe(204);
    expect((await backend.call(endpoints.deleteIdentityKey, remove)).status).toBe(204);
    expect((await identify(sign("42", withOld))).status).toBe(401);
    expect((await backend.call(endpoints.listIdentityKeys, { as: admin })).body.items).toHaveLength(1);
  });
});

type Step =
  | { do: "identify"; browser: number; sub: string }
  | { do: "chat"; browser: number }
  | { do: "close"; browser: number }
  | { do: "logout"; browser: number };

const BROWSERS = 3;
const browser = fc.integer({ min: 0, max: BROWSERS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("identify" as const), browser, sub: fc.constantFrom("A", "B") }),
  fc.record({ do: fc.constant("chat" as const), browser }),
  fc.record({ do: fc.constant("close" as const), browser }),
  fc.record({ do: fc.constant("logout" as const), browser }),
);

/** Browsers that chat, say who they are, sign out and change hands, several at once. */
class World {
  private readonly tokens: (string | undefined)[] = [];
  /** Who has ever been seen to read a conversation. */
  readonly readers = new Map<string, Set<string>>();

  async take({ do: what, browser: at, ...rest }: Step): Promise<void> {
    const sessionToken = this.tokens[at];
    if (what === "identify") {
      const { sub } = rest as { sub: string };
      const session = (await identify(sign(sub), sessionToken)).body;
      this.tokens[at] = session.sessionToken;
      await this.look(session.sessionToken, sub);
    } else if (what === "chat") {
      const body = { message: "Hello", ...(sessionToken !== undefined && { sessionToken }) };
      this.tokens[at] = (await backend.call(endpoints.startSession, { body })).body.sessionToken;
    } else if (sessionToken !== undefined && what === "logout") {
      await backend.call(endpoints.logout, { as: sessionToken });
      this.tokens[at] = undefined;
    } else if (sessionToken !== undefined) {
      const listed = await backend.call(endpoints.listConversations, { as: sessionToken });
      if (listed.status !== 200) return;
      for (const { id } of listed.body.items) {
        await backend.call(endpoints.closeConversation, { as: sessionToken, params: { id } });
      }
    }
  }

  private async look(as: string, sub: string): Promise<void> {
    const { items } = (await backend.call(endpoints.listConversations, { as })).body;
    for (const { id } of items) this.readers.set(id, (this.readers.get(id) ?? new Set()).add(sub));
  }
}

describe("two people", () => {
  it("never share a conversation, whatever browsers do one after the other or at once", {
    timeout: 120_000,
  }, async () => {
    const property = fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 8 }),
      async (rounds) => {
        const world = new World();
        for (const round of rounds) await Promise.all(round.map((each) => world.take(each)));
        for (const subs of world.readers.values()) expect(subs.size).toBe(1);
      },
    );
    await fc.assert(property, { numRuns: 12 });
  });
});
