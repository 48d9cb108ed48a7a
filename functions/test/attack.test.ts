import { type Endpoint, endpointList, endpoints } from "@livechat/contract";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CALLERS, type CallerName, type Company, startCompany } from "./company.ts";
import { type Backend, startBackend } from "./harness.ts";

/** Requests of each caller to each endpoint; more with ATTACK_RUNS. Always the same ones, so that a leak can be repeated. */
const RUNS = Number(process.env.ATTACK_RUNS ?? 6);
const SEED = 20_261_128;
const PATIENCE_MILLIS = RUNS * 30_000;
const AT_ONCE = 10;
const UNLIMITED = "1000000";
const NO_LIMITS = {
  SESSIONS_PER_ADDRESS_PER_MINUTE: UNLIMITED,
  SESSIONS_PER_MINUTE: UNLIMITED,
  MESSAGES_PER_SENDER_PER_MINUTE: UNLIMITED,
  CALLS_PER_AGENT_PER_MINUTE: UNLIMITED,
  CALLS_PER_VISITOR_PER_MINUTE: UNLIMITED,
  PUBLIC_CALLS_PER_ADDRESS_PER_MINUTE: UNLIMITED,
};

/** A text that lies somewhere, and who may ever be told it, by any call. */
interface Secret {
  readonly what: string;
  readonly text: string;
  readonly for: readonly CallerName[];
}

const OVERSEERS: CallerName[] = ["supervisor", "admin"];
const OF_SALES: CallerName[] = ["groupAgent", "owner", ...OVERSEERS];
const OF_SUPPORT: CallerName[] = ["otherAgent", ...OVERSEERS];
const ALL_AGENTS: CallerName[] = ["groupAgent", "otherAgent", "owner", ...OVERSEERS];
/** Who may be told nothing of others, and changes nothing that would let them in. */
const OUTSIDERS: CallerName[] = ["nobody", "otherVisitor", "deletedAgent", "expiredToken", "revokedToken"];

let backend: Backend;
let company: Company;
let secrets: Secret[];
let pool: string[];

/** Hashes and secrets as they are stored: nobody is told them. */
async function storedSecrets(): Promise<Secret[]> {
  const fields = {
    agentCredentials: "passwordHash",
    visitorSessions: "tokenHash",
    apiKeys: "secretHash",
    identityKeys: "secret",
  };
  const found: Secret[] = [];
  for (const [collection, field] of Object.entries(fields)) {
    const { docs } = await backend.ctx.db.collection(collection).get();
    for (const document of docs) {
      const text: unknown = document.get(field);
      if (typeof text === "string" && text.length > 10)
        found.push({ what: `${collection}.${field}`, text, for: [] });
    }
  }
  return found;
}

/** Lays out what must not be found. */
async function hide(): Promise<void> {
  const { ids, tokens } = company;
  const as = (name: CallerName) => ({ as: tokens[name] ?? "" });
  const say = (name: CallerName, thread: string, body: object) =>
    backend.call(endpoints.addEvent, { ...as(name), params: { id: thread }, body: body as never });
  const file = await backend.people.file("hidden", {
    conversationId: ids.conversation,
    uploaderId: ids.owner,
    uploaderType: "agent",
  });
  await backend.ctx.db.doc(`files/${file}`).update({ name: "canary-file.txt" });
  await say("owner", ids.thread, { text: "canary-note", visibility: "agents" });
  await say("owner", ids.thread, { type: "file", fileIds: [file], visibility: "agents" });
  await say("visitor", ids.thread, { text: "canary-word" });
  await backend.call(endpoints.updateVisitor, {
    ...as("admin"),
    params: { id: ids.visitor },
    body: { email: "canary-mail@example.com", name: "canary-name" },
  });
  await backend.call(endpoints.saveDraft, {
    ...as("owner"),
    params: { id: ids.conversation },
    body: { mode: "reply", text: "canary-draft", throughSeq: 1 },
  });
  await backend.call(endpoints.createCannedResponse, {
    ...as("admin"),
    body: { shortcut: "canary", title: "canary-canned", text: "canary-canned", groupIds: [ids.support] },
  });
  await backend.call(endpoints.createBan, {
    ...as("admin"),
    body: { externalId: "canary-banned", reason: "canary-reason" },
  });
  await backend.call(endpoints.leaveOfflineMessage, {
    body: {
      visitor: { email: "canary-offline@example.com" },
      message: "canary-offline",
      groupId: ids.support,
    },
  });
  const key = await backend.call(endpoints.createApiKey, {
    ...as("admin"),
    body: { name: "Canary", scopes: ["tags:read"] },
  });
  secrets = [
    { what: "a private note", text: "canary-note", for: OF_SALES },
    { what: "the file of a private note", text: "canary-file", for: OF_SALES },
    { what: "a visitor's message", text: "canary-word", for: ["visitor", ...OF_SALES] },
    { what: "a visitor's e-mail", text: "canary-mail", for: ["visitor", ...OF_SALES] },
    { what: "a visitor's name", text: "canary-name", for: ["visitor", ...OF_SALES] },
    { what: "a draft", text: "canary-draft", for: ["owner"] },
    { what: "another group's canned response", text: "canary-canned", for: OF_SUPPORT },
    { what: "why somebody is banned", text: "canary-reason", for: ALL_AGENTS },
    { what: "an offline message", text: "canary-offline", for: OF_SUPPORT },
    { what: "an API key", text: String((key.body as { secret?: string }).secret ?? "never"), for: [] },
    ...(await storedSecrets()),
  ];
  const everyone = await backend.ctx.db.collectionGroup("events").get();
  pool = [
    ...new Set([
      ...Object.values(ids),
      ...everyone.docs.flatMap(({ id, ref }) => [id, ref.parent.parent?.id ?? ""]),
      key.body.id,
      file,
    ]),
  ].filter((id) => id !== "");
}

const ODD = [
  "..",
  "%2e%2e%2f",
  "a/b",
  "__x__",
  "x".repeat(200),
  "null",
  "undefined",
  "*",
  "-1",
  "0",
  "ü",
  "'",
  "{}",
];
const WORDS = [
  "note",
  "reply",
  "agents",
  "all",
  "true",
  "active",
  "closed",
  "pending",
  "canary",
  "canary-mail@example.com",
  "1",
  "100",
  "2020-01-01T00:00:00Z",
  "total_chats",
  "daily",
];

/** Names of the query's parameters. */
function queryOf({ query }: Endpoint): string[] {
  return Object.keys((query as unknown as { shape?: Record<string, unknown> }).shape ?? {});
}

/** An address of the endpoint with ids and words that somebody may have seen, or made up. */
function addressOf(endpoint: Endpoint): fc.Arbitrary<string> {
  const id = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...pool) },
    { weight: 1, arbitrary: fc.constantFrom(...ODD) },
  );
  const word = fc.oneof(id, fc.constantFrom(...WORDS));
  const names = queryOf(endpoint);
  const asked =
    names.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.tuple(fc.constantFrom(...names), word), {
          maxLength: 2,
          selector: ([name]) => name,
        });
  return fc.tuple(fc.array(id, { minLength: 3, maxLength: 3 }), asked).map(([ids, query]) => {
    let at = 0;
    const path = endpoint.path
      .replace(/\{name\}/, "total_chats")
      .replace(/\{\w+\}/g, () => encodeURIComponent(ids[at++] ?? ""));
    return `${path}?${new URLSearchParams(query as [string, string][])}`;
  });
}

/** A body like the documented one, in which texts may be ids. */
function bodyOf({ example }: Endpoint): fc.Arbitrary<string> {
  const base: unknown = (example as { body?: unknown } | undefined)?.body ?? {};
  return fc.array(fc.constantFrom(...pool), { minLength: 6, maxLength: 6 }).map((ids) => {
    let at = 0;
    return JSON.stringify(base, (key, value: unknown) =>
      typeof value === "string" && /id(s|\d)?$/i.test(key) ? ids[at++ % ids.length] : value,
    );
  });
}

interface Tried {
  requests: number;
  answered: number;
  leaks: string[];
  failures: string[];
}

interface Attempt {
  readonly caller: CallerName;
  readonly endpoint: Endpoint;
  readonly address: string;
  readonly body?: string;
}

/** What the caller sent comes back in errors and in what they have just made: that is no leak. */
function leaksIn(text: string, { caller, address, body = "" }: Attempt): Secret[] {
  const known = decodeURIComponent(address) + body;
  return secrets.filter(
    (secret) => !secret.for.includes(caller) && text.includes(secret.text) && !known.includes(secret.text),
  );
}

async function tryOne(attempt: Attempt, tried: Tried): Promise<void> {
  const { caller, endpoint, address, body } = attempt;
  const token = company.tokens[caller];
  const response = await backend.fetch(address, {
    method: endpoint.method,
    redirect: "manual",
    headers: {
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body }),
  });
  const text = `${await response.text()} ${response.headers.get("location") ?? ""}`;
  tried.requests += 1;
  if (response.status < 400) tried.answered += 1;
  const how = `${caller}: ${endpoint.method} ${address} ${body ?? ""} -> ${response.status}`;
  if (response.status >= 500) tried.failures.push(how);
  for (const { what } of leaksIn(text, attempt)) tried.leaks.push(`${what} told to ${how}`);
}

/** For whoever asks for more requests, and wants to know how many they were. */
function report(what: string, { requests, answered, leaks, failures }: Tried): void {
  if (process.env.ATTACK_RUNS === undefined) return;
  const found = `${leaks.length} leaks, ${failures.length} answered with a 5xx`;
  process.stdout.write(`${what}: ${requests} requests, ${answered} of them answered, ${found}\n`);
}

async function attack(callers: readonly CallerName[], targets: readonly Endpoint[]): Promise<Tried> {
  const tried: Tried = { requests: 0, answered: 0, leaks: [], failures: [] };
  const all = targets.flatMap((endpoint) =>
    callers.flatMap((caller) => {
      const seed = SEED + caller.length;
      const addresses = fc.sample(addressOf(endpoint), { seed, numRuns: RUNS });
      const bodies = endpoint.method === "GET" ? [] : fc.sample(bodyOf(endpoint), { seed, numRuns: RUNS });
      return addresses.map((address, i): Attempt => {
        const body = bodies[i];
        return { caller, endpoint, address, ...(body !== undefined && { body }) };
      });
    }),
  );
  for (let at = 0; at < all.length; at += AT_ONCE)
    await Promise.all(all.slice(at, at + AT_ONCE).map((attempt) => tryOne(attempt, tried)));
  return tried;
}

beforeEach(async () => {
  backend = await startBackend(NO_LIMITS);
  company = await startCompany(backend);
  await hide();
});
afterEach(() => backend.stop());

describe("ids of everything, in every call", { timeout: PATIENCE_MILLIS }, () => {
  it("tell nobody what is not theirs: reading", async () => {
    const readers = endpointList.filter(({ method }) => method === "GET");
    const tried = await attack(CALLERS, readers);
    report("reading", tried);
    expect(tried.leaks).toEqual([]);
    expect(tried.failures).toEqual([]);
    expect(tried.answered).toBeGreaterThan(tried.requests / 20);
  });

  it("tell nobody what is not theirs, and change nothing of others: writing", async () => {
    const writers = endpointList.filter(({ method, name }) => method !== "GET" && name !== "logout");
    const before = await kept();
    const tried = await attack(OUTSIDERS, writers);
    report("writing, by outsiders", tried);
    expect(tried.leaks).toEqual([]);
    expect(tried.failures).toEqual([]);
    expect(await kept()).toEqual(before);
  });

  it("tell nobody what is not theirs: writing, by those who may write something", async () => {
    const writers = endpointList.filter(({ method, name }) => method !== "GET" && !name.startsWith("logout"));
    const tried = await attack(["visitor", "groupAgent", "otherAgent"], writers);
    report("writing, by those who may write something", tried);
    expect(tried.leaks).toEqual([]);
    expect(tried.failures).toEqual([]);
  });

  it("are found by those whom they are for: the secrets lie where they are looked for", async () => {
    const told = async (caller: CallerName, path: string) => {
      const headers = { Authorization: `Bearer ${company.tokens[caller]}` };
      return (await backend.fetch(path, { headers })).text();
    };
    const { conversation, visitor } = company.ids;
    const events = await told("groupAgent", `/v1/conversations/${conversation}/events?limit=100`);
    expect(events).toContain("canary-note");
    expect(events).toContain("canary-file");
    expect(events).toContain("canary-word");
    expect(await told("owner", `/v1/visitors/${visitor}`)).toContain("canary-mail");
    expect(await told("owner", `/v1/conversations/${conversation}/draft?mode=reply`)).toContain(
      "canary-draft",
    );
    expect(await told("otherAgent", "/v1/canned-responses?limit=100")).toContain("canary-canned");
    expect(await told("otherAgent", "/v1/bans?limit=100")).toContain("canary-reason");
    expect(await told("supervisor", "/v1/visitors?limit=100")).toContain("canary-offline");
    expect(secrets.length).toBeGreaterThan(15);
  });
});

/** What outsiders may change nothing of: everything but what they begin of their own. */
async function kept(): Promise<Map<string, string>> {
  const { readEverything } = await import("./snapshot.ts");
  const all = readEverything(backend);
  const own = [company.tokens.otherVisitor?.split(".")[0] ?? ""];
  const known = new Set(pool);
  const isOthers = ([path, text]: [string, string]) =>
    path.split("/").some((part) => known.has(part)) &&
    !own.some((id) => id !== "" && (path.includes(id) || text.includes(id)));
  return new Map([...all].filter(isOthers));
}
