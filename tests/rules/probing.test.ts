import fc from "fast-check";
import firebase from "firebase/compat/app";
import "firebase/compat/firestore";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, documents, isAllowed, PEOPLE, PERSONS, type Person, World } from "./world.ts";

const READS_PER_PERSON = 1_500;
const WRITES_PER_PERSON = 500;
/** Always the same generated requests, so that a failure can be repeated. */
const SEED = 20_260_302;
const AT_ONCE = 25;

const STORED = documents();

/** Who may see a stored document, told a second time and in other words than the rules tell it. */
function maySee(person: Person, path: string): boolean {
  const uid = PEOPLE[person]?.uid ?? "";
  const [collection = "", id = ""] = path.split("/");
  const isVisitor = person === "own visitor" || person === "other visitor";
  if (isVisitor && collection === "queues") return true;
  if (isVisitor && !["conversations", "threads"].includes(collection)) return false;
  if (isVisitor) {
    const conversation = id.replace(/-1$/, "");
    return conversation === (uid === "vera" ? "chat" : "other") && STORED[path]?.visibility !== "agents";
  }
  const groups = GROUPS_OF[person];
  return groups !== undefined && agentMaySee(uid, groups, path);
}

/** The groups of those who are agents now; null sees all. */
const GROUPS_OF: Partial<Record<Person, string[] | null>> = {
  "agent of the group": ["sales"],
  "agent of another group": ["support"],
  owner: [],
  supervisor: null,
  admin: null,
};

function agentMaySee(uid: string, groups: string[] | null, path: string): boolean {
  const [collection = "", id = "", sub] = path.split("/");
  if (collection === "agents") return sub === undefined ? !STORED[path]?.isDeleted : id === uid;
  if (["groups", "tags", "queues"].includes(collection)) return true;
  if (collection === "visitors") {
    const { conversationIds } = STORED[path] as { conversationIds: string[] };
    return conversationIds.some((id) => agentMaySee(uid, groups, `conversations/${id}`));
  }
  if (collection !== "conversations" && collection !== "threads") return false;
  const conversation = STORED[`conversations/${id.replace(/-1$/, "")}`];
  if (groups === null || conversation?.assignedAgentId === uid) return true;
  return groups.includes(conversation?.groupId as string);
}

const collections = [...new Set(Object.keys(STORED).map((path) => path.split("/").slice(0, -1).join("/")))];
const groupNames = [...new Set(collections.map((path) => path.split("/").at(-1) as string))];
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  visitorId: ["vera", "victor", "eve", "xenia"],
  conversationId: ["chat", "other", "ended"],
  visibility: ["all", "agents"],
  assignedAgentId: ["olga", "anna", null],
  groupId: ["sales", "support"],
  status: ["active", "pending"],
  isDeleted: [true, false],
  seq: [1, 2, 3],
  id: ["anna", "vera", "chat"],
};

const filter = fc
  .constantFrom(...Object.keys(FIELDS))
  .chain((field) =>
    fc.tuple(
      fc.constant(field),
      fc.constantFrom("==" as const, "==" as const, "!=" as const, "in" as const, ">=" as const),
      fc.constantFrom(...(FIELDS[field] as unknown[])),
    ),
  );

const path = fc.oneof(
  fc.constantFrom(...Object.keys(STORED)),
  fc.constantFrom(...collections).map((collection) => `${collection}/missing`),
);

const request = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("get" as const), path }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("query" as const),
      group: fc.boolean(),
      name: fc.nat(),
      filters: fc.array(filter, { maxLength: 4 }),
      limit: fc.option(fc.integer({ min: 1, max: 5 })),
      order: fc.option(fc.constantFrom("seq", "updatedAt", "queue.queuedAt", "id")),
    }),
  },
);
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** The paths of what the request brought; null when it was refused or is no query that Firestore takes. */
async function read(db: Client, asked: Request): Promise<string[] | null> {
  if (asked.kind === "get") {
    const got = await db.doc(asked.path).get();
    return got.exists ? [asked.path] : [];
  }
  const names = asked.group ? groupNames : collections;
  const name = names[asked.name % names.length] as string;
  let query: firebase.firestore.Query = asked.group ? db.collectionGroup(name) : db.collection(name);
  for (const [field, op, value] of asked.filters)
    query = query.where(field, op, op === "in" ? [value] : value);
  if (asked.order) query = query.orderBy(asked.order);
  if (asked.limit) query = query.limit(asked.limit);
  return (await query.get()).docs.map((found) => found.ref.path);
}

async function probe(db: Client, asked: Request): Promise<string[] | null> {
  try {
    return await read(db, asked);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "permission-denied" || code === "invalid-argument") return null;
    throw error;
  }
}

const DELETED = firebase.firestore.FieldValue.delete();
const value = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 3, 4, -1, 2.5, "x", "", null, true, [], {}, [1], { seq: 1 }),
  fc.constantFrom("anna", "admin", "agents", "all").map((text): unknown => text),
  fc.constant<unknown>(firebase.firestore.FieldValue.serverTimestamp()),
  fc.constant<unknown>(DELETED),
  fc.integer({ min: -100, max: 100 }).map((days): unknown => new Date(Date.now() + (days || 1) * 86_400_000)),
);
const change = fc.record({
  path,
  kind: fc.constantFrom("set" as const, "merge" as const, "update" as const, "delete" as const),
  data: fc.dictionary(
    fc.constantFrom(
      "read",
      "role",
      "groupIds",
      "text",
      "name",
      "typingUntil",
      "lastSeenAt",
      "kind",
      "lastSeenSeq",
      "updatedAt",
    ),
    value,
    { maxKeys: 3 },
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Own marks are what a client may write; everything else must be refused. */
function isOwnMark(person: Person, { path: at }: Change): boolean {
  return at.includes("/participants/") && at.endsWith(`/${PEOPLE[person]?.uid}`);
}

async function tryChange(db: Client, { path: at, kind, data }: Change): Promise<boolean> {
  const document = db.doc(at);
  const deletes = Object.values(data).includes(DELETED);
  if (kind === "delete") return isAllowed(document.delete());
  if (kind === "set" && !deletes) return isAllowed(document.set(data));
  if (kind === "update" && Object.keys(data).length > 0) return isAllowed(document.update(data));
  return isAllowed(document.set(data, { merge: true }));
}

async function inPortions<T>(items: T[], run: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await Promise.all(items.slice(at, at + AT_ONCE).map(run));
}

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.reset();
});
afterAll(() => world.stop());

describe("generated requests", () => {
  it.each(PERSONS)("leak nothing: %s", async (person) => {
    const requests = fc.sample(request, { seed: SEED, numRuns: READS_PER_PERSON });
    const leaked = new Set<string>();
    let answered = 0;
    await inPortions(requests, async (asked) => {
      const found = await probe(world.as(person), asked);
      if (found) answered += 1;
      for (const at of found ?? []) if (!maySee(person, at)) leaked.add(`${at} by ${JSON.stringify(asked)}`);
    });
    expect([...leaked]).toEqual([]);
    const seesSomething = Object.keys(STORED).some((at) => maySee(person, at));
    expect(answered > 0).toBe(seesSomething);
  });

  it.each(PERSONS)("change nothing: %s", async (person) => {
    const before = world.contents();
    const changes = fc.sample(change, { seed: SEED, numRuns: WRITES_PER_PERSON });
    const taken: string[] = [];
    await inPortions(
      changes.filter((asked) => !isOwnMark(person, asked)),
      async (asked) => {
        if (await tryChange(world.as(person), asked)) taken.push(JSON.stringify(asked));
      },
    );
    expect(taken).toEqual([]);
    expect(world.contents()).toEqual(before);
  });
});
