import { type Endpoint, endpointList, endpoints } from "@livechat/contract";
import type { Firestore, Transaction } from "firebase-admin/firestore";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomOf } from "../../simulator/seeded-random.ts";
import { routes } from "../src/http/routes.ts";
import { createApp } from "../src/server/app.ts";
import { type Backend, startBackend } from "./harness.ts";

let backend: Backend;
let admin: string;
let anna: string;

beforeEach(async () => {
  backend = await startBackend();
  const sales = await backend.people.group("Sales", { isDefault: true });
  admin = (await backend.people.agent("Ada", { role: "admin", status: "offline" })).token;
  anna = (await backend.people.agent("Anna", { groupIds: [sales], acceptingChats: false })).token;
});

afterEach(() => backend.stop());

interface Item {
  readonly id: string;
  readonly updatedAt: string;
}

/** A copy of a list, brought up to date as the documentation tells integrators to. */
class Copy<T extends Item> {
  readonly items = new Map<string, T>();
  private updatedAfter: string | undefined;

  constructor(
    private readonly readPage: (
      query: Record<string, string>,
    ) => Promise<{ items: T[]; nextPageToken: string | null }>,
  ) {}

  async update(limit = 2): Promise<void> {
    const since = this.updatedAfter;
    let pageToken: string | null = null;
    do {
      const page: { items: T[]; nextPageToken: string | null } = await this.readPage({
        order: "asc",
        limit: String(limit),
        ...(since !== undefined && { updatedAfter: since }),
        ...(pageToken !== null && { pageToken }),
      });
      for (const item of page.items) this.items.set(item.id, item);
      this.updatedAfter = page.items.at(-1)?.updatedAt ?? this.updatedAfter;
      pageToken = page.nextPageToken;
    } while (pageToken !== null);
  }
}

const tagsAs = (as: string) =>
  new Copy(async (query) => (await backend.call(endpoints.listTags, { as, query })).body);
const conversationsAs = (as: string) =>
  new Copy(async (query) => (await backend.call(endpoints.listConversations, { as, query })).body);

const createTag = async (name: string) =>
  (await backend.call(endpoints.createTag, { as: admin, body: { name } })).body;
const namesOf = (copy: Copy<Item & { name: string }>) => [...copy.items.values()].map(({ name }) => name);

describe("a list in the order of its changes", () => {
  it("lags two seconds, begins after the time that is given, and tells admins what was deleted", async () => {
    const one = await createTag("One");
    const [forAdmin, forAgent] = [tagsAs(admin), tagsAs(anna)];
    backend.clock.advance(1.9);
    await forAdmin.update();
    expect(namesOf(forAdmin)).toEqual([]);
    backend.clock.advance(0.1);
    await forAdmin.update();
    await forAgent.update();
    expect([namesOf(forAdmin), namesOf(forAgent)]).toEqual([["One"], ["One"]]);
    await createTag("Two");
    await backend.call(endpoints.deleteTag, { as: admin, params: { id: one.id } });
    backend.clock.advance(2);
    const query = { updatedAfter: one.updatedAt };
    const changed = await backend.call(endpoints.listTags, { as: admin, query });
    expect(changed.body.items.map(({ name, isDeleted }) => [name, isDeleted])).toEqual([
      ["One", true],
      ["Two", false],
    ]);
    const seen = await backend.call(endpoints.listTags, { as: anna, query });
    expect(seen.body.items.map(({ name }) => name)).toEqual(["Two"]);
  });

  it("misses nothing that moves while it is read", async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => backend.startSession()));
    backend.clock.advance(3);
    const query = { order: "asc", limit: "2" } as const;
    const first = await backend.call(endpoints.listConversations, { as: admin, query });
    const moved = first.body.items[0]?.id;
    const session = sessions.find(({ conversationId }) => conversationId === moved);
    await backend.call(endpoints.addEvent, {
      as: session?.sessionToken ?? "",
      params: { id: session?.threadId ?? "" },
      body: { text: "Still there?" },
    });
    backend.clock.advance(3);
    const pageToken = first.body.nextPageToken ?? "";
    const second = await backend.call(endpoints.listConversations, {
      as: admin,
      query: { ...query, pageToken },
    });
    const third = sessions
      .map(({ conversationId }) => conversationId)
      .filter((id) => !first.body.items.some((c) => c.id === id));
    expect(second.body.items.map(({ id }) => id)).toEqual([...third, moved]);
  });

  it("is there for everything that has a time of its last change and that a key may list", () => {
    const isList = ({ method, response }: Endpoint) => method === "GET" && "shape" in response;
    const itemOf = ({ response }: Endpoint) => {
      const { items } = (response as unknown as { shape: Record<string, { element?: { shape?: object } }> })
        .shape;
      return items?.element?.shape ?? {};
    };
    const changing = endpointList.filter(
      (endpoint) => isList(endpoint) && endpoint.scope !== null && "updatedAt" in itemOf(endpoint),
    );
    expect(changing.length).toBeGreaterThan(8);
    const without = changing.filter(
      ({ query }) => !query.safeParse({ order: "asc", updatedAfter: "2026-01-01T00:00:00Z" }).success,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["updatedAfter", "yesterday"],
    ["order", "desc"],
  ])("refuses %s=%s", async (name, value) => {
    const query = Object.fromEntries([[name, value]]);
    const answer = await backend.call(endpoints.listTags, { as: admin, query });
    expect([answer.status, answer.error.details?.[0]?.path]).toEqual([400, name]);
  });

  const FILTERED: [Endpoint, Record<string, string>][] = [
    [endpoints.listAgents, { role: "agent" }],
    [endpoints.listAgents, { status: "online", groupId: "x" }],
    [endpoints.listConversations, { status: "active", groupId: "x", agentId: "x", visitorId: "x" }],
    [endpoints.listConversations, { tagId: "x", from: "2026-01-01T00:00:00Z" }],
    [endpoints.listRatings, { agentId: "x", groupId: "x" }],
    [endpoints.listAudit, { actorId: "x", action: "x", targetId: "x", from: "2026-01-01T00:00:00Z" }],
    [endpoints.listCannedResponses, { mine: "true" }],
    [endpoints.listVisitors, { email: "x@example.com", externalId: "x" }],
    [endpoints.listGroups, {}],
    [endpoints.listSchedules, {}],
    [endpoints.listWidgets, {}],
  ];
  it.each(FILTERED)("has an index for its filters ($name, %j)", async (endpoint, query) => {
    for (const as of endpoint.access === "agent" ? [admin, anna] : [admin]) {
      const sent = { as, query: { order: "asc", updatedAfter: "2026-01-01T00:00:00Z", ...query } };
      expect((await backend.call(endpoint, sent)).status).toBe(200);
    }
  });
});

/** Wakes whoever waits for the fake clock. The clock is moved in small steps, so that nothing else decides the order. */
class Ticker {
  private readonly waiting: { until: number; wake: () => void }[] = [];

  pause(seconds: number): Promise<void> {
    const until = backend.clock.now().getTime() + seconds * 1000;
    return new Promise((wake) => this.waiting.push({ until, wake }));
  }

  tick(): void {
    backend.clock.advance(0.1);
    const now = backend.clock.now().getTime();
    const due = this.waiting.filter(({ until }) => until <= now);
    for (const one of due) this.waiting.splice(this.waiting.indexOf(one), 1);
    for (const { wake } of due) wake();
  }
}

/** A database whose first attempts read slowly, and whose commits take up to a second. */
function slow(db: Firestore, ticker: Ticker, random: () => number): Firestore {
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== "runTransaction") return typeof value === "function" ? value.bind(target) : value;
      return (change: (tx: Transaction) => Promise<unknown>, options: object) => {
        let attempts = 0;
        return target.runTransaction(async (tx) => {
          attempts += 1;
          const isSlow = attempts === 1 && random() < 0.08;
          const read = tx.get.bind(tx) as (what: never) => Promise<unknown>;
          Object.assign(tx, {
            get: async (what: never) => {
              const found = await read(what);
              if (isSlow) await ticker.pause(3 * random());
              return found;
            },
          });
          const result = await change(tx);
          if (random() < 0.5) await ticker.pause(0.9 * random());
          return result;
        }, options);
      };
    },
  });
}

describe("copies that are kept while others write", () => {
  it.each([1, 2, 3])("are complete in the end (seed %i)", { timeout: 90_000 }, async (seed) => {
    const random = randomOf(seed);
    const ticker = new Ticker();
    const clock = setInterval(() => ticker.tick(), 10);
    // Each an instance of its own: within one, changes of the configuration wait for each other.
    const instance = () => createApp(routes, { ...backend.ctx, db: slow(backend.ctx.db, ticker, random) });
    const pick = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
    const sessions = await Promise.all([1, 2, 3].map(() => backend.startSession()));
    const tags = await Promise.all(["A", "B", "C"].map((name) => createTag(name)));
    let names = 0;
    const changeSomething = (app: ReturnType<typeof instance>) => {
      const { id } = pick(tags);
      const { threadId, sessionToken } = pick(sessions);
      const at = { as: admin, params: { id } };
      const one = { as: sessionToken, params: { id: threadId }, body: { text: "Hello" } };
      const create = () =>
        backend.call(endpoints.createTag, { as: admin, body: { name: `Tag ${++names}` } }, app);
      return pick([
        () => backend.call(endpoints.updateTag, { ...at, body: { name: `Tag ${++names}` } }, app),
        () => backend.call(endpoints.deleteTag, at, app),
        () => backend.call(endpoints.restoreTag, at, app),
        // Never changed again: a reader who misses it never learns of it.
        create,
        create,
        create,
        () => backend.call(endpoints.addEvent, one, app),
      ])();
    };
    let isWriting = true;
    const writers = Array.from({ length: 5 }, async () => {
      const app = instance();
      for (let i = 0; i < 8; i++) {
        await changeSomething(app);
        await ticker.pause(random());
      }
    });
    const copies = { tags: tagsAs(admin), conversations: conversationsAs(admin) };
    const reader = (async () => {
      while (isWriting) {
        await copies.tags.update();
        await copies.conversations.update();
        await ticker.pause(0.3);
      }
    })();
    await Promise.all(writers);
    isWriting = false;
    await reader;
    clearInterval(clock);
    backend.clock.advance(2);
    await copies.tags.update();
    await copies.conversations.update();
    const all = { as: admin, query: { includeDeleted: "true", limit: "100" } } as const;
    const stored = (await backend.call(endpoints.listTags, all)).body.items;
    expect([...copies.tags.items.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      stored.sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    for (const { conversationId: id } of sessions) {
      const now = await backend.call(endpoints.getConversation, { as: admin, params: { id } });
      expect(copies.conversations.items.get(id)?.lastSeq).toBe(now.body.lastSeq);
    }
  });
});
