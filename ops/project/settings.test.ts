import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Settings } from "./settings.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "livechat-settings-"));
  await mkdir(join(root, "functions"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

it("keeps comments and other variables when it changes one", async () => {
  const file = join(root, "functions", ".env.shop");
  await writeFile(file, "# Our shop\nWEB_API_KEY=old\nBCRYPT_COST=11");
  const settings = await Settings.read(root, "shop");
  await settings.set({ WEB_API_KEY: "new", LIVECHAT_REGION: "europe-west1" });
  expect(await readFile(file, "utf8")).toBe(
    "# Our shop\nWEB_API_KEY=new\nBCRYPT_COST=11\nLIVECHAT_REGION=europe-west1\n",
  );
  expect(settings).toMatchObject({ region: "europe-west1", databaseId: "(default)" });
});

it("has each project's own", async () => {
  await (await Settings.read(root, "staging")).set({ LIVECHAT_DATABASE: "trial" });
  expect((await Settings.read(root, "staging")).databaseId).toBe("trial");
  expect((await Settings.read(root, "production")).databaseId).toBe("(default)");
});

it("writes a value that a dotenv file could misread in quotes", async () => {
  const settings = await Settings.read(root, "shop");
  await settings.set({ NOTE: "two words # and more" });
  expect((await Settings.read(root, "shop")).get("NOTE")).toBe("two words # and more");
});
