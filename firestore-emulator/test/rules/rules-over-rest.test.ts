import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

/** The rules over REST: what is asked when, how a refusal looks, and what the rules' own reads cost. */
const PROJECT = "rules-over-rest";
const DATABASE = `projects/${PROJECT}/databases/(default)`;
const ROOT = `${DATABASE}/documents`;
const RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /open/{id} { allow read, write; }
    match /own/{uid} { allow read, write: if request.auth.uid == uid; }
    match /gated/{id} {
      allow get: if exists(/databases/$(database)/documents/keys/$(request.auth.uid));
      allow list: if debug(resource.data.owner) == request.auth.uid;
    }
    match /crowded/{id} {
      allow get: if !exists(/databases/$(database)/documents/a/$(id + '1'))
        && !exists(/databases/$(database)/documents/a/$(id + '2'))
        && !exists(/databases/$(database)/documents/a/$(id + '3'));
    }
    match /methods/{method} {
      allow create: if method == 'create' || method == 'both';
      allow update: if method == 'update' || method == 'both';
      allow delete: if method == 'delete';
    }
    match /stamped/{id} {
      allow write: if request.resource.data.at == request.time && request.time.nanos() % 1000000 == 0;
    }
    match /counted/{id} {
      allow write: if getAfter(/databases/$(database)/documents/open/total).data.n
        == get(/databases/$(database)/documents/open/total).data.n + 1;
    }
  }
}`;

let underTest: EmulatorUnderTest;
const log: string[] = [];

beforeAll(async () => {
  underTest = await startUnderTest({ log: (message) => log.push(message) });
  const body = JSON.stringify({ rules: { files: [{ name: "firestore.rules", content: RULES }] } });
  const put = await fetch(`http://${underTest.address}/emulator/v1/projects/${PROJECT}:securityRules`, {
    method: "PUT",
    body,
  });
  expect(put.status).toBe(200);
});

afterAll(() => underTest.stop());

beforeEach(async () => {
  await underTest.clear(PROJECT);
  await call("owner", `${ROOT}:commit`, {
    writes: [
      write("open/total", { n: { integerValue: "1" } }),
      write("gated/g", { owner: { stringValue: "ada" } }),
      write("keys/ada", {}),
      write("methods/both", {}),
      write("methods/update", {}),
      write("methods/delete", {}),
    ],
  });
});

function write(path: string, fields: object): object {
  return { update: { name: `${ROOT}/${path}`, fields } };
}

function unsigned(uid: string): string {
  const encode = (json: object): string => Buffer.from(JSON.stringify(json)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode({ sub: uid, user_id: uid })}.`;
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

/** @param who "owner", a user's id, or undefined for nobody */
async function call(who: string | undefined, path: string, body?: object): Promise<Answer> {
  const token = who === undefined || who === "owner" ? who : unsigned(who);
  const response = await fetch(`http://${underTest.address}/v1/${path}`, {
    method: body ? "POST" : "GET",
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, json: await response.json() };
}

function commit(who: string | undefined, ...writes: object[]): Promise<Answer> {
  return call(who, `${ROOT}:commit`, { writes });
}

function messageOf({ json }: Answer): string {
  const first = (Array.isArray(json) ? json[0] : json) as { error?: { message?: string } };
  return first.error?.message ?? "";
}

describe("callers", () => {
  it("are asked for by rules: nobody, a user, the owner", async () => {
    await commit("owner", write("own/ada", {}));
    expect((await call(undefined, `${ROOT}/own/ada`)).status).toBe(403);
    expect((await call("ben", `${ROOT}/own/ada`)).status).toBe(403);
    expect((await call("ada", `${ROOT}/own/ada`)).status).toBe(200);
    expect((await call("owner", `${ROOT}/own/ada`)).status).toBe(200);
  });

  it("are told the statement that denied them, in Google's error shape", async () => {
    const { status, json } = await call("ben", `${ROOT}/gated/g`);
    expect(status).toBe(403);
    expect(json).toEqual({
      error: { code: 403, message: "\nfalse for 'get' @ L7", status: "PERMISSION_DENIED" },
    });
  });

  it("of projects without rules may do everything", async () => {
    const path = "projects/without-rules/databases/(default)/documents";
    expect((await call(undefined, `${path}/any/thing`)).status).toBe(404);
  });
});

describe("a denied caller learns nothing", () => {
  it("about whether a document exists", async () => {
    const there = await call("ben", `${ROOT}/own/ada`);
    const missing = await call("ben", `${ROOT}/own/nobody`);
    expect([there.status, missing.status]).toEqual([403, 403]);
  });

  it("about preconditions", async () => {
    const update = { ...write("own/nobody", {}), currentDocument: { exists: true } };
    expect((await commit("ben", update)).status).toBe(403);
    expect((await commit("nobody", update)).status).toBe(404);
  });

  it("from queries, aggregations, lists and collection ids", async () => {
    const structuredQuery = { from: [{ collectionId: "gated" }] };
    const aggregation = {
      structuredAggregationQuery: { structuredQuery, aggregations: [{ alias: "n", count: {} }] },
    };
    expect((await call("ben", `${ROOT}:runQuery`, { structuredQuery })).status).toBe(403);
    expect((await call("ben", `${ROOT}:runAggregationQuery`, aggregation)).status).toBe(403);
    expect((await call("ben", `${ROOT}/gated`)).status).toBe(403);
    expect((await call("ben", `${ROOT}:listCollectionIds`, {})).status).toBe(403);
    expect((await call("owner", `${ROOT}:listCollectionIds`, {})).status).toBe(200);
  });
});

describe("queries", () => {
  it("are allowed by the constraint that proves the rule", async () => {
    const where = {
      fieldFilter: { field: { fieldPath: "owner" }, op: "EQUAL", value: { stringValue: "ada" } },
    };
    const structuredQuery = { from: [{ collectionId: "gated" }], where };
    const { status, json } = await call("ada", `${ROOT}:runQuery`, { structuredQuery });
    expect(status).toBe(200);
    expect(json).toHaveLength(1);
    expect((await call("ben", `${ROOT}:runQuery`, { structuredQuery })).status).toBe(403);
  });

  it("show what debug() was given in the log", async () => {
    log.length = 0;
    const field = { fieldPath: "owner" };
    const where = { fieldFilter: { field, op: "GREATER_THAN", value: { stringValue: "a" } } };
    const structuredQuery = { from: [{ collectionId: "gated" }], where };
    await call("ada", `${ROOT}:runQuery`, { structuredQuery });
    expect(log).toEqual(["rules debug: any value > a"]);
  });
});

describe("writes", () => {
  it("are a create or an update by what is stored, or by what the precondition says", async () => {
    const statuses = async (...writes: object[]): Promise<number> => (await commit("ada", ...writes)).status;
    expect(await statuses(write("methods/create", {}))).toBe(200);
    expect(await statuses(write("methods/create", {}))).toBe(403);
    expect(await statuses(write("methods/update", {}))).toBe(200);
    expect(await statuses({ ...write("methods/both", {}), currentDocument: { exists: false } })).toBe(409);
    expect(await statuses({ delete: `${ROOT}/methods/update` })).toBe(403);
    expect(await statuses({ delete: `${ROOT}/methods/delete` })).toBe(200);
  });

  it("of one commit see what earlier ones of it did", async () => {
    const twice = [write("methods/create", {}), write("methods/create", {})];
    expect((await commit("ada", ...twice)).status).toBe(403);
    await commit("owner", { delete: `${ROOT}/methods/both` });
    expect((await commit("ada", write("methods/both", {}), write("methods/both", {}))).status).toBe(200);
  });

  it("see the state after the whole commit by getAfter(), transforms included", async () => {
    const increment = {
      transform: {
        document: `${ROOT}/open/total`,
        fieldTransforms: [{ fieldPath: "n", increment: { integerValue: "1" } }],
      },
    };
    expect((await commit("ada", write("counted/c", {}))).status).toBe(403);
    expect((await commit("ada", write("counted/c", {}), increment)).status).toBe(200);
  });

  it("can be made to carry the server's time, which is that of the request, in whole milliseconds", async () => {
    const stamped = (id: string): object => ({
      ...write(`stamped/${id}`, {}),
      updateTransforms: [{ fieldPath: "at", setToServerValue: "REQUEST_TIME" }],
    });
    const writes = Array.from({ length: 20 }, (_, i) => commit("ada", stamped(`s${i}`)));
    expect(new Set((await Promise.all(writes)).map(({ status }) => status))).toEqual(new Set([200]));
    const early = { timestampValue: "2026-01-01T00:00:00Z" };
    expect((await commit("ada", write("stamped/early", { at: early }))).status).toBe(403);
  });

  it("are all refused when one is", async () => {
    expect((await commit("ada", write("open/new", {}), write("elsewhere/x", {}))).status).toBe(403);
    expect((await call("owner", `${ROOT}/open/new`)).status).toBe(404);
  });

  it("are refused one by one in a batchWrite", async () => {
    const { status, json } = await call("ada", `${ROOT}:batchWrite`, {
      writes: [write("open/new", {}), write("elsewhere/x", {})],
    });
    expect(status).toBe(200);
    expect((json as { status: { code?: number }[] }).status.map(({ code }) => code ?? 0)).toEqual([0, 7]);
  });
});

describe("documents that rules read", () => {
  it("are billed, for denied requests too", async () => {
    const usage = async (): Promise<number> => {
      const response = await fetch(`http://${underTest.address}/emulator/v1/projects/${PROJECT}:usage`);
      return ((await response.json()) as { documentReads: number }).documentReads;
    };
    const before = await usage();
    await call("ada", `${ROOT}/gated/g`);
    expect((await usage()) - before).toBe(2);
    await call("ben", `${ROOT}/gated/g`);
    expect((await usage()) - before).toBe(4);
  });

  it("may be 20 in one request for many documents", async () => {
    const get = (count: number): Promise<Answer> => {
      const documents = Array.from({ length: count }, (_, i) => `${ROOT}/crowded/c${i}`);
      return call("ada", `${ROOT}:batchGet`, { documents });
    };
    expect((await get(6)).status).toBe(200);
    const tooMany = await get(7);
    expect(tooMany.status).toBe(403);
    expect(messageOf(tooMany)).toContain("Too many document access calls: more than 20 in one request.");
  });
});
