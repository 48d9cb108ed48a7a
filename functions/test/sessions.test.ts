import { createHmac } from "node:crypto";
import { endpoints } from "@livechat/contract";
import bcrypt from "bcryptjs";
import jwt from "jsonwebtoken";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { agentCredentials } from "../src/store/agent-credentials.ts";
import { agents } from "../src/store/agents.ts";
import { conversations } from "../src/store/conversations.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { type Backend, startBackend } from "./harness.ts";

const PASSWORD = "correct horse battery";
const OTHER = "another password";
const RESET = "what the admin has set";
const ANNA = { name: "Anna", email: "anna@livechat.test", password: PASSWORD };
const HOUR = 3600;

let backend: Backend;
let id: string;
let admin: { id: string; token: string };

beforeEach(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  id = (await createAgent(ANNA, backend.ctx)).id;
  admin = await backend.people.agent("Ada", { role: "admin" });
  await backend.people.agent("Alan", { role: "admin" });
  backend.clock.advance(1);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await backend.stop();
});

const login = (password = PASSWORD, headers = {}) =>
  backend.call(endpoints.login, { body: { email: ANNA.email, password }, headers });
const signIn = async (password?: string, headers?: object) => (await login(password, headers)).body.token;
const me = async (as: string) => (await backend.call(endpoints.me, { as })).status;
const reset = (password = RESET) =>
  backend.call(endpoints.updateAgent, { as: admin.token, params: { id }, body: { password } });

/** Holds the next hash back until `release` is called. */
function holdHash() {
  const { hash } = bcrypt;
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => (release = done));
  const spy = vi.spyOn(bcrypt, "hash").mockImplementationOnce((async (...given: [string, number]) => {
    await held;
    return hash(...given);
  }) as never);
  return { release, isReached: () => vi.waitFor(() => expect(spy).toHaveBeenCalled()) };
}

describe("a password change in flight", () => {
  const change = (as: string) =>
    backend.call(endpoints.changePassword, {
      as,
      body: { currentPassword: PASSWORD, newPassword: OTHER },
    });

  /** What an admin does while the change computes; written straight, because hashes are computed one after the other. */
  async function resetDirectly() {
    const ref = agentCredentials.ref(backend.ctx.db, id);
    const passwordHash = bcrypt.hashSync(RESET, 4);
    const { tokenGeneration } = (await ref.get()).data() as { tokenGeneration: number };
    await ref.update({ passwordHash, tokenGeneration: tokenGeneration + 1, sessions: {} });
  }

  it("does not overwrite an admin's reset", async () => {
    const token = await signIn();
    const hash = holdHash();
    const changing = change(token);
    await hash.isReached();
    await resetDirectly();
    hash.release();
    expect((await changing).status).toBe(401);
    expect([await me(token), (await login(OTHER)).status, (await login(RESET)).status]).toEqual([
      401, 401, 200,
    ]);
  });

  it("does not outlive a deletion and a restoration", async () => {
    const token = await signIn();
    const hash = holdHash();
    const changing = change(token);
    await hash.isReached();
    const at = { as: admin.token, params: { id } };
    expect((await backend.call(endpoints.deleteAgent, at)).status).toBe(204);
    expect((await backend.call(endpoints.restoreAgent, at)).status).toBe(200);
    hash.release();
    expect((await changing).status).toBe(401);
    expect([await me(token), (await login(OTHER)).status, (await login()).status]).toEqual([401, 401, 200]);
  });

  it("is one of two that were made at once", async () => {
    const token = await signIn();
    const answers = await Promise.all([change(token), change(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  });
});

describe("a login in flight", () => {
  it("gives no session for a password that was reset meanwhile", async () => {
    const { compare } = bcrypt;
    vi.spyOn(bcrypt, "compare").mockImplementationOnce((async (password: string, hash: string) => {
      const matches = await compare(password, hash);
      await agentCredentials.ref(backend.ctx.db, id).update({ passwordHash: bcrypt.hashSync(RESET, 4) });
      return matches;
    }) as never);
    expect((await login()).status).toBe(401);
    expect((await login(RESET)).status).toBe(200);
  });
});

describe("an admin who is deleted or demoted", () => {
  const make = () =>
    backend.call(endpoints.createAgent, {
      as: admin.token,
      body: { name: "Eve", email: "eve@livechat.test", password: PASSWORD, role: "admin" },
    });

  const ends = {
    deleted: () => backend.call(endpoints.deleteAgent, { as: admin.token, params: { id: admin.id } }),
    demoted: () =>
      backend.call(endpoints.updateAgent, {
        as: admin.token,
        params: { id: admin.id },
        body: { role: "agent" },
      }),
    "signed out": () => backend.call(endpoints.logout, { as: admin.token }),
  };

  it.each(Object.entries(ends))("makes no other admin while being %s", async (_, end) => {
    const hash = holdHash();
    const making = make();
    await hash.isReached();
    expect((await end()).status).toBeLessThan(300);
    hash.release();
    expect((await making).status).toBe(401);
    expect(await agents.find(agents.all(backend.ctx.db).where("email", "==", "eve@livechat.test"))).toEqual(
      [],
    );
  });

  it("sets nobody's password while being deleted", async () => {
    const hash = holdHash();
    const setting = reset();
    await hash.isReached();
    await ends.deleted();
    hash.release();
    expect((await setting).status).toBe(401);
    expect((await login()).status).toBe(200);
  });
});

describe("an agent's sessions", () => {
  const list = async (as: string) => (await backend.call(endpoints.listSessions, { as })).body.items;

  it("are listed, the one used last first, with the browser and the one that asks", async () => {
    const phone = await signIn(PASSWORD, { "User-Agent": "Phone" });
    backend.clock.advance(60);
    const desk = await signIn(PASSWORD, { "User-Agent": "Desk" });
    const found = await list(phone);
    expect(found.map(({ userAgent, isCurrent }) => [userAgent, isCurrent])).toEqual([
      ["Desk", false],
      ["Phone", true],
    ]);
    expect(await list(desk)).toHaveLength(2);
  });

  it("end one by one, twice without harm, and only one's own", async () => {
    const [phone, desk] = [await signIn(), await signIn()];
    const other = (await list(phone)).find(({ isCurrent }) => !isCurrent);
    const end = (as: string) => backend.call(endpoints.endSession, { as, params: { id: other?.id ?? "" } });
    expect((await end(admin.token)).status).toBe(204);
    expect(await me(desk)).toBe(200);
    expect((await end(phone)).status).toBe(204);
    expect((await end(phone)).status).toBe(204);
    expect([await me(phone), await me(desk)]).toEqual([200, 401]);
  });

  it("end all but one's own", async () => {
    const tokens = [await signIn(), await signIn(), await signIn()];
    expect((await backend.call(endpoints.endOtherSessions, { as: tokens[1] as string })).status).toBe(204);
    expect(await Promise.all(tokens.map(me))).toEqual([401, 200, 401]);
  });

  it("are at most twenty: one more ends the one that was not used for the longest time", async () => {
    const tokens: string[] = [];
    for (let i = 0; i < 21; i++) {
      tokens.push(await signIn());
      backend.clock.advance(1);
    }
    expect((await Promise.all(tokens.map(me))).filter((status) => status === 401)).toHaveLength(1);
    expect(await me(tokens[0] as string)).toBe(401);
  });

  it("end when they were not used for twelve hours, and not before while they are used", async () => {
    const [used, idle] = [await signIn(), await signIn()];
    for (let hour = 0; hour < 24; hour += 4) {
      backend.clock.advance(4 * HOUR);
      expect(await me(used)).toBe(200);
    }
    expect(await me(idle)).toBe(401);
    backend.clock.advance(12 * HOUR);
    expect(await me(used)).toBe(401);
  });

  it("cost no write while they are used, but one in three hours", async () => {
    const token = await signIn();
    const writes = async () => {
      backend.emulator.meter.reset(backend.projectId);
      for (let i = 0; i < 10; i++) await me(token);
      return backend.emulator.meter.usage(backend.projectId).documentWrites;
    };
    backend.clock.advance(HOUR);
    expect(await writes()).toBe(0);
    backend.clock.advance(2 * HOUR);
    expect(await writes()).toBe(1);
  });

  it("are not brought back by a use that was under way when they ended", async () => {
    const token = await signIn();
    backend.clock.advance(4 * HOUR);
    const end = backend.call(endpoints.logout, { as: token });
    await Promise.all([end, ...Array.from({ length: 8 }, () => me(token))]);
    expect(await me(token)).toBe(401);
    expect((await agentCredentials.get(backend.ctx.db, id))?.sessions).toEqual({});
  });
});

describe("Firebase sign-ins of an agent", () => {
  function mintedAt(customToken: string): number {
    return (jwt.decode(customToken) as { claims: { mintedAt: number } }).claims.mintedAt;
  }

  async function validFrom(): Promise<number> {
    const at = (await agents.get(backend.ctx.db, id))?.signInsValidFrom;
    return at ? Date.parse(at) : 0;
  }

  const acts: Record<string, (token: string) => Promise<unknown>> = {
    "a password change": (as) =>
      backend.call(endpoints.changePassword, {
        as,
        body: { currentPassword: PASSWORD, newPassword: OTHER },
      }),
    "a reset": () => reset(),
    "a logout": (as) => backend.call(endpoints.logout, { as }),
    "a change of role": () =>
      backend.call(endpoints.updateAgent, {
        as: admin.token,
        params: { id },
        body: { role: "supervisor" },
      }),
    "a deletion": () => backend.call(endpoints.deleteAgent, { as: admin.token, params: { id } }),
    "the end of other sessions": (as) => backend.call(endpoints.endOtherSessions, { as }),
  };

  it.each(Object.entries(acts))("from before %s are too old for the rules", async (_, act) => {
    const { token, firebase } = (await login()).body;
    const minted = mintedAt(firebase.customToken);
    expect(minted).toBeGreaterThanOrEqual(await validFrom());
    backend.clock.advance(1);
    await act(token);
    expect(minted).toBeLessThan(await validFrom());
  });

  it("are as old as the check of the token, so that none slips past what ended it meanwhile", async () => {
    const token = await signIn();
    const { ctx } = backend;
    const mint = vi.spyOn(ctx, "mintCustomToken");
    backend.clock.advance(1);
    const before = backend.clock.now().getTime();
    const renewed = await backend.call(endpoints.firebaseToken, { as: token });
    expect(renewed.status).toBe(200);
    mint.mockRestore();
    expect(mintedAt(renewed.body.customToken)).toBe(before);
  });
});

describe("a visitor's session", () => {
  const read = (as: string, conversationId: string) =>
    backend.call(endpoints.getConversation, { as, params: { id: conversationId } });

  it("ends with a logout: the token and the sign-in are refused, and the conversation is closed", async () => {
    const { sessionToken, conversationId } = await backend.startSession({ message: "Hello" });
    expect((await backend.call(endpoints.logout, { as: sessionToken })).status).toBe(204);
    expect((await read(sessionToken, conversationId)).status).toBe(401);
    expect((await backend.call(endpoints.firebaseToken, { as: sessionToken })).status).toBe(401);
    const stored = await conversations.get(backend.ctx.db, conversationId);
    expect(stored?.status).toBe("closed");
    expect(stored?.visitorSignInsValidFrom).toBe(backend.clock.now().toISOString());
    const next = await backend.startSession({ sessionToken, message: "Who was here?" });
    expect(next.conversationId).not.toBe(conversationId);
    expect(next.visitorId).not.toBe(sessionToken.split(".")[0]);
  });

  it("is ended by a supervisor, in the visitor's last conversations too, and the open one stays", async () => {
    const first = await backend.startSession({ message: "Hello" });
    const { sessionToken, visitorId } = first;
    await backend.call(endpoints.closeConversation, {
      as: sessionToken,
      params: { id: first.conversationId },
    });
    const second = await backend.startSession({ sessionToken, message: "Again" });
    expect(second.visitorId).toBe(visitorId);
    const end = (as: string, params = { id: visitorId }) =>
      backend.call(endpoints.endVisitorSession, { as, params });
    expect((await end(admin.token, { id: "nobody" })).status).toBe(404);
    expect([(await end(admin.token)).status, (await end(admin.token)).status]).toEqual([204, 204]);
    expect((await read(sessionToken, second.conversationId)).status).toBe(401);
    for (const { conversationId } of [first, second]) {
      const stored = await conversations.get(backend.ctx.db, conversationId);
      expect(stored?.visitorSignInsValidFrom).not.toBeNull();
    }
    expect((await conversations.get(backend.ctx.db, second.conversationId))?.status).toBe("pending");
  });
});

describe("an agent's token", () => {
  const sign = (
    claims: object,
    secret = backend.config.jwtSecrets[0],
    algorithm: "HS256" | "HS512" = "HS256",
  ) => jwt.sign(claims, secret, { algorithm });

  function goodClaims(token: string) {
    return jwt.decode(token) as { iss: string; aud: string; sub: string; jti: string };
  }

  it("says who made it and for which project, and is refused elsewhere", async () => {
    const claims = goodClaims(await signIn());
    expect(claims).toMatchObject({ iss: "livechat", aud: backend.projectId, sub: id });
    expect(await me(sign(claims))).toBe(200);
    expect(await me(sign({ ...claims, aud: "another-project" }))).toBe(401);
    expect(await me(sign({ ...claims, iss: "somebody" }))).toBe(401);
    const { aud: _, ...withoutAudience } = claims;
    expect(await me(sign(withoutAudience))).toBe(401);
  });

  it("of release 0.1.0 is good until the password changes", async () => {
    const now = Math.floor(backend.clock.now().getTime() / 1000);
    const old = sign({ sub: id, jti: "old-token", gen: 1, iat: now, exp: now + 3600 });
    expect(await me(old)).toBe(200);
    await reset();
    expect(await me(old)).toBe(401);
  });

  it("of release 0.1.0 is refused after a logout", async () => {
    const now = Math.floor(backend.clock.now().getTime() / 1000);
    const old = sign({ sub: id, jti: "old-token", gen: 1, iat: now, exp: now + 3600 });
    expect((await backend.call(endpoints.logout, { as: old })).status).toBe(204);
    expect(await me(old)).toBe(401);
  });

  it("is refused with 401 whatever stands in it, also when our own key has signed it", async () => {
    const claims = goodClaims(await signIn());
    const subjects = [
      "../agents/x",
      "a/b",
      "__x__",
      ".",
      "..",
      "",
      " ",
      "x".repeat(2_000),
      "\u0000",
      7,
      null,
      {},
    ];
    const forged = [
      ...subjects.map((sub) => JSON.stringify({ ...claims, sub })),
      ...["__proto__", "constructor", "toString", "", 7].map((jti) => JSON.stringify({ ...claims, jti })),
      ...["null", "7", '"text"', "[]", "{}", "no json"],
    ].map((payload) => {
      const part = (text: string) => Buffer.from(text).toString("base64url");
      const signed = `${part('{"alg":"HS256","typ":"JWT"}')}.${part(payload)}`;
      const good = jwt.sign("", backend.config.jwtSecrets[0]).split(".")[2];
      return `${signed}.${hmac(signed) ?? good}`;
    });
    for (const token of forged) expect([token, await me(token)]).toEqual([token, 401]);
    expect(await me(sign(claims, backend.config.jwtSecrets[0], "HS512"))).toBe(401);
  });

  function hmac(text: string): string {
    // The signature of RFC 7515 with the backend's own key.
    return createHmac("sha256", backend.config.jwtSecrets[0]).update(text).digest("base64url");
  }
});

describe("a password of one's own", () => {
  it("is not changed by an admin without the current one", async () => {
    const at = { as: admin.token, params: { id: admin.id }, body: { password: OTHER } };
    const answer = await backend.call(endpoints.updateAgent, at);
    expect([answer.status, answer.error.details?.[0]?.path]).toEqual([403, "password"]);
  });

  it.each(["password", "        ", "PassWord", "qwertyuiop", "iloveyou", "\t \u00a0     "])(
    "is not %j, which everybody tries first",
    async (password) => {
      const body = { name: "Ben", email: "ben@livechat.test", password };
      expect((await backend.call(endpoints.createAgent, { as: admin.token, body })).status).toBe(400);
    },
  );
});
