import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PROJECT_ID } from "../../local/demo/demo.ts";
import { addresses } from "../addresses.ts";
import { api, loginAdmin } from "./people.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const demo = join(root, "emulator-data");
const DAY_MILLIS = 24 * 3_600_000;
const accountsFile = join("auth_export", "accounts.json");
const { auth, firestore } = addresses;

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat data-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function npmRun(script: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, FIRESTORE_EMULATOR_HOST: firestore };
  const { stdout } = await run("npm", ["run", "--silent", script, "--", ...args], { cwd: root, env });
  return stdout;
}

function readMetadata(of: string): Promise<string> {
  return readFile(join(of, "firebase-export-metadata.json"), "utf8");
}

it("the system's documents are exported and imported, and what is there of Auth stays", async () => {
  await cp(demo, folder, { recursive: true });
  expect(await npmRun("data:export", folder)).toContain(`Exported the documents of ${PROJECT_ID}`);
  expect(JSON.parse(await readMetadata(folder))).toEqual(JSON.parse(await readMetadata(demo)));
  expect(await readFile(join(folder, accountsFile))).toEqual(await readFile(join(demo, accountsFile)));
  expect(await npmRun("data:import", folder)).toContain(`Imported the documents of ${folder}`);
});

it("the demo's chats have pictures, which are there as soon as the system is", async () => {
  const token = await loginAdmin();
  const from = new Date(Date.now() - 40 * DAY_MILLIS).toISOString();
  const rows = (await api.call(endpoints.listConversationRows, { token, query: { from } })).body.items;
  const [photo] = rows.find(({ files }) => files.length === 2)?.files ?? [];
  const query = { thumbnail: "true", format: "json" } as const;
  const { body } = await api.call(endpoints.getFile, { token, params: { id: photo ?? "" }, query });
  const thumbnail = await fetch(body?.url ?? "");
  expect([thumbnail.status, thumbnail.headers.get("content-type")]).toEqual([200, "image/webp"]);
});

it("the Auth emulator begins with the demo's accounts", async () => {
  const response = await fetch(
    `${auth}/identitytoolkit.googleapis.com/v1/projects/${PROJECT_ID}/accounts:query`,
    {
      method: "POST",
      headers: { Authorization: "Bearer owner", "Content-Type": "application/json" },
      body: "{}",
    },
  );
  const { userInfo }: { userInfo: { displayName?: string }[] } = JSON.parse(await response.text());
  const names = userInfo.map((user) => user.displayName);
  expect(names).toEqual(expect.arrayContaining(["Admin", "Supervisor", "Anna", "Ben", "Chloe"]));
});
