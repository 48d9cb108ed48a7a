import { type Endpoint, endpointList, endpoints, isCreating } from "@livechat/contract";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { beforeEach, describe, expect, it } from "vitest";
import { routes } from "../src/http/routes.ts";
import { createApp } from "../src/server/app.ts";
import type { Company } from "./company.ts";
import type { Backend } from "./harness.ts";
import { restoredCompany } from "./restored-company.ts";
import { ROLE_TABLE } from "./role-table.ts";
import { readEverything } from "./snapshot.ts";

let backend: Backend;
let company: Company;

const KEY = "a-key-of-at-least-22-characters";

/** What a bot says is not for the callers of the table: see webhooks/bots.test.ts. */
const CREATING = endpointList.filter((one) => isCreating(one) && one.name !== endpoints.addBotEvent.name);

/** A call that succeeds, as somebody who may make it. */
function sampleOf(endpoint: Endpoint) {
  const row = ROLE_TABLE[endpoint.name as keyof typeof endpoints];
  const caller = (["admin", "visitor"] as const).find((who) => (row.answers[who] ?? row.others) < 400);
  const as = endpoint.access === "public" ? undefined : company.tokens[caller ?? "admin"];
  return { ...row.send(company.ids, 1), ...(as && { as }) };
}

/** Without what is minted anew with each answer. */
function lasting(body: object): object {
  const { firebase: _, upload: __, ...rest } = body as Record<string, unknown>;
  return rest;
}

const idempotent = (key = KEY) => ({ headers: { "Idempotency-Key": key } });

/** Everything stored but what counts calls, and what was kept for this call. */
function stored() {
  const counters = /^(rateLimits|idempotencyKeys|visitorSessions)\//;
  const all = [...readEverything(backend)];
  return Object.fromEntries(all.filter(([path]) => !counters.test(path)));
}

describe.each(CREATING)("$name with an Idempotency-Key", (endpoint) => {
  beforeEach(async () => {
    ({ backend, company } = await restoredCompany(endpoint));
  });

  it("creates once, and answers again what it answered", async () => {
    const sent = { ...sampleOf(endpoint), ...idempotent() };
    const first = await backend.call(endpoint, sent);
    if (first.status === 409) return;
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    const after = stored();
    backend.clock.advance(60);
    const again = await backend.call(endpoint, sent);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.status).toBe(first.status);
    expect(lasting(again.body as object)).toEqual(lasting(first.body as object));
    const unchanged = stored();
    // The session that takes the bytes is begun anew.
    if (!("upload" in (first.body as object))) expect(unchanged).toEqual(after);
    expect(Object.keys(unchanged)).toEqual(Object.keys(after));
  });

  it("creates once when the process dies after the commit", async () => {
    const sent = { ...sampleOf(endpoint), ...idempotent() };
    const dying = createApp(routes, { ...backend.ctx, db: diesAfterCreating(backend.ctx.db) });
    const lost = await backend.call(endpoint, sent, dying);
    if (lost.status === 409) return;
    expect(lost.status).toBe(500);
    const after = stored();
    const again = await backend.call(endpoint, sent);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([
      endpoint.statuses.includes(again.status) ? again.status : 0,
      "true",
    ]);
    expect(Object.keys(stored())).toEqual(Object.keys(after));
  });
});

/** A database whose process ends right after the commit that kept the result of a call. */
function diesAfterCreating(db: Firestore): Firestore {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "runTransaction") return typeof value === "function" ? value.bind(target) : value;
      return async (change: (tx: Transaction) => Promise<unknown>, options: object) => {
        let keeps = false;
        const result = await target.runTransaction((tx) => {
          const set = tx.set.bind(tx) as (ref: { path: string }, data: object) => Transaction;
          Object.assign(tx, {
            set(ref: { path: string }, data: object) {
              keeps ||= ref.path.startsWith("idempotencyKeys/");
              return set(ref, data);
            },
          });
          return change(tx);
        }, options);
        if (keeps) throw new Error("The process has died.");
        return result;
      };
    },
  });
}

describe("an Idempotency-Key", () => {
  beforeEach(async () => {
    ({ backend, company } = await restoredCompany());
  });

  const create = (name: string, headers: object, as = company.tokens.admin ?? "") =>
    backend.call(endpoints.createTag, { as, body: { name }, ...headers });

  it("belongs to one call: another body is 409", async () => {
    await create("One", idempotent());
    const other = await create("Two", idempotent());
    expect([other.status, other.error.type]).toEqual([409, "already_exists"]);
    expect(other.error.details?.[0]?.path).toBe("Idempotency-Key");
  });

  it("may stand in quotes", async () => {
    const first = await create("One", idempotent());
    expect((await create("One", idempotent(`"${KEY}"`))).body).toEqual(first.body);
  });

  it("is the caller's own", async () => {
    const key = await backend.call(endpoints.createApiKey, {
      as: company.tokens.admin ?? "",
      body: { name: "CRM", scopes: ["tags:write"] },
    });
    await create("One", idempotent());
    expect((await create("One", idempotent(), key.body.secret)).error.message).toContain("name exists");
  });

  it("is kept for a day", async () => {
    const { body } = await backend.call(endpoints.createApiKey, {
      as: company.tokens.admin ?? "",
      body: { name: "CRM", scopes: ["tags:write"] },
    });
    const first = await create("One", idempotent(), body.secret);
    backend.clock.advance(24 * 3600 - 1);
    expect((await create("One", idempotent(), body.secret)).body).toEqual(first.body);
    backend.clock.advance(1);
    expect((await create("One", idempotent(), body.secret)).error.message).toContain("name exists");
  });

  it("leaves nothing behind when the call fails", async () => {
    expect((await create("Refund", idempotent())).status).toBe(409);
    expect((await create("Fresh", idempotent())).status).toBe(201);
  });

  it("makes one of calls at once", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create("One", idempotent())));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it("keeps no secret in the clear", async () => {
    const { body } = await backend.call(endpoints.createApiKey, {
      as: company.tokens.admin ?? "",
      body: { name: "CRM", scopes: ["tags:write"] },
      ...idempotent(),
    });
    const everything = JSON.stringify([...readEverything(backend)]);
    expect(everything).not.toContain(body.secret.slice(-43));
    expect(everything).not.toContain(KEY);
  });

  it.each(["", '"', "a b", "x".repeat(256)])("is refused when it is none: %j", async (key) => {
    const answer = await create("One", idempotent(key));
    expect([answer.status, answer.error.details?.[0]?.path]).toEqual([400, "Idempotency-Key"]);
  });

  it("must be hard to guess where nobody says who calls", async () => {
    const answer = await backend.call(endpoints.startSession, { body: {}, ...idempotent("1") });
    expect(answer.status).toBe(400);
  });
});
