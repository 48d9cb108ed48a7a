import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { auditEntries } from "../src/store/audit.ts";
import { conversations } from "../src/store/conversations.ts";
import type { Occurrence } from "../src/store/occurrences.ts";
import { Tx } from "../src/store/transact.ts";
import { MERGED_AT_ONCE } from "../src/tags/merge-tag.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let as: string;
let refund: string;
let returns: string;

beforeEach(async () => {
  backend = await startBackend();
  await backend.people.group("Sales", { isDefault: true });
  as = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  refund = await makeTag("Refund");
  returns = await makeTag("Returns");
});
afterEach(() => backend.stop());

async function makeTag(name: string): Promise<string> {
  return (await backend.call(endpoints.createTag, { as, body: { name } })).body.id;
}

const merge = (id: string, intoTagId: string) =>
  backend.call(endpoints.mergeTag, { as, params: { id }, body: { intoTagId } });
const all = () => conversations.find(conversations.all(backend.ctx.db));

/** So many conversations with the tag that goes, every third of them with the one that stays, too. */
async function withTags(count: number): Promise<void> {
  const { conversationId } = await backend.startSession({ message: "Hello" });
  const stored = await conversations.ref(backend.ctx.db, conversationId).get();
  const batch = backend.ctx.db.batch();
  for (let at = 0; at < count; at++) {
    const tagIds = at % 3 === 0 ? [refund, returns] : [returns];
    const id = `copy${String(at).padStart(16, "0")}`;
    batch.set(conversations.ref(backend.ctx.db, id), { ...stored.data(), id, tagIds });
  }
  await batch.commit();
}

describe("a conversation whose tag is merged into another", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is told as one that lost a tag, and got one that it had not", async () => {
    await withTags(2);
    const told: Occurrence[] = [];
    vi.spyOn(Tx.prototype, "occurred").mockImplementation((occurrence) => void told.push(occurrence));
    await merge(returns, refund);
    const of = (wanted: string) =>
      told.filter(
        ({ conversationId }) => conversationId?.startsWith("copy") && conversationId.endsWith(wanted),
      );
    expect(of("0").map(({ type }) => type)).toEqual(["conversation.untagged"]);
    expect(of("1").map(({ type }) => type)).toEqual(["conversation.untagged", "conversation.tagged"]);
    expect(of("1")[1]).toMatchObject({ object: { tagIds: [refund] }, previous: { tagIds: [returns] } });
  });

  it("loses the other when its mark as spam is lifted, unless it had that one before", async () => {
    const marked = async (tagIds: readonly string[]) => {
      const { conversationId } = await backend.startSession({ message: "Buy!" });
      const params = { id: conversationId };
      for (const tagId of tagIds)
        await backend.call(endpoints.addConversationTag, { as, params: { ...params, tagId } });
      await backend.call(endpoints.markSpam, { as, params });
      return params;
    };
    const [plain, tagged] = [await marked([]), await marked([refund])];
    const { items } = (await backend.call(endpoints.listTags, { as })).body;
    await merge(items.find(({ name }) => name === "Spam")?.id ?? "", refund);
    const lift = async (params: { id: string }) =>
      (await backend.call(endpoints.unmarkSpam, { as, params })).body.tagIds;
    expect(await lift(plain)).toEqual([]);
    expect(await lift(tagged)).toEqual([refund]);
  });
});

describe("a tag that is merged into another", () => {
  it("goes in bounded steps, from conversations, canned responses and views, and is told once", async () => {
    const count = MERGED_AT_ONCE + 5;
    await withTags(count);
    const canned = { shortcut: "returns", title: "Returns", text: "Send it back.", tagIds: [returns] };
    await backend.call(endpoints.createCannedResponse, { as, body: canned });
    const body = { name: "Both", filter: { tagIds: [returns, refund] } };
    await backend.call(endpoints.createView, { as, body });
    backend.clock.advance(60);
    const changedAfter = backend.ctx.now().toISOString();
    backend.clock.advance(1);

    const first = (await merge(returns, refund)).body;
    expect(first).toMatchObject({ moved: MERGED_AT_ONCE + 2, isDone: false, tag: { id: refund } });
    const half = await backend.call(endpoints.getTag, { as, params: { id: returns } });
    expect(half.body.isDeleted).toBe(false);
    expect((await merge(returns, refund)).body).toMatchObject({ moved: 5, isDone: true });
    expect((await merge(returns, refund)).body).toMatchObject({ moved: 0, isDone: true });

    const after = await all();
    expect(after.filter(({ tagIds }) => tagIds.length > 0).map(({ tagIds }) => tagIds)).toEqual(
      Array.from({ length: count }, () => [refund]),
    );
    // Whoever keeps a copy in step learns of every one.
    backend.clock.advance(60);
    const query = { updatedAfter: changedAfter, order: "asc", limit: "100" } as const;
    const synced = (await backend.call(endpoints.listConversations, { as, query })).body.items;
    expect(synced.filter(({ tagIds }) => tagIds.includes(refund))).toHaveLength(count);
    const [response] = (await backend.call(endpoints.listCannedResponses, { as })).body.items;
    const [view] = (await backend.call(endpoints.listViews, { as })).body.items;
    expect([response?.tagIds, view?.filter]).toEqual([[refund], { tagIds: [refund] }]);
    const { items } = (await backend.call(endpoints.listTags, { as })).body;
    expect(items.map(({ name }) => name)).toEqual(["Refund"]);
    const told = (await auditEntries.find(auditEntries.all(backend.ctx.db))).filter(
      ({ action }) => action === "tag.merged",
    );
    expect(told).toMatchObject([
      {
        target: { id: returns },
        before: { name: "Returns" },
        after: { name: "Refund", intoTagId: refund },
      },
    ]);
    expect(await makeTag("returns")).not.toBe(returns);
  });

  it("is put on no conversation behind the merge, whoever is first", async () => {
    await withTags(1);
    const { conversationId } = await backend.startSession({ message: "Hello" });
    const params = { id: conversationId, tagId: returns };
    const [merged] = await Promise.all([
      merge(returns, refund),
      backend.call(endpoints.addConversationTag, { as, params }),
    ]);
    expect(merged.body.isDone).toBe(true);
    expect((await all()).flatMap(({ tagIds }) => tagIds)).not.toContain(returns);
  });

  it("is neither itself nor one that is not there", async () => {
    const itself = await merge(refund, refund);
    expect(itself).toMatchObject({ status: 409, error: { type: "not_allowed", reason: "tag_into_itself" } });
    expect((await merge("nothing", refund)).status).toBe(404);
    await backend.call(endpoints.deleteTag, { as, params: { id: refund } });
    expect((await merge(returns, refund)).status).toBe(404);
  });
});
