import { endpoints } from "@livechat/contract";
import bcrypt from "bcryptjs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyAgentToken } from "../src/auth/agent-token.ts";
import { agentCredentials } from "../src/store/agent-credentials.ts";
import { createAgent } from "../src/team/create-agent.ts";
import { type Backend, startBackend } from "./harness.ts";
import { readEverything } from "./snapshot.ts";

const PASSWORD = "correct horse battery";
const ANNA = { name: "Anna", email: "Anna@livechat.test", password: PASSWORD };

let backend: Backend;
let id: string;

beforeEach(async () => {
  backend = await startBackend({
    CLIENT_ADDRESS: "function",
    LOGIN_FAILURES_PER_ADDRESS: "8",
    LOGIN_FAILURES_PER_ACCOUNT_IN_ALL: "12",
    AGENT_IDLE_HOURS: "0",
  });
  id = (await createAgent(ANNA, backend.ctx)).id;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await backend.stop();
});

interface Try {
  email?: string;
  password?: string;
  from?: string;
  deviceToken?: string;
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

const login = ({ email = ANNA.email, password = PASSWORD, from = "192.0.2.1", ...rest }: Try = {}) =>
  backend.call(endpoints.login, {
    body: { email, password, ...rest },
    headers: { "X-Forwarded-For": from },
  });

const signIn = async () => (await login()).body.token;
const me = async (token: string) => (await backend.call(endpoints.me, { as: token })).status;

describe("signing in", () => {
  it("takes the e-mail in any case and gives a token for seven days and what Firebase needs", async () => {
    const { body } = await login({ email: " ANNA@LiveChat.TEST " });
    expect(body).toMatchObject({ tokenType: "Bearer", expiresIn: 604_800, agent: { id } });
    expect(await me(body.token)).toBe(200);
    expect(body.firebase.config.projectId).toBe(backend.projectId);
    backend.clock.advance(604_800 - 1);
    expect(await me(body.token)).toBe(200);
    backend.clock.advance(2);
    expect(await me(body.token)).toBe(401);
  });

  it("answers a wrong e-mail and a wrong password alike, after as much work", async () => {
    const compare = vi.spyOn(bcrypt, "compare");
    const hash = vi.spyOn(bcrypt, "hash");
    const wrongPassword = await login({ password: "wrong" });
    const wrongEmail = await login({ email: "nobody@livechat.test" });
    expect(wrongPassword.status).toBe(401);
    expect({ ...wrongEmail.error, requestId: "" }).toEqual({ ...wrongPassword.error, requestId: "" });
    const costs = compare.mock.calls.map(([, hash]) => bcrypt.getRounds(hash));
    expect(costs).toEqual([backend.config.bcryptCost, backend.config.bcryptCost]);
    expect(hash).not.toHaveBeenCalled();
  });

  it("refuses a deleted agent like an unknown one", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    await backend.call(endpoints.deleteAgent, { as: admin.token, params: { id } });
    expect((await login()).status).toBe(401);
  });
});

describe("lockout", () => {
  it("locks an account to an address after five failures, and says for how long", async () => {
    for (let i = 0; i < 5; i++) expect((await login({ password: "wrong" })).status).toBe(401);
    const locked = await login();
    expect(locked.status).toBe(429);
    expect(locked.error.type).toBe("too_many_requests");
    const seconds = Number(locked.headers.get("retry-after"));
    expect(seconds).toBe(backend.config.limits.loginWindowSeconds);
    expect((await login({ from: "198.51.100.7" })).status).toBe(200);
    backend.clock.advance(seconds);
    expect((await login()).status).toBe(200);
  });

  it("locks an account after many more failures from everywhere, but not on a device that was signed in", async () => {
    const { deviceToken } = (await login()).body;
    for (let i = 0; i < 12; i++) {
      expect((await login({ password: "wrong", from: `192.0.2.${i + 10}` })).status).toBe(401);
    }
    expect((await login({ from: "192.0.2.99" })).status).toBe(429);
    expect((await login({ from: "192.0.2.99", deviceToken: "no token" })).status).toBe(429);
    expect((await login({ from: "192.0.2.99", deviceToken })).status).toBe(200);
    for (let i = 0; i < 5; i++) await login({ from: `198.51.100.${i}`, password: "wrong", deviceToken });
    expect((await login({ from: "198.51.100.9", deviceToken })).status).toBe(429);
  });

  it("takes a device's word for its own account only", async () => {
    const ben = { ...ANNA, name: "Ben", email: "ben@livechat.test" };
    await createAgent(ben, backend.ctx);
    const { deviceToken } = (await login({ email: ben.email })).body;
    for (let i = 0; i < 12; i++) await login({ password: "wrong", from: `192.0.2.${i + 10}` });
    expect((await login({ from: "192.0.2.99", deviceToken })).status).toBe(429);
  });

  it("is over with an admin's reset, wherever the failures came from", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    for (let i = 0; i < 5; i++) await login({ password: "wrong" });
    for (let i = 0; i < 7; i++) await login({ password: "wrong", from: `192.0.2.${i + 10}` });
    expect((await login()).status).toBe(429);
    expect((await login({ from: "192.0.2.99" })).status).toBe(429);
    backend.clock.advance(1);
    const password = "another password";
    await backend.call(endpoints.updateAgent, { as: admin.token, params: { id }, body: { password } });
    expect((await login({ password })).status).toBe(200);
    expect((await login({ password, from: "192.0.2.99" })).status).toBe(200);
    backend.clock.advance(1);
    const from = "203.0.113.5";
    for (let i = 0; i < 5; i++) expect((await login({ password: "wrong", from })).status).toBe(401);
    expect((await login({ password, from })).status).toBe(429);
  });

  it("locks an e-mail that nobody has in the same way, so that it does not tell", async () => {
    const email = "nobody@livechat.test";
    for (let i = 0; i < 5; i++) await login({ email });
    expect((await login({ email })).status).toBe(429);
  });

  it("locks an address after its failures with many accounts, and no other address", async () => {
    for (let i = 0; i < 8; i++) {
      expect((await login({ email: `guess${i}@livechat.test` })).status).toBe(401);
    }
    expect((await login()).status).toBe(429);
    expect((await login({ from: "198.51.100.7" })).status).toBe(200);
  });

  it("does not take the word of the client for its address", async () => {
    for (let i = 0; i < 8; i++) {
      await login({ email: `guess${i}@livechat.test`, from: `203.0.113.${i}, 192.0.2.1` });
    }
    expect((await login({ from: "203.0.113.200, 192.0.2.1" })).status).toBe(429);
  });

  it("forgets the failures with a success", async () => {
    for (let i = 0; i < 4; i++) await login({ password: "wrong" });
    expect((await login()).status).toBe(200);
    const from = "198.51.100.7";
    for (let i = 0; i < 4; i++) expect((await login({ password: "wrong", from })).status).toBe(401);
    expect((await login({ from })).status).toBe(200);
  });

  it("lets no more guesses through at once than one after the other, also not the right one", async () => {
    const guesses = Array.from({ length: 24 }, () => login({ password: "wrong" }));
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(5);
    expect(answers.filter(({ status }) => ![401, 429].includes(status))).toEqual([]);
    expect((await login()).status).toBe(429);
    expect((await login({ from: "198.51.100.7" })).status).toBe(200);
  });

  it("does not come into the way of many who sign in at once", async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => login()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  it("limits guesses of the current password as well", async () => {
    const token = await signIn();
    const body = { currentPassword: "wrong", newPassword: "another password" };
    for (let i = 0; i < 5; i++) {
      expect((await backend.call(endpoints.changePassword, { as: token, body })).status).toBe(401);
    }
    expect((await backend.call(endpoints.changePassword, { as: token, body })).status).toBe(429);
  });
});

describe("a password", () => {
  it("is stored as a bcrypt hash of the configured cost, apart from the agent", async () => {
    const credentials = await agentCredentials.get(backend.ctx.db, id);
    expect(bcrypt.getRounds(credentials?.passwordHash ?? "")).toBe(4);
    const stored = [...readEverything(backend).entries()];
    expect(stored.filter(([, text]) => text.includes(PASSWORD))).toEqual([]);
    const withHash = stored.filter(([, text]) => text.includes(credentials?.passwordHash ?? "?"));
    expect(withHash.map(([path]) => path)).toEqual([`agentCredentials/${id}`]);
  });

  it.each([
    ["of 7 bytes", "1234567", 400],
    ["of 8 bytes", "12345678", 201],
    ["of 72 bytes", "x".repeat(72), 201],
    ["of 73 bytes", "x".repeat(73), 400],
    ["of 24 characters and 72 bytes", "€".repeat(24), 201],
    ["of 25 characters and 75 bytes", "€".repeat(25), 400],
  ])("%s is taken or refused, never cut", async (_, password, status) => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const body = { name: "Ben", email: "ben@livechat.test", password };
    expect((await backend.call(endpoints.createAgent, { as: admin.token, body })).status).toBe(status);
  });

  it("is not hashed for an e-mail that is taken", async () => {
    const hash = vi.spyOn(bcrypt, "hash");
    const again = { ...ANNA, email: ANNA.email.toUpperCase() };
    await expect(createAgent(again, backend.ctx)).rejects.toMatchObject({ type: "already_exists" });
    expect(hash).not.toHaveBeenCalled();
  });

  it("keeps nobody waiting while it is hashed", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const { promise: hashing, resolve: finish } = withResolvers<string>();
    const hash = vi.spyOn(bcrypt, "hash").mockReturnValue(hashing as never);
    const creating = createAgent({ ...ANNA, email: "ben@livechat.test" }, backend.ctx);
    await vi.waitFor(() => expect(hash).toHaveBeenCalled());
    const tag = await backend.call(endpoints.createTag, { as: admin.token, body: { name: "Refund" } });
    expect(tag.status).toBe(201);
    finish("$2b$04$");
    await creating;
  });

  it("is compared one after the other, so that a crowd at the login leaves room for other requests", async () => {
    const { compare } = bcrypt;
    let running = 0;
    const most: number[] = [];
    vi.spyOn(bcrypt, "compare").mockImplementation((async (password: string, hash: string) => {
      most.push(++running);
      const matches = await compare(password, hash);
      running--;
      return matches;
    }) as never);
    const answers = await Promise.all(Array.from({ length: 20 }, () => login()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(Math.max(...most)).toBe(1);
  });

  it("is not matched by a longer one with the same first 72 bytes", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const password = "x".repeat(72);
    const body = { name: "Ben", email: "ben@livechat.test", password };
    await backend.call(endpoints.createAgent, { as: admin.token, body });
    expect((await login({ email: body.email, password: `${password}y` })).status).toBe(401);
    expect((await login({ email: body.email, password })).status).toBe(200);
  });

  it("that is changed ends every other token, and not the one that changed it", async () => {
    const [mine, other] = [await signIn(), await signIn()];
    const body = { currentPassword: PASSWORD, newPassword: "another password" };
    expect((await backend.call(endpoints.changePassword, { as: mine, body })).status).toBe(204);
    expect(await me(mine)).toBe(200);
    expect(await me(other)).toBe(401);
    expect((await login()).status).toBe(401);
    expect((await login({ password: "another password" })).status).toBe(200);
  });

  it("that an admin sets ends every token", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const mine = await signIn();
    const change = { as: admin.token, params: { id }, body: { password: "another password" } };
    await backend.call(endpoints.updateAgent, change);
    expect(await me(mine)).toBe(401);
    expect((await login({ password: "another password" })).status).toBe(200);
  });
});

describe("a token", () => {
  it("is refused after signing out, and the others are not", async () => {
    const [mine, other] = [await signIn(), await signIn()];
    expect((await backend.call(endpoints.logout, { as: mine })).status).toBe(204);
    expect(await me(mine)).toBe(401);
    expect(await me(other)).toBe(200);
  });

  it("is refused after a change of role, which the next one has", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const mine = await signIn();
    const change = { as: admin.token, params: { id }, body: { role: "supervisor" as const } };
    await backend.call(endpoints.updateAgent, change);
    expect(await me(mine)).toBe(401);
    const next = await signIn();
    expect((await backend.call(endpoints.getQueue, { as: next })).status).toBe(200);
  });

  it("stays valid while the secret is rotated, and not after that", async () => {
    const mine = await signIn();
    const withSecrets = (...jwtSecrets: [string, ...string[]]) =>
      verifyAgentToken(mine, { ...backend.ctx, config: { ...backend.config, jwtSecrets } });
    const next = "the-next-secret-of-at-least-32-characters";
    expect((await withSecrets(next, backend.config.jwtSecrets[0])).id).toBe(id);
    await expect(withSecrets(next)).rejects.toMatchObject({ type: "authentication" });
  });

  it("is not kept through a deletion and a restoration", async () => {
    const admin = await backend.people.agent("Ada", { role: "admin" });
    const mine = await signIn();
    await backend.call(endpoints.deleteAgent, { as: admin.token, params: { id } });
    expect(await me(mine)).toBe(401);
    await backend.call(endpoints.restoreAgent, { as: admin.token, params: { id } });
    expect(await me(mine)).toBe(401);
    expect(await me(await signIn())).toBe(200);
  });
});
