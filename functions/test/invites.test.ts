import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAgent } from "../src/team/create-agent.ts";
import { type Backend, startBackend } from "./harness.ts";
import { readEverything } from "./snapshot.ts";

const PASSWORD = "correct horse battery";
const NEXT = "another password";
const ANNA = { name: "Anna", email: "anna@livechat.test", password: PASSWORD };
const HOUR = 3600;

let backend: Backend;
let id: string;
let admin: { id: string; token: string };

beforeEach(async () => {
  backend = await startBackend();
  id = (await createAgent(ANNA, backend.ctx)).id;
  admin = await backend.people.agent("Ada", { role: "admin" });
});
afterEach(() => backend.stop());

const link = async (endpoint: "inviteAgent" | "resetAgentPassword" = "inviteAgent") =>
  (await backend.call(endpoints[endpoint], { as: admin.token, params: { id } })).body;
const tokenOf = (url: string) => url.split("#token=")[1] ?? "";
const accept = (token: string, body: { password?: string; name?: string } = {}) =>
  backend.call(endpoints.acceptInvite, { body: { token, password: NEXT, ...body } });
const login = async (password: string) =>
  (await backend.call(endpoints.login, { body: { email: ANNA.email, password } })).status;

describe("a link for a password", () => {
  it.each(["inviteAgent", "resetAgentPassword"] as const)("by %s sets it, once, and signs in", async (by) => {
    const { url, expiresAt } = await link(by);
    expect(Date.parse(expiresAt) - backend.clock.now().getTime()).toBe(72 * HOUR * 1000);
    const accepted = await accept(tokenOf(url), { name: "Anna Berg" });
    expect(accepted.status).toBe(200);
    expect(accepted.body.agent).toMatchObject({ id, name: "Anna Berg" });
    expect((await backend.call(endpoints.me, { as: accepted.body.token })).status).toBe(200);
    expect([await login(NEXT), await login(PASSWORD)]).toEqual([200, 401]);
    expect((await accept(tokenOf(url))).status).toBe(401);
  });

  it("is used by one of many who use it at once", async () => {
    const { url } = await link();
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(tokenOf(url))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(4);
  });

  it("ends after 72 hours, with another link, and with the deletion of its agent", async () => {
    const first = await link();
    const second = await link();
    expect((await accept(tokenOf(first.url))).status).toBe(401);
    backend.clock.advance(72 * HOUR);
    expect((await accept(tokenOf(second.url))).status).toBe(401);
    const as = await backend.people.signIn(admin.id);
    const third = (await backend.call(endpoints.inviteAgent, { as, params: { id } })).body;
    await backend.call(endpoints.deleteAgent, { as, params: { id } });
    expect((await accept(tokenOf(third.url))).status).toBe(401);
    expect((await backend.call(endpoints.inviteAgent, { as, params: { id } })).status).toBe(404);
  });

  it("ends every session of before, and the lockout", async () => {
    const body = { email: ANNA.email, password: PASSWORD };
    const { token } = (await backend.call(endpoints.login, { body })).body;
    for (let i = 0; i < 6; i++) await login("wrong");
    expect(await login(PASSWORD)).toBe(429);
    backend.clock.advance(1);
    const { url } = await link("resetAgentPassword");
    await accept(tokenOf(url));
    expect((await backend.call(endpoints.me, { as: token })).status).toBe(401);
    expect(await login(NEXT)).toBe(200);
  });

  it("leads to the console from which it was asked for, and is stored as a hash only", async () => {
    const headers = { Origin: "https://console.example" };
    const asked = { as: admin.token, params: { id }, headers };
    const { url } = (await backend.call(endpoints.inviteAgent, asked)).body;
    expect(url.startsWith("https://console.example/console/accept-invite#token=")).toBe(true);
    const secret = tokenOf(url).split(".")[1] ?? "?";
    const stored = [...readEverything(backend).values()];
    expect(stored.filter((text) => text.includes(secret))).toEqual([]);
  });

  it.each(["", "x", "a.b", `nobody.${"x".repeat(43)}`, "__x__.y", `../agents.${"x".repeat(43)}`])(
    "with the token %j is none",
    async (token) => {
      const answer = await accept(token);
      expect([400, 401]).toContain(answer.status);
    },
  );
});
