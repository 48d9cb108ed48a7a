import {
  type CreateApiKey,
  type Endpoint,
  endpointList,
  endpoints,
  SCOPE_RESOURCES,
} from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";
import { ROLE_TABLE } from "./role-table.ts";

type KeyScope = CreateApiKey["scopes"][number];
const ALL = SCOPE_RESOURCES.map((resource): KeyScope => `${resource}:write`);

let backend: Backend;
let company: Company;
beforeAll(async () => {
  backend = await startBackend();
  company = await startCompany(backend);
});
afterAll(() => backend.stop());

const make = async (scopes: KeyScope[], expiresAt?: string) => {
  const body = { name: "CRM sync", scopes, ...(expiresAt && { expiresAt }) };
  return (await backend.call(endpoints.createApiKey, { as: company.tokens.admin ?? "", body })).body;
};

const closed = endpointList.filter(({ access }) => access !== "public");
const requestOf = ({ name }: Endpoint) => ROLE_TABLE[name as keyof typeof endpoints].send(company.ids, 999);

describe("an API key", () => {
  it("is refused at every endpoint whose scope it lacks, by a sentence that names it", async () => {
    for (const endpoint of closed) {
      const scopes = ALL.filter((scope) => scope.split(":")[0] !== endpoint.scope?.split(":")[0]);
      const { secret } = await make(scopes);
      const answer = await backend.call(endpoint, { ...requestOf(endpoint), as: secret });
      expect(answer.status, endpoint.name).toBe(403);
      expect(answer.error.message).toContain(endpoint.scope ?? "No API key may make this call.");
    }
  }, 60_000);

  it("may call every reading endpoint of its scopes", async () => {
    const { secret } = await make(ALL);
    for (const endpoint of closed.filter(({ method, scope }) => method === "GET" && scope !== null)) {
      const answer = await backend.call(endpoint, { ...requestOf(endpoint), as: secret });
      expect([200, 302, 404], endpoint.name).toContain(answer.status);
    }
  });

  it("may read what it may write, and not the other way round", async () => {
    const [writer, reader] = [await make(["tags:write"]), await make(["tags:read"])];
    const create = (as: string, name: string) => backend.call(endpoints.createTag, { as, body: { name } });
    expect((await backend.call(endpoints.listTags, { as: writer.secret })).status).toBe(200);
    expect((await create(writer.secret, "From the key")).status).toBe(201);
    expect((await create(reader.secret, "Not from this")).error.type).toBe("authorization");
    const { body } = await backend.call(endpoints.listAudit, {
      as: company.tokens.admin ?? "",
      query: { actorId: writer.id },
    });
    expect(body.items).toMatchObject([
      { actor: { type: "apiKey", id: writer.id }, action: "tag.created", after: { name: "From the key" } },
    ]);
  });

  it("is over when it is revoked, and when its time is", async () => {
    const later = new Date(backend.ctx.now().getTime() + 3600_000).toISOString();
    const [revoked, ending] = [await make(["tags:read"]), await make(["tags:read"], later)];
    const list = async (as: string) => (await backend.call(endpoints.listTags, { as })).status;
    expect([await list(revoked.secret), await list(ending.secret)]).toEqual([200, 200]);
    const as = company.tokens.admin ?? "";
    await backend.call(endpoints.deleteApiKey, { as, params: { id: revoked.id } });
    backend.clock.advance(3600);
    expect([await list(revoked.secret), await list(ending.secret)]).toEqual([401, 401]);
    const shown = await backend.call(endpoints.getApiKey, { as, params: { id: revoked.id } });
    expect(shown.body.revokedAt).not.toBeNull();
    const renamed = await backend.call(endpoints.updateApiKey, {
      as,
      params: { id: revoked.id },
      body: { name: "Again" },
    });
    expect(renamed.error.type).toBe("not_allowed");
  });

  it("shows its secret once, and stores none", async () => {
    const { id, secret } = await make(["tags:read"]);
    expect(secret).toMatch(/^lc_live_[A-Za-z0-9]{20}_[A-Za-z0-9_-]{43}$/);
    const as = company.tokens.admin ?? "";
    const shown = await backend.fetch(`/v1/api-keys/${id}`, { headers: { Authorization: `Bearer ${as}` } });
    expect(await shown.text()).not.toMatch(/secret|hash/i);
    const stored = JSON.stringify((await backend.ctx.db.doc(`apiKeys/${id}`).get()).data());
    expect(stored).not.toContain(secret.slice(-43));
  });

  it("notes when it was used, to the hour, once an hour", async () => {
    const { id, secret } = await make(["tags:read"]);
    const uses = async () => {
      await backend.call(endpoints.listTags, { as: secret });
      const snapshot = await backend.ctx.db.doc(`apiKeys/${id}`).get();
      return { at: snapshot.get("lastUsedAt").toDate(), written: snapshot.updateTime?.toMillis() };
    };
    const first = await uses();
    expect([first.at.getUTCMinutes(), first.at.getUTCSeconds()]).toEqual([0, 0]);
    expect(await uses()).toEqual(first);
  });

  it("is for servers: a page that calls with it is refused and reads nothing", async () => {
    const { secret } = await make(["tags:read"]);
    const response = await backend.fetch("/v1/tags", {
      headers: { Authorization: `Bearer ${secret}`, Origin: "https://console.example" },
    });
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each(["lc_live_", "lc_live_x_y", `lc_live_${"a".repeat(20)}_${"b".repeat(43)}`, "lc_test_x"])(
    "is refused as %s",
    async (token) => {
      const answer = await backend.call(endpoints.listTags, { as: token });
      expect(answer.error.type).toBe("authentication");
    },
  );
});
