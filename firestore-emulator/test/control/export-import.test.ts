import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/index.ts";
import type { MapValue } from "../../src/model/value.ts";
import { callEndpoint } from "./http-call.ts";

const EXPORT = "/emulator/v1/projects/demo-livechat:export";
const IMPORT = "/emulator/v1/projects/demo-livechat:import";
const DATABASE = "projects/demo-livechat/databases/(default)";
const OVERALL = "firestore_export/firestore_export.overall_export_metadata";

let emulator: Emulator;
let folder: string;

beforeEach(async () => {
  emulator = await startEmulator();
  folder = await mkdtemp(join(tmpdir(), "control-export-"));
});

afterEach(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

function post(path: string, body: unknown) {
  return callEndpoint(emulator, ["POST", path], body);
}

function storeOf(project: string, databaseId = "(default)") {
  return emulator.context.databases.get({ projectId: project, databaseId }).store;
}

function put(project: string, path: string, fields: MapValue = new Map(), databaseId = "(default)") {
  const store = storeOf(project, databaseId);
  store.commit([{ kind: "set", name: `${store.root}/${path}`, fields, transforms: [] }]);
}

const exportHere = { database: DATABASE, export_directory: "", export_name: "firestore_export" };

test("an export made as the Firebase CLI asks for it comes back into another project", async () => {
  put("demo-livechat", "visitors/ada", new Map([["name", "Ada"]]));
  put("demo-livechat", "visitors/ada", new Map([["name", "Archived"]]), "archive");
  const exported = await post(EXPORT, { ...exportHere, export_directory: folder });
  expect(exported).toMatchObject({ status: 200, text: "{\n}\n", contentType: "application/json" });

  put("other", "visitors/grace");
  const body = { database: "projects/other/databases/(default)", exportDirectory: join(folder, OVERALL) };
  expect(await post(IMPORT, body)).toMatchObject({ status: 200, text: "{\n}\n" });
  const other = storeOf("other");
  expect([...other.documents.all()].map(({ name }) => name).sort()).toEqual([
    `${other.root}/visitors/ada`,
    `${other.root}/visitors/grace`,
  ]);
  expect(other.get(`${other.root}/visitors/ada`)?.fields).toEqual(new Map([["name", "Ada"]]));
});

test("an export is written only below the folders that are named, links followed", async () => {
  const allowed = join(folder, "allowed");
  const outside = join(folder, "outside");
  await Promise.all([mkdir(join(allowed, "deep"), { recursive: true }), mkdir(outside)]);
  await symlink(outside, join(allowed, "link"));
  const confined = await startEmulator({ exportFolders: [allowed] });
  const exportTo = async (directory: string) => {
    const body = { ...exportHere, export_directory: directory };
    return (await callEndpoint(confined, ["POST", EXPORT], body)).status;
  };
  expect(await exportTo(allowed)).toBe(200);
  expect(await exportTo(join(allowed, "deep"))).toBe(200);
  for (const place of [outside, folder, join(allowed, ".."), join(allowed, "link"), `${allowed}-2`, "/"]) {
    expect([place, await exportTo(place)]).toEqual([place, 403]);
  }
  expect(await readdir(outside)).toEqual([]);
  await confined.stop();
});

test("an import keeps the create time of documents that are there, and the update time of equal ones", async () => {
  const store = storeOf("demo-livechat");
  const ada = `${store.root}/visitors/ada`;
  put("demo-livechat", "visitors/ada", new Map([["name", "Ada"]]));
  await post(EXPORT, { ...exportHere, export_directory: folder });
  put("demo-livechat", "visitors/ada", new Map([["name", "Augusta"]]));
  const before = store.get(ada);
  const body = { database: DATABASE, export_directory: join(folder, OVERALL) };
  await post(IMPORT, body);
  const once = store.get(ada);
  await post(IMPORT, body);
  expect(once?.fields).toEqual(new Map([["name", "Ada"]]));
  expect(once?.createTime).toEqual(before?.createTime);
  expect(once?.updateTime).not.toEqual(before?.updateTime);
  expect(store.get(ada)).toEqual(once);
});

test("an export of one database has nothing for another", async () => {
  put("demo-livechat", "visitors/ada");
  await post(EXPORT, { ...exportHere, export_directory: folder });
  const body = {
    database: "projects/demo-livechat/databases/archive",
    export_directory: join(folder, OVERALL),
  };
  expect((await post(IMPORT, body)).status).toBe(200);
  expect([...storeOf("demo-livechat", "archive").documents.all()]).toEqual([]);
});

test("an export is of one moment, whatever is committed while it is written", async () => {
  const store = storeOf("demo-livechat");
  const set = (path: string, fields: MapValue) =>
    ({ kind: "set", name: `${store.root}/${path}`, fields, transforms: [] }) as const;
  const filling = new Map([["text", "x".repeat(100_000)]]);
  const commit = (round: bigint) =>
    store.commit([
      set("pairs/first", new Map([["round", round]])),
      set("pairs/last", new Map([["round", round]])),
    ]);
  store.commit([set("pairs/first", new Map([["round", 0n]]))]);
  store.commit(Array.from({ length: 60 }, (_, at) => set(`large/l${at}`, filling)));
  commit(0n);
  let round = 0n;
  let exporting = true;
  const exported = post(EXPORT, { ...exportHere, export_directory: folder }).finally(() => {
    exporting = false;
  });
  while (exporting) {
    round += 1n;
    commit(round);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await exported;
  await post(IMPORT, {
    database: "projects/other/databases/(default)",
    export_directory: join(folder, OVERALL),
  });
  const other = storeOf("other");
  const rounds = ["first", "last"].map((id) => other.get(`${other.root}/pairs/${id}`)?.fields.get("round"));
  expect(rounds[0]).toBeDefined();
  expect(rounds[0]).toBe(rounds[1]);
});

test("a damaged export changes nothing", async () => {
  for (const id of ["ada", "grace"]) {
    put("demo-livechat", `visitors/${id}`);
  }
  await post(EXPORT, { ...exportHere, export_directory: folder });
  const output = join(folder, "firestore_export/all_namespaces/all_kinds/output-0");
  const bytes = await readFile(output);
  await writeFile(output, bytes.subarray(0, bytes.length - 1));
  const body = { database: "projects/other/databases/(default)", export_directory: join(folder, OVERALL) };
  expect((await post(IMPORT, body)).json).toMatchObject({
    error: { code: 400, status: "INVALID_ARGUMENT", message: expect.stringMatching(/^Invalid record/) },
  });
  expect([...storeOf("other").documents.all()]).toEqual([]);
});

test("an import takes the words of the export as well as its file", async () => {
  put("demo-livechat", "visitors/ada");
  const made = { ...exportHere, export_directory: folder };
  await post(EXPORT, made);
  const places = [made, { ...made, export_directory: join(folder, "firestore_export"), export_name: null }];
  for (const [at, place] of places.entries()) {
    const body = { ...place, database: `projects/other-${at}/databases/(default)` };
    expect((await post(IMPORT, body)).status).toBe(200);
    expect(storeOf(`other-${at}`).documents.size).toBe(1);
  }
});

test("without a name the export is named by the time", async () => {
  expect(
    (await post(EXPORT, { database: DATABASE, export_directory: folder, export_name: null })).status,
  ).toBe(200);
  expect(await readdir(folder)).toEqual([expect.stringMatching(/^firestore_export_\d{10}$/)]);
});

// The messages are those that Google's emulator was observed to give.
test.each<[string, unknown, string]>([
  ["no folder", { ...exportHere, export_directory: "/nowhere" }, "export_directory must be a directory"],
  ["no folder named", { database: DATABASE }, "export_directory must be a directory"],
  ["no database", { export_directory: "/tmp" }, 'Database name "" lacks "projects" at index 0.'],
  ["garbage", { database: "garbage" }, 'Database name "garbage" lacks "projects" at index 0.'],
  ["a number", { database: 1 }, 'Database name "1" lacks "projects" at index 0.'],
  [
    "no id",
    { database: "projects/p/databases/" },
    'Database name "projects/p/databases/" has invalid trailing "/".',
  ],
  ["an unknown key", { ...exportHere, bogus: 1 }, "Payload isn't valid for request."],
  ["an array", [], "Payload isn't valid for request."],
  ["no JSON", "not json", "Payload isn't valid for request."],
  ["no body", "", 'Database name "" lacks "projects" at index 0.'],
])("an export with %s is refused", async (_, body, message) => {
  const { status, json } = await post(EXPORT, body);
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: { code: 400, message } });
});

test.each(["a/b", "..", "", ".hidden"])("%j is no name for an export", async (name) => {
  const { status } = await post(EXPORT, { ...exportHere, export_directory: folder, export_name: name });
  expect(status).toBe(400);
  expect(await readdir(folder)).toEqual([]);
});

test.each<[string, object, string]>([
  [
    "a folder",
    { database: DATABASE, export_directory: "/tmp" },
    "Failed to parse overall export metadata file",
  ],
  ["no file", { database: DATABASE }, "Failed to parse overall export metadata file"],
  ["an unknown key", { database: DATABASE, bogus: 1 }, "Payload isn't valid for request."],
])("an import of %s is refused", async (_, body, message) => {
  const { status, json } = await post(IMPORT, body);
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: { code: 400, message } });
});
