import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runProgram } from "../../src/program/run-program.ts";
import { callEndpoint } from "../control/http-call.ts";
import { PROGRAM, type RunningProgram, startProgram } from "./running-program.ts";

const DOCUMENTS = "/v1/projects/demo-livechat/databases/(default)/documents";
const rules = (condition: string) =>
  `rules_version = '2';\nservice cloud.firestore {\n  match /databases/{d}/documents/{path=**} {\n    allow read, write: if ${condition};\n  }\n}\n`;

let folder: string;
let running: RunningProgram[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "firestore-program-"));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((program) => program.interrupt()));
  await rm(folder, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<RunningProgram> {
  const program = await startProgram(...args);
  running.push(program);
  return program;
}

/** Runs with arguments that do not start a server. */
async function output(...args: string[]): Promise<{ code: number; printed: string }> {
  let printed = "";
  const print = (text: string) => {
    printed += text;
  };
  const code = await runProgram(args, {
    version: "1.2.3",
    print,
    printError: print,
    interrupted: Promise.resolve(undefined),
    variables: process.env,
    program: [PROGRAM],
  });
  return { code, printed };
}

const save = (program: RunningProgram, id: string) =>
  callEndpoint(program, ["PATCH", `${DOCUMENTS}/visitors/${id}`], { fields: {} });
const read = (program: RunningProgram, id: string) =>
  callEndpoint(program, ["GET", `${DOCUMENTS}/visitors/${id}`]);

describe("the command line", () => {
  test("shows help and version", async () => {
    const help = await output("--help");
    expect(help).toMatchObject({ code: 0, printed: expect.stringContaining("FIRESTORE_EMULATOR_HOST") });
    expect(await output("--version")).toEqual({ code: 0, printed: "1.2.3\n" });
  });

  test.each([
    [["--bogus"], "Unknown option '--bogus'. See firestore-emulator --help.\n"],
    [["--port", "http"], '--port must be a number from 0 to 65535, not "http".\n'],
    [["--port", "70000"], '--port must be a number from 0 to 65535, not "70000".\n'],
    [["--port"], "Option '--port <value>' argument missing. See firestore-emulator --help.\n"],
    [["--transaction-timeout", "soon"], '--transaction-timeout must be a whole number, not "soon".\n'],
    [["--history", "all"], '--history must be a whole number, not "all".\n'],
    [["--functions-emulator", "5001"], '--functions-emulator must be host:port, not "5001".\n'],
    [["extra"], "Unexpected argument 'extra'. See firestore-emulator --help.\n"],
    [
      ["--rules", "/nowhere/x.rules"],
      "Cannot read the security rules /nowhere/x.rules: there is no such file.\n",
    ],
    [
      ["--indexes", "/nowhere/i.json"],
      "Cannot read the indexes file /nowhere/i.json: there is no such file.\n",
    ],
    [
      ["--import", "/nowhere"],
      "There is no Firestore export in /nowhere: no firebase-export-metadata.json names one.\n",
    ],
  ])("%j ends with one sentence", async (args, sentence) => {
    const { code, printed } = await output("--port", "0", ...args);
    expect(code).toBe(1);
    expect(printed.slice(-sentence.length)).toBe(sentence);
  });

  test("a taken port is named, with the way out", async () => {
    const { port } = await start();
    const { code, printed } = await output("--port", String(port));
    expect(code).toBe(1);
    expect(printed).toContain(
      `Port ${port} of 127.0.0.1 is taken: choose another with --port, or 0 for any free one.`,
    );
  });
});

describe("security rules of a file", () => {
  test("hold for every project and are loaded again when the file changes", async () => {
    const file = join(folder, "firestore.rules");
    await writeFile(file, rules("false"));
    const program = await start("--rules", file);
    expect((await read(program, "ada")).status).toBe(403);
    await writeFile(file, rules("true"));
    await program.waitFor(/Loaded the changed security rules/);
    expect((await read(program, "ada")).status).toBe(404);
  });

  test("that are broken by a change are named with their place, and the old ones stay", async () => {
    const file = join(folder, "firestore.rules");
    await writeFile(file, rules("false"));
    const program = await start("--rules", file);
    await writeFile(file, rules("(true"));
    await program.waitFor(/firestore\.rules:4:\d+: /);
    expect((await read(program, "ada")).status).toBe(403);
  });

  test("that are broken from the start keep it from starting", async () => {
    const file = join(folder, "firestore.rules");
    await writeFile(file, rules("("));
    const { code, printed } = await output("--port", "0", "--rules", file);
    expect(code).toBe(1);
    expect(printed).toContain(`${file}:4:`);
  });
});

test("indexes of a file make a query that lacks one fail, until the file has it", async () => {
  const file = join(folder, "firestore.indexes.json");
  await writeFile(file, "{}");
  const program = await start("--indexes", file);
  const query = {
    structuredQuery: {
      from: [{ collectionId: "chats" }],
      where: { fieldFilter: { field: { fieldPath: "status" }, op: "EQUAL", value: { stringValue: "open" } } },
      orderBy: [{ field: { fieldPath: "age" } }],
    },
  };
  const run = () => callEndpoint(program, ["POST", `${DOCUMENTS}:runQuery`], query);
  const refused = await run();
  expect(refused.text).toContain("The query requires an index.");
  const definition = /firestore\.indexes\.json:\\n(\{.*?\})"/.exec(refused.text)?.[1] ?? "";
  await writeFile(file, `{"indexes": [${definition.replaceAll('\\"', '"')}]}`);
  await program.waitFor(/Loaded the changed indexes/);
  expect((await run()).status).toBe(200);
});

describe("export on exit", () => {
  test("and import at the start carry the documents over", async () => {
    const data = join(folder, "data");
    const args = ["--project", "demo-livechat", "--import", data, "--export-on-exit", data];
    const first = await start(...args);
    expect(first.printed()).toContain(`There is nothing to import in ${data} yet.`);
    await save(first, "ada");
    expect(await first.interrupt()).toBe(0);
    expect(first.printed()).toContain(`Exported 1 documents of project demo-livechat to ${data}.`);

    const second = await start(...args);
    expect(second.printed()).toContain("Imported 1 documents into project demo-livechat.");
    expect((await read(second, "ada")).status).toBe(200);
  });

  test("says which projects it left out", async () => {
    const program = await start("--project", "elsewhere", "--export-on-exit", folder);
    await save(program, "ada");
    await program.interrupt();
    expect(program.printed()).toContain("Exported 0 documents of project elsewhere");
    expect(program.printed()).toContain("Project demo-livechat has documents too; they are not exported.");
  });

  test("leaves what other emulators exported", async () => {
    const before = { version: "15.0.0", auth: { version: "15.0.0", path: "auth_export" } };
    await writeFile(join(folder, "firebase-export-metadata.json"), JSON.stringify(before));
    const program = await start("--project", "demo-livechat", "--export-on-exit", folder);
    await save(program, "ada");
    await program.interrupt();
    const after: unknown = JSON.parse(await readFile(join(folder, "firebase-export-metadata.json"), "utf8"));
    expect(after).toMatchObject({ ...before, firestore: { path: "firestore_export" } });
  });
});

describe("limits on the command line", () => {
  const database = "projects/demo-livechat/databases/(default)";
  const name = `${database}/documents/visitors/ada`;
  const write = () => ({ writes: [{ update: { name, fields: {} } }] });

  test("--transaction-timeout is how long a write waits for a forgotten transaction", async () => {
    const program = await start("--transaction-timeout", "50");
    const commit = (body: object) =>
      callEndpoint(program, ["POST", `/v1/${database}/documents:commit`], body);
    const begun = await callEndpoint(program, ["POST", `/v1/${database}/documents:beginTransaction`], {});
    await callEndpoint(program, ["POST", `/v1/${database}/documents:batchGet`], {
      documents: [name],
      transaction: begun.json.transaction,
    });
    expect(await commit(write())).toMatchObject({ status: 409, json: { error: { status: "ABORTED" } } });
  });

  test("a cleared database has no transactions: nothing waits for those of the test before", async () => {
    const program = await start();
    const begun = await callEndpoint(program, ["POST", `/v1/${database}/documents:beginTransaction`], {});
    const { transaction } = begun.json;
    await callEndpoint(program, ["POST", `/v1/${database}/documents:batchGet`], {
      documents: [name],
      transaction,
    });
    await callEndpoint(program, ["DELETE", `/emulator/v1/${database}/documents`]);
    const commit = (body: object) =>
      callEndpoint(program, ["POST", `/v1/${database}/documents:commit`], body);
    expect(await commit(write())).toMatchObject({ status: 200 });
    expect(await commit({ ...write(), transaction })).toMatchObject({
      json: { error: { status: "ABORTED" } },
    });
  });

  test("--history 0 keeps nothing of the past", async () => {
    const program = await start("--history", "0");
    const { json } = await save(program, "ada");
    await save(program, "ada");
    await callEndpoint(program, ["PATCH", `${DOCUMENTS}/visitors/ada`], {
      fields: { a: { nullValue: null } },
    });
    const at = `?readTime=${json.updateTime}`;
    const past = await callEndpoint(program, ["GET", `${DOCUMENTS}/visitors/ada${at}`]);
    expect(past.json).toMatchObject({ error: { status: "FAILED_PRECONDITION" } });
  });

  test("POST /shutdown ends the program as a signal does, export included", async () => {
    const program = await start("--project", "demo-livechat", "--export-on-exit", join(folder, "out"));
    await save(program, "ada");
    await callEndpoint(program, ["POST", "/shutdown"]);
    await program.waitFor(/Exported 1 documents of project demo-livechat/);
    await program.waitFor(/Stopped\./);
  });
});
