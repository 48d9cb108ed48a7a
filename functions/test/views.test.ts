import { type CreateView, endpoints, type View } from "@livechat/contract";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newConversation } from "../src/conversation/new-conversation.ts";
import { conversations, type StoredConversation } from "../src/store/conversations.ts";
import { notify } from "../src/store/notifications.ts";
import { type Backend, startBackend } from "./harness.ts";

type Person = { id: string; token: string };
let backend: Backend;

const create = (as: string, body: object) =>
  backend.call(endpoints.createView, { as, body: body as CreateView });
const list = async (as: string) =>
  (await backend.call(endpoints.listViews, { as })).body.items.map(({ name }) => name);

type Listed = { items: { id: string }[]; nextPageToken: string | null };

/** All pages of a view, of so many conversations each. */
async function idsOf(view: string, as: string, limit: number): Promise<string[]> {
  const read = async (pageToken: string | null): Promise<Listed> => {
    const query = { limit: String(limit), ...(pageToken !== null && { pageToken }) };
    return (await backend.call(endpoints.listViewConversations, { as, params: { id: view }, query })).body;
  };
  const ids: string[] = [];
  for (let page = await read(null); ; page = await read(page.nextPageToken)) {
    expect(page.items.length).toBeLessThanOrEqual(limit);
    ids.push(...page.items.map(({ id }) => id));
    if (page.nextPageToken === null) return ids;
  }
}

describe("saved views", () => {
  let anna: Person;
  let otto: Person;
  let sue: Person;
  let sales: string;
  beforeEach(async () => {
    backend = await startBackend();
    sales = await backend.people.group("Sales", { isDefault: true });
    anna = await backend.people.agent("Anna", { groupIds: [sales] });
    otto = await backend.people.agent("Otto");
    sue = await backend.people.agent("Sue", { role: "supervisor" });
  });
  afterEach(() => backend.stop());

  const filter = { status: "active" };
  const ofGroup = () => ({ name: "Sales", visibility: "group", groupId: sales, filter });
  const change = (as: string, id: string, body: object) =>
    backend.call(endpoints.updateView, { as, params: { id }, body });
  const remove = (as: string, id: string) => backend.call(endpoints.deleteView, { as, params: { id } });

  it("are one's own, a group's or everyone's, and seen by those alone", async () => {
    await create(anna.token, { name: "Anna's", filter });
    await create(sue.token, ofGroup());
    await create(sue.token, { name: "All", visibility: "everyone", filter });
    expect(await list(anna.token)).toEqual(["Anna's", "Sales", "All"]);
    expect(await list(otto.token)).toEqual(["All"]);
    expect(await list(sue.token)).toEqual(["Sales", "All"]);
  });

  it("that others see are made, changed and deleted by supervisors; one's own by oneself alone", async () => {
    expect((await create(anna.token, ofGroup())).status).toBe(403);
    const { body: own } = await create(anna.token, { name: "Own", filter });
    expect((await change(anna.token, own.id, { visibility: "everyone" })).status).toBe(403);
    expect((await change(sue.token, own.id, { name: "Mine now" })).status).toBe(404);
    const { body: shared } = await create(sue.token, ofGroup());
    expect((await change(anna.token, shared.id, { name: "Ours" })).status).toBe(403);
    const { body: moved } = await change(sue.token, shared.id, { visibility: "everyone" });
    expect(moved).toMatchObject({ visibility: "everyone", groupId: null, name: "Sales" });
    expect((await remove(anna.token, shared.id)).status).toBe(403);
    expect((await remove(sue.token, shared.id)).status).toBe(204);
    expect((await remove(sue.token, shared.id)).status).toBe(204);
    expect((await remove(anna.token, own.id)).status).toBe(204);
    expect(await list(anna.token)).toEqual([]);
  });

  it.each([
    { name: "x", filter: { status: "lost" } },
    { name: "x", filter: { colour: "red" } },
    { name: "x", visibility: "group", filter: {} },
    { name: "x", groupId: "sales", filter: {} },
    { name: "x" },
    { name: "", filter: {} },
  ])("are refused when they make no sense: %o", async (body) => {
    expect((await create(sue.token, body)).status).toBe(400);
  });

  it("show nothing to whom they are not shown", async () => {
    const { body } = await create(anna.token, { name: "Own", filter });
    const read = await backend.call(endpoints.listViewConversations, {
      as: otto.token,
      params: { id: body.id },
    });
    expect(read.status).toBe(404);
  });
});

describe("the conversations of a view", () => {
  const GROUPS = ["sales", "support", "success", "press"];
  const TAGS = ["refund", "vip", "bug"];
  const START = Date.parse("2026-01-01T00:00:00Z");
  const MINUTE = 60_000;
  const COUNT = 80;
  let viewers: { person: Person; groupIds: readonly string[] | null; mentions: Set<string> }[];
  let stored: StoredConversation[];

  /** Every time stands for one conversation alone, so that the order has no ties. */
  const timeOf = (minute: number) => new Date(START + minute * MINUTE).toISOString();

  const made = (owners: readonly string[]) =>
    fc.record({
      status: fc.constantFrom("pending", "active", "snoozed", "closed", "closed"),
      groupId: fc.constantFrom(...GROUPS),
      assignedAgentId: fc.constantFrom(...owners),
      tagIds: fc.subarray(TAGS),
      priority: fc.constantFrom("low", "normal", "high", "urgent"),
      channel: fc.constantFrom("chat", "offline"),
      author: fc.constantFrom("visitor", "agent", null),
    });

  function conversationOf(
    n: number,
    minutes: readonly number[],
    random: Record<string, unknown>,
  ): StoredConversation {
    const { author, status, assignedAgentId, ...rest } = random;
    const [createdAt, saidAt, updatedAt, queuedAt] = [0, 1, 2, 3].map((k) => timeOf(minutes[n * 4 + k] ?? 0));
    const fresh = newConversation({
      id: `conversation${String(n).padStart(4, "0")}`,
      visitorId: `visitor${n}`,
      groupId: "sales",
      channel: "chat",
      widgetId: null,
      metadata: {},
      asksRating: false,
      at: new Date(createdAt ?? 0),
    });
    const said = author === null ? null : { text: "Words", authorType: author, createdAt: saidAt };
    return {
      ...fresh,
      ...rest,
      status,
      assignedAgentId: status === "pending" ? null : assignedAgentId,
      queue: status === "pending" ? { queuedAt } : null,
      lastMessage: said,
      updatedAt,
    } as StoredConversation;
  }

  const asWritten = ({ createdAt, updatedAt, queue, lastMessage, ...rest }: StoredConversation) => ({
    ...rest,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    queue: queue && { queuedAt: new Date(queue.queuedAt) },
    lastMessage: lastMessage && { ...lastMessage, createdAt: new Date(lastMessage.createdAt) },
  });

  async function makeViewers() {
    const { people } = backend;
    for (const id of GROUPS) await people.group(id, { id });
    const of = async (name: string, groupIds: string[]) => ({
      person: await people.agent(name, { groupIds }),
      groupIds,
      mentions: new Set<string>(),
    });
    const sue = await people.agent("Sue", { role: "supervisor" });
    return [
      { person: sue, groupIds: null, mentions: new Set<string>() },
      await of("Nora of no group", []),
      await of("Anna of one", ["sales"]),
      await of("Ben of two", ["support", "press"]),
    ];
  }

  beforeAll(async () => {
    backend = await startBackend();
    viewers = await makeViewers();
    const owners = viewers.map(({ person }) => person.id);
    const minutes = fc.sample(fc.shuffledSubarray([...Array(COUNT * 4).keys()], { minLength: COUNT * 4 }), {
      numRuns: 1,
      seed: 7,
    })[0] as number[];
    const random = fc.sample(made(owners), { numRuns: COUNT, seed: 8 });
    stored = random.map((each, n) => conversationOf(n, minutes, each));
    const { db } = backend.ctx;
    const batch = db.batch();
    for (const each of stored) batch.set(conversations.ref(db, each.id), asWritten(each));
    for (const [seed, { person, mentions }] of viewers.entries()) {
      for (const { id } of fc.sample(fc.constantFrom(...stored), { numRuns: 12, seed })) {
        if (mentions.has(id)) continue;
        mentions.add(id);
        const told = {
          agentId: person.id,
          id: `${person.id}${id}`,
          type: "mention",
          conversationId: id,
        } as const;
        notify(batch as never, db, { ...told, text: "", metadata: {}, at: backend.clock.now() });
      }
    }
    await batch.commit();
  });
  afterAll(() => backend.stop());

  const some = <T>(values: readonly T[]) =>
    fc.oneof(fc.constantFrom(...values), fc.subarray([...values], { minLength: 1 }));
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1 });
  const minute = fc.integer({ min: 0, max: COUNT * 4 }).map(timeOf);
  const asked = () =>
    fc.record(
      {
        status: maybe(some(["pending", "active", "snoozed", "closed"])),
        assignee: maybe(fc.constantFrom("me", "none", viewers[2]?.person.id ?? "")),
        groupIds: maybe(fc.subarray(GROUPS, { minLength: 1 })),
        tagIds: maybe(fc.subarray(TAGS, { minLength: 1 })),
        unreplied: maybe(fc.boolean()),
        snoozed: maybe(fc.boolean()),
        mentionsMe: maybe(fc.boolean()),
        priority: maybe(some(["low", "normal", "high", "urgent"])),
        channel: maybe(some(["chat", "offline"])),
        createdFrom: maybe(minute),
        createdTo: maybe(minute),
      },
      { requiredKeys: [] },
    );

  type Looker = (typeof viewers)[number];
  const within = (value: string, wanted: unknown) => wanted == null || [wanted].flat().includes(value);

  /** The same told in another way: a list of reasons why a conversation is not in the view. */
  function expected(
    filter: View["filter"],
    sort: View["sort"],
    { person, groupIds, mentions }: Looker,
  ): string[] {
    const isLastByVisitor = (one: StoredConversation) =>
      one.status !== "closed" && one.lastMessage?.authorType === "visitor";
    const shown = stored.filter((one) => {
      if (groupIds && one.assignedAgentId !== person.id && !groupIds.includes(one.groupId)) return false;
      if (!within(one.status, filter.status) || !within(one.priority, filter.priority)) return false;
      if (!within(one.channel, filter.channel) || !within(one.groupId, filter.groupIds)) return false;
      if (filter.tagIds != null && !filter.tagIds.some((id) => one.tagIds.includes(id))) return false;
      if (filter.snoozed != null && filter.snoozed !== (one.status === "snoozed")) return false;
      if (filter.unreplied != null && filter.unreplied !== isLastByVisitor(one)) return false;
      if (filter.mentionsMe != null && filter.mentionsMe !== mentions.has(one.id)) return false;
      if (filter.assignee === "none" && one.assignedAgentId !== null) return false;
      if (filter.assignee === "me" && one.assignedAgentId !== person.id) return false;
      const isAgent = filter.assignee != null && filter.assignee !== "none" && filter.assignee !== "me";
      if (isAgent && one.assignedAgentId !== filter.assignee) return false;
      if (filter.createdFrom != null && one.createdAt < filter.createdFrom) return false;
      return filter.createdTo == null || one.createdAt < filter.createdTo;
    });
    const since = (one: StoredConversation) =>
      one.queue?.queuedAt ?? (isLastByVisitor(one) ? (one.lastMessage?.createdAt ?? "") : "");
    const newest = (a: StoredConversation, b: StoredConversation) => (a.updatedAt > b.updatedAt ? -1 : 1);
    const waiting = shown.filter((one) => since(one) !== "").sort((a, b) => (since(a) < since(b) ? -1 : 1));
    const rest = shown.filter((one) => since(one) === "");
    const open = rest.filter(({ status }) => status !== "closed").sort(newest);
    const closed = rest.filter(({ status }) => status === "closed").sort(newest);
    const isMentions = filter.mentionsMe === true;
    const byWaiting = [...waiting, ...(isMentions ? rest.sort(newest) : [...open, ...closed])];
    const orders = {
      longestWaiting: byWaiting,
      newest: [...shown].sort(newest),
      oldest: [...shown].sort(newest).reverse(),
    };
    return orders[sort].map(({ id }) => id);
  }

  it("are exactly those that its filter names, in its order, whatever the page's size and whoever looks", async () => {
    const sorts = fc.constantFrom<View["sort"]>("longestWaiting", "newest", "oldest");
    const property = fc.asyncProperty(
      asked(),
      sorts,
      fc.integer({ min: 4, max: 40 }),
      async (filter, sort, limit) => {
        const owner = viewers[0]?.person as Person;
        const body = { name: "A view", visibility: "everyone", filter, sort };
        const { body: view } = await create(owner.token, body);
        for (const viewer of viewers) {
          const ids = await idsOf(view.id, viewer.person.token, limit);
          expect(ids).toEqual(expected(view.filter, sort, viewer));
        }
        await backend.call(endpoints.deleteView, { as: owner.token, params: { id: view.id } });
      },
    );
    await fc.assert(property, { numRuns: 25 });
  }, 120_000);

  it("are refused by the page token of another view, or one that is made up", async () => {
    const owner = viewers[0]?.person as Person;
    const { body: one } = await create(owner.token, { name: "One", filter: {}, sort: "newest" });
    const { body: other } = await create(owner.token, { name: "Other", filter: {}, sort: "longestWaiting" });
    const page = (id: string, query: object) =>
      backend.call(endpoints.listViewConversations, { as: owner.token, params: { id }, query });
    const { body } = await page(one.id, { limit: "1" });
    for (const pageToken of [body.nextPageToken ?? "", "nonsense", "closed.nonsense"]) {
      expect((await page(other.id, { pageToken })).status).toBe(400);
    }
  });
});
