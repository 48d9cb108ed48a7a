import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import { callEndpoint } from "./http-call.ts";

const PROJECT = "/emulator/v1/projects/demo-livechat";
const DOCUMENTS = "/databases/(default)/documents";
const DENY = "rules_version = '2';\nservice cloud.firestore { match /databases/{d}/documents { } }\n";
const BROKEN =
  "rules_version = '2';\nservice cloud.firestore {\n  match /databases/{d}/documents {\n    allow read: if ;\n  }\n}\n";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

function call(request: string, body?: unknown) {
  const [method = "", path = ""] = request.split(" ");
  return callEndpoint(emulator, [method, path], body);
}

/** Writes a document without fields as the admin, past the rules. */
async function put(path: string, project = "demo-livechat", database = "(default)") {
  const id = { projectId: project, databaseId: database };
  const { store } = emulator.context.databases.get(id);
  store.commit([{ kind: "set", name: `${store.root}/${path}`, fields: new Map(), transforms: [] }]);
}

function documents(project = "demo-livechat", database = "(default)"): string[] {
  const { store } = emulator.context.databases.get({ projectId: project, databaseId: database });
  return [...store.documents.all()].map(({ name }) => name.slice(store.root.length + 1)).sort();
}

describe("being up", () => {
  test("GET / answers Ok, which tools poll for", async () => {
    expect(await call("GET /")).toMatchObject({ status: 200, text: "Ok\n" });
    expect(await call("HEAD /")).toMatchObject({ status: 200 });
  });

  test("POST /shutdown answers, and then ends the emulator", async () => {
    expect(await call("POST /shutdown")).toMatchObject({ status: 200, text: "Shutting down\n" });
    await expect
      .poll(() =>
        call("GET /").then(
          () => "up",
          () => "down",
        ),
      )
      .toBe("down");
  });

  test("an unknown endpoint is a JSON error", async () => {
    for (const request of [
      `GET ${PROJECT}:nothing`,
      `POST ${PROJECT}:usage`,
      "GET /emulator/v2",
      `PUT ${PROJECT}:export`,
    ]) {
      const { status, json } = await call(request);
      expect(status, request).toBe(404);
      expect(json, request).toMatchObject({ error: { code: 404, status: "NOT_FOUND" } });
    }
  });

  test("pages of this machine may call, after a preflight", async () => {
    const { status } = await call(`OPTIONS ${PROJECT}:securityRules`);
    expect(status).toBe(200);
    const response = await fetch(`http://${emulator.host}:${emulator.port}${PROJECT}:usage`, {
      headers: { Origin: "http://localhost:4000" },
    });
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:4000");
  });

  test.each([
    ["GET", `${PROJECT}:usage`],
    ["DELETE", `${PROJECT}${DOCUMENTS}`],
    ["OPTIONS", `${PROJECT}:securityRules`],
    ["POST", "/shutdown"],
    ["POST", "/v1/projects/demo-livechat/databases/(default)/documents:commit"],
    ["OPTIONS", "/v1/projects/demo-livechat/databases/(default)/documents/rooms/a"],
    ["POST", "/google.firestore.v1.Firestore/Listen/channel?VER=8&database=projects/p/databases/(default)"],
  ])("pages of others may not, not even an administrator's %s %s", async (method, path) => {
    await put("visitors/ada");
    for (const origin of ["https://page.example", "null"]) {
      const response = await fetch(`http://${emulator.host}:${emulator.port}${path}`, {
        method,
        headers: { Origin: origin, Authorization: "Bearer owner" },
      });
      expect(response.status).toBe(403);
      expect(response.headers.get("access-control-allow-origin")).toBe(null);
    }
    expect(documents()).toEqual(["visitors/ada"]);
  });

  test("unless they are named", async () => {
    const open = await startEmulator({ allowOrigins: ["https://page.example"] });
    const usageFor = async (origin: string) => {
      const url = `http://${open.host}:${open.port}${PROJECT}:usage`;
      return (await fetch(url, { headers: { Origin: origin } })).status;
    };
    expect(await usageFor("https://page.example")).toBe(200);
    expect(await usageFor("https://other.example")).toBe(403);
    await open.stop();
  });
});

describe("clearing", () => {
  test("empties one database and no other", async () => {
    await put("visitors/ada");
    await put("visitors/ada", "demo-livechat", "archive");
    await put("visitors/ada", "other");
    expect(await call(`DELETE ${PROJECT}${DOCUMENTS}`)).toMatchObject({ status: 200, text: "{\n}\n" });
    expect([documents(), documents("demo-livechat", "archive"), documents("other")]).toEqual([
      [],
      ["visitors/ada"],
      ["visitors/ada"],
    ]);
  });

  test("of a path takes what is below it and leaves its neighbours", async () => {
    for (const path of ["c/a", "c/a/sub/x", "c/ab", "d/z"]) {
      await put(path);
    }
    expect((await call(`DELETE ${PROJECT}${DOCUMENTS}/c/a`)).status).toBe(200);
    expect(documents()).toEqual(["c/ab", "d/z"]);
    expect((await call(`DELETE ${PROJECT}${DOCUMENTS}/c`)).status).toBe(200);
    expect(documents()).toEqual(["d/z"]);
  });

  test("of a reserved path is refused", async () => {
    const { status, json } = await call(`DELETE ${PROJECT}${DOCUMENTS}/c/__x__`);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      error: { message: 'Resource id "__x__" is invalid because it is reserved.' },
    });
  });

  test("of everything by POST /reset", async () => {
    await put("visitors/ada");
    await put("visitors/ada", "other");
    expect(await call("POST /reset")).toMatchObject({ status: 200, text: "Resetting...\n" });
    expect([documents(), documents("other")]).toEqual([[], []]);
  });
});

describe("security rules", () => {
  const rules = (content: string, more = {}) => ({ rules: { files: [{ content }] }, ...more });

  test("are put as rules-unit-testing does, for one project", async () => {
    expect(await call(`PUT ${PROJECT}:securityRules`, rules(DENY))).toMatchObject({ status: 200 });
    const read = `GET /v1/projects/demo-livechat${DOCUMENTS}/visitors/ada`;
    expect((await call(read)).json).toMatchObject({ error: { status: "PERMISSION_DENIED" } });
    expect((await call(read.replace("demo-livechat", "other"))).json).toMatchObject({
      error: { status: "NOT_FOUND" },
    });
    expect((await call(`GET ${PROJECT}:securityRules`)).json).toEqual({
      rules: { files: [{ name: "security.rules", content: DENY }] },
    });
  });

  test("that do not compile are refused with line and column, and the old ones stay", async () => {
    await call(`PUT ${PROJECT}:securityRules`, rules(DENY));
    const { status, json } = await call(`PUT ${PROJECT}:securityRules`, rules(BROKEN));
    expect(status).toBe(400);
    expect(json).toMatchObject({
      error: { code: 400, status: "INVALID_ARGUMENT", message: expect.stringContaining("L4:20") },
      issues: [{ severity: "ERROR", sourcePosition: { fileName: "security.rules", line: 4, column: 20 } }],
    });
    expect((await call(`GET ${PROJECT}:securityRules`)).text).toContain("match /databases/{d}/documents { }");
  });

  test("are put by the Firebase CLI with ignore_errors, which answers the issues alone", async () => {
    const { status, json } = await call(
      `PUT ${PROJECT}:securityRules`,
      rules(BROKEN, { ignore_errors: true }),
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({ issues: [{ severity: "ERROR", description: expect.any(String) }] });
    expect((await call(`GET ${PROJECT}:securityRules`)).status).toBe(404);
  });

  test.each([
    "",
    "[]",
    "nonsense",
    "{}",
    '{"rules": 7}',
    '{"rules": {"files": [{"content": 7}]}}',
    '{"rules": {"files": []}}',
  ])("%j is no rules file", async (body) => {
    const { status, json } = await call(`PUT ${PROJECT}:securityRules`, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { status: "INVALID_ARGUMENT" } });
  });

  test("report their coverage as JSON and as a page", async () => {
    expect((await call(`GET ${PROJECT}:ruleCoverage`)).json).toEqual({});
    const allow = DENY.replace("{ }", "{ match /visitors/{id} { allow get: if id == 'ada'; } }");
    await call(`PUT ${PROJECT}:securityRules`, rules(allow));
    await call(`GET /v1/projects/demo-livechat${DOCUMENTS}/visitors/ada`);
    const { json } = await call(`GET ${PROJECT}:ruleCoverage`);
    expect(json).toMatchObject({ rules: { files: [{ content: allow }] } });
    expect(JSON.stringify(json)).toContain('"count":1');
    const page = await call(`GET ${PROJECT}:ruleCoverage.html`);
    expect(page.contentType).toBe("text/html; charset=utf-8");
    expect(page.text).toContain("id == &#39;ada&#39;: true × 1");
  });
});

describe("the meter", () => {
  test("counts what is billed and is reset for one project", async () => {
    const document = `/v1/projects/demo-livechat${DOCUMENTS}/visitors/ada`;
    await call(`PATCH ${document}`, { fields: {} });
    await call(`GET ${document}`);
    await call(`DELETE ${document}`);
    expect((await call(`GET ${PROJECT}:usage`)).json).toMatchObject({
      documentReads: 1,
      documentWrites: 1,
      documentDeletes: 1,
    });
    await call(`DELETE ${PROJECT}:usage`);
    expect((await call(`GET ${PROJECT}:usage`)).json).toMatchObject({ documentReads: 0, documentWrites: 0 });
  });
});

describe("faults", () => {
  const write = () => call(`PATCH /v1/projects/demo-livechat${DOCUMENTS}/visitors/ada`, { fields: {} });
  const commit = () => call(`POST /v1/projects/demo-livechat${DOCUMENTS}:commit`, { writes: [] });

  test("abort the next commits", async () => {
    expect((await call(`POST ${PROJECT}:faults`, { abortCommits: 1 })).json).toMatchObject({
      abortCommits: 1,
    });
    expect((await commit()).json).toMatchObject({ error: { status: "ABORTED" } });
    expect((await commit()).status).toBe(200);
    expect((await call(`GET ${PROJECT}:faults`)).json).toMatchObject({ abortCommits: 0 });
  });

  test("make the service unavailable", async () => {
    await call(`POST ${PROJECT}:faults`, { unavailable: 2 });
    expect([(await write()).status, (await write()).status, (await write()).status]).toEqual([503, 503, 200]);
  });

  test("are taken back", async () => {
    await call(`POST ${PROJECT}:faults`, { abortCommits: 5, delayMs: 1 });
    await call(`DELETE ${PROJECT}:faults`);
    expect((await call(`GET ${PROJECT}:faults`)).json).toEqual({
      abortCommits: 0,
      unavailable: 0,
      delayMs: 0,
    });
  });

  test.each([{ abortCommits: -1 }, { delayMs: 1.5 }, { unavailable: "2" }, { dropStreams: 1 }, { rain: 1 }])(
    "%j is refused",
    async (body) => {
      const { status, json } = await call(`POST ${PROJECT}:faults`, body);
      expect(status).toBe(400);
      expect(json).toMatchObject({ error: { status: "INVALID_ARGUMENT" } });
    },
  );
});
