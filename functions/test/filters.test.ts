import { endpoints } from "@livechat/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  backend = await startBackend();
  const sales = await backend.people.group("Sales", { isDefault: true });
  const support = await backend.people.group("Support");
  tokens.admin = (await backend.people.agent("Ada", { role: "admin" })).token;
  tokens["an agent of two groups"] = (
    await backend.people.agent("Anna", { groupIds: [sales, support] })
  ).token;
  tokens["an agent of no group"] = (await backend.people.agent("Nora")).token;
});
afterAll(() => backend.stop());

/** Every choice of the filters, from none to all. */
function subsets(filters: Record<string, string>): Record<string, string>[] {
  const [first, ...rest] = Object.entries(filters);
  if (!first) return [{}];
  const others = subsets(Object.fromEntries(rest));
  return [...others, ...others.map((other) => ({ ...other, [first[0]]: first[1] }))];
}

/** The emulator refuses a query without an index, as production does: one that nobody has tried fails there only. */
describe("every combination of filters has its indexes", { timeout: 60_000 }, () => {
  const range = { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" };
  const ofConversations = {
    status: "active",
    groupId: "g",
    agentId: "a",
    tagId: "t",
    visitorId: "v",
    hasFiles: "true",
    ...range,
  };

  it.each(["admin", "an agent of two groups", "an agent of no group"])(
    "in the list of conversations, for %s",
    async (caller) => {
      for (const query of subsets(ofConversations)) {
        const sent = { as: tokens[caller] ?? "", query: query as { status?: "active" } };
        const { status } = await backend.call(endpoints.listConversations, sent);
        expect([query, status]).toEqual([query, 200]);
      }
    },
  );

  it("in the list of agents", async () => {
    const filters = { role: "agent", status: "online", groupId: "g", includeDeleted: "true", order: "asc" };
    for (const query of [
      ...subsets({ ...filters, kind: "bot" }),
      ...subsets({ ...filters, kind: "human" }),
    ]) {
      const sent = { as: tokens.admin ?? "", query: query as { role?: "agent" } };
      expect([query, (await backend.call(endpoints.listAgents, sent)).status]).toEqual([query, 200]);
    }
  });
});
