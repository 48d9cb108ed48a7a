import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFirestoreExport } from "../../src/export/export-folder.ts";
import { readExport } from "../../src/export/read-export.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/firestore-emulator.js", import.meta.url));
const EXPORTER = fileURLToPath(new URL("./exports-forever.ts", import.meta.url));

let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "firestore-process-"));
  children = [];
});

afterEach(async () => {
  for (const child of children) {
    child.kill("SIGKILL");
  }
  await rm(folder, { recursive: true, force: true });
});

function startNode(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

/** Resolves with the first text on standard output that matches. */
async function printed(child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  let text = "";
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const match = pattern.exec(text);
    if (match) {
      return match;
    }
  }
  throw new Error(`The process ended without printing ${pattern}: ${text}`);
}

test("the program serves, and on SIGTERM exports and ends with 0", async () => {
  const args = ["--port", "0", "--project", "demo-livechat", "--export-on-exit", folder];
  const child = startNode(PROGRAM, ...args);
  const [, address] = await printed(child, /listens on (\S+:\d+)\./);
  const documents = `http://${address}/v1/projects/demo-livechat/databases/(default)/documents`;
  const { ok } = await fetch(`${documents}/visitors/ada`, { method: "PATCH", body: '{"fields": {}}' });
  expect(ok).toBe(true);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  const names: string[] = [];
  for await (const { name } of readExport(await findFirestoreExport(folder))) {
    names.push(name);
  }
  expect(names).toEqual(["projects/demo-livechat/databases/(default)/documents/visitors/ada"]);
});

test("a process that is killed while it exports leaves a whole export", async () => {
  for (let round = 0; round < 3; round++) {
    const child = startNode("--import", "tsx", EXPORTER, folder);
    const [exports = ""] = await printed(child, /(exported\n){3,}/);
    expect(exports).not.toBe("");
    child.kill("SIGKILL");
    await once(child, "exit");
    const present = (await readdir(folder)).filter((name) => !name.startsWith("."));
    // Between the two renames the old export stands aside, whole, under a name of its own.
    const place = present.includes("firestore_export") ? "firestore_export" : await stoodAside();
    const sizes = new Set<number>();
    let count = 0;
    for await (const { fields } of readExport(
      join(folder, place, "firestore_export.overall_export_metadata"),
    )) {
      sizes.add(fields.size);
      count += 1;
    }
    expect([count, sizes.size]).toEqual([500, 1]);
  }
});

async function stoodAside(): Promise<string> {
  const old = (await readdir(folder)).find((name) => name.endsWith("-old"));
  return old ?? "firestore_export";
}
