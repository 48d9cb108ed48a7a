import { type AuditEntry, type Endpoint, endpointList, endpoints } from "@livechat/contract";
import { beforeEach, describe, expect, it, test } from "vitest";
import { auditEntries } from "../src/store/audit.ts";
import type { Company } from "./company.ts";
import type { Backend } from "./harness.ts";
import { restoredCompany } from "./restored-company.ts";
import { ROLE_TABLE, type Row } from "./role-table.ts";

let backend: Backend;
let company: Company;
beforeEach(async () => {
  ({ backend, company } = await restoredCompany());
});

const SECRET = "a password that nobody may read";

/** Calls that change something, where the role table's would find nothing to change. */
const CHANGES: Partial<Record<keyof typeof endpoints, Row["send"]>> = {
  createAgent: () => ({ body: { name: "New", email: "new@livechat.test", password: SECRET } }),
  updateAgent: (ids) => ({ params: { id: ids.owner }, body: { name: "Oda", password: SECRET } }),
};

/** Only what was deleted can be restored. */
function preparationOf(name: string): keyof typeof endpoints | null {
  const deletion = name.replace(/^restore/, "delete");
  return deletion !== name && deletion in endpoints ? (deletion as keyof typeof endpoints) : null;
}

function readLog(): Promise<AuditEntry[]> {
  return auditEntries.find(auditEntries.all(backend.ctx.db));
}

async function callAsAdmin(name: keyof typeof endpoints, { tokens, ids }: Company) {
  const send = CHANGES[name] ?? ROLE_TABLE[name].send;
  const as = tokens.admin as string;
  const headers = { "X-Request-Id": `request-of-${name}` };
  const answer = await backend.call(endpoints[name] as Endpoint, { ...send(ids, 1), as, headers });
  expect(answer.status).toBeLessThan(300);
}

const audited = endpointList.filter(({ audit }) => audit !== undefined);

describe("the audit log", () => {
  it("is written by every call with which admins change the configuration", () => {
    const changing = endpointList.filter(({ access, method }) => access === "admin" && method !== "GET");
    expect(changing.filter(({ audit }) => audit === undefined).map(({ name }) => name)).toEqual([]);
    expect(audited.length).toBeGreaterThanOrEqual(changing.length);
  });

  test.each(audited.map(({ name, audit }) => ({ name: name as keyof typeof endpoints, audit })))(
    "holds who called $name, and nothing more",
    async ({ name, audit }) => {
      const preparation = preparationOf(name);
      if (preparation) await callAsAdmin(preparation, company);
      const known = new Set((await readLog()).map(({ id }) => id));
      await callAsAdmin(name, company);
      const added = (await readLog()).filter(({ id }) => !known.has(id));
      expect(added).toMatchObject([
        {
          actor: { type: "agent", id: company.ids.admin },
          action: audit,
          target: { type: audit?.split(".")[0] },
          requestId: `request-of-${name}`,
        },
      ]);
      expect(JSON.stringify(added)).not.toContain(SECRET);
      expect(JSON.stringify(added)).not.toContain("$2b$");
    },
  );

  it("holds what was before and after, of what changed only", async () => {
    const as = company.tokens.admin as string;
    const body = { name: "Sales and more", settings: { maxQueueLength: 7 } };
    await backend.call(endpoints.updateGroup, { as, params: { id: company.ids.sales }, body });
    const entry = (await readLog()).find(({ action }) => action === "group.updated");
    expect(entry?.before).toMatchObject({ name: "Sales", settings: { maxQueueLength: null } });
    expect(entry?.after).toMatchObject({ name: "Sales and more", settings: { maxQueueLength: 7 } });
    expect(Object.keys(entry?.after ?? {})).toEqual(["name", "settings"]);
  });

  it("has no entry for calls that were refused or changed nothing", async () => {
    const { ids, tokens } = company;
    const as = tokens.admin as string;
    const before = (await readLog()).length;
    await backend.call(endpoints.createTag, { as, body: { name: "Refund" } });
    await backend.call(endpoints.restoreTag, { as, params: { id: ids.tag } });
    await backend.call(endpoints.addGroupAgents, {
      as,
      params: { id: ids.sales },
      body: { agentIds: [ids.owner] },
    });
    await backend.call(endpoints.updateAgent, {
      as: tokens.owner as string,
      params: { id: ids.owner },
      body: { status: "away" },
    });
    expect(await readLog()).toHaveLength(before);
  });
});
