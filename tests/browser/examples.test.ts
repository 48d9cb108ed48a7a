import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addresses } from "../addresses.ts";
import { type Fixture, PATIENCE_MS } from "./fixture.ts";
import { type ServedFile, type ServedSite, serve } from "./served.ts";
import { useFixture } from "./use-fixture.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const { hosting } = addresses;
const patiently = { timeout: PATIENCE_MS };
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", html: "text/html", css: "text/css" };

let fixture: Fixture;
useFixture((opened) => {
  fixture = opened;
});

let folder: string;
const sites: ServedSite[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livechat-examples-"));
});
afterAll(async () => {
  await Promise.all(sites.map((site) => site.close()));
  await rm(folder, { recursive: true });
});

/** Runs Vite as whoever builds the example does, with the widget of the system under test. */
async function build(name: string, ...more: string[]): Promise<string> {
  const out = join(folder, `${name}${more.length}`);
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const config = ["--config", join("examples", "vite.config.ts"), "--logLevel", "warn"];
  await run(process.execPath, [vite, "build", join("examples", name), ...config, "--outDir", out, ...more], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", VITE_LIVECHAT: hosting },
  });
  return out;
}

async function filesOf(out: string): Promise<Record<string, ServedFile>> {
  const found = await readdir(out, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const served = files.map(async (file): Promise<[string, ServedFile]> => {
    const path = `/${relative(out, file)}`.replace(/\/index\.html$/, "/");
    const type = TYPES[file.split(".").at(-1) ?? ""] ?? "text/plain";
    return [path, { text: await readFile(file, "utf8"), type }];
  });
  return Object.fromEntries(await Promise.all(served));
}

async function open(files: Record<string, ServedFile>): Promise<Page> {
  const site = await serve(files);
  sites.push(site);
  const page = await (await fixture.person()).newPage();
  page.on("console", (message) => message.type() === "error" && fixture.problems.push(message.text()));
  await page.goto(`${site.origin}/`);
  return page;
}

const widgets = (page: Page) => page.locator("livechat-widget").count();

describe("an example", () => {
  it("is a plain page", async () => {
    const page = await open(await filesOf(await build("plain")));
    await page.getByRole("button", { name: "Open chat" }).waitFor();
    await page.getByRole("button", { name: "Ask us" }).click();
    await page.getByRole("dialog").waitFor();
  });

  it("is React's, in strict mode: one widget, which goes and comes with its component", async () => {
    const page = await open(await filesOf(await build("react")));
    await page.getByRole("button", { name: "Ask us (0 unread)" }).click();
    await expect
      .poll(() => page.getByRole("dialog").getByRole("textbox").inputValue(), patiently)
      .toBe("A question about React");
    expect(await widgets(page)).toBe(1);
    await page.getByRole("button", { name: "Without a chat" }).click();
    await expect.poll(() => widgets(page), patiently).toBe(0);
    await page.getByRole("button", { name: "With a chat" }).click();
    await page
      .getByRole("button", { name: "Close chat" })
      .or(page.getByRole("button", { name: "Open chat" }))
      .first()
      .waitFor();
    expect(await widgets(page)).toBe(1);
  });

  it("is rendered on a server, and hydrated without a difference", async () => {
    const [client, server] = [await build("next-like"), await build("next-like", "--ssr", "server.tsx")];
    const { renderPage }: { renderPage(src: string): string } = await import(join(server, "server.js"));
    const rendered = renderPage(hosting);
    expect(rendered).toContain("Rendered on a server");
    const files = await filesOf(client);
    const index = files["/"];
    const text = index?.text.replace("<!--rendered-->", rendered) ?? "";
    const page = await open({ ...files, "/": { ...index, text } });
    await page.getByRole("button", { name: "Ask us" }).click();
    await page.getByRole("dialog").waitFor();
  });

  it("is Vue's", async () => {
    const page = await open(await filesOf(await build("vue")));
    await page.getByRole("button", { name: "Ask us (idle)" }).click();
    await page.getByRole("dialog").waitFor();
    expect(await widgets(page)).toBe(1);
  });
});
