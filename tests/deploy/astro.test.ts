import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium } from "../browser/launch-chromium.ts";
import { ScriptedChat } from "../browser/scripted-chat.ts";
import { type ServedSite, serve } from "../browser/served.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");

/** The whole of Astro is a build tool of some hundred packages: of it only what runs in pages is needed, as published. */
const ASTRO = "astro@5.16.0";
/** What the component <ClientRouter /> does with a click. */
const ENTRY = `import { navigate } from "./package/dist/transitions/router.js";
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  void navigate(link.href);
});`;

/** Astro's router for pages, as its own build makes it. */
async function buildRouter(folder: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", ASTRO, "--json", "--pack-destination", folder]);
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  await run("tar", ["-xzf", packed?.filename ?? "", "package/dist/transitions"], { cwd: folder });
  await writeFile(join(folder, "entry.js"), ENTRY);
  const config = "virtual:astro:adapter-config/client";
  await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    plugins: [
      {
        name: "astro-config",
        resolveId: (id) => (id === config ? id : null),
        load: (id) => (id === config ? "export const internalFetchHeaders = {};" : null),
      },
    ],
    define: { "import.meta.env.SSR": "false", "import.meta.env.DEV": "false" },
    build: { outDir: "out", lib: { entry: "entry.js", formats: ["es"], fileName: () => "router.js" } },
  });
  return readFile(join(folder, "out", "router.js"), "utf8");
}

const page = (widget: string, body: string) => `<!doctype html>
<html lang="en"><head><title>A page</title><meta name="astro-view-transitions-enabled" content="true" />
<script type="module" src="/router.js"></script><script async src="${widget}widget.js"></script></head><body>${body}</body></html>`;

const chat = new ScriptedChat();
let folder: string;
let site: ServedSite;
let browser: Browser;

beforeAll(async () => {
  if (process.env.LIVECHAT_BUILT !== "true")
    await run("npm", ["run", "build", "-w", "widget"], { cwd: root });
  folder = await mkdtemp(join(tmpdir(), "livechat-astro-"));
  await chat.open();
  chat.headers = { "Access-Control-Allow-Origin": "*" };
  site = await serve({
    "/router.js": { text: await buildRouter(folder), type: "text/javascript; charset=utf-8" },
    "/": page(chat.address, `<h1>One</h1><a href="/two">Two</a>`),
    "/two": page(chat.address, `<h1>Two</h1><a href="/">One</a>`),
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await chat.close();
  await rm(folder, { recursive: true });
});

it("the widget stays on a site with Astro's view transitions, with the open chat and its draft", async () => {
  const opened = await browser.newPage();
  await opened.goto(site.origin);
  await opened.getByRole("button", { name: /^Open chat/ }).click();
  await opened.getByRole("dialog").getByRole("textbox").fill("A draft");
  await opened.evaluate(() => Object.assign(window, { isSamePage: true }));
  const heading = (name: string) => opened.getByRole("heading", { name, level: 1 }).waitFor();
  await opened.getByRole("link", { name: "Two" }).click();
  await heading("Two");
  await opened.getByRole("link", { name: "One" }).click();
  await heading("One");
  await opened.goBack();
  await heading("Two");
  await expect.poll(() => opened.locator("livechat-widget").count()).toBe(1);
  expect(await opened.getByRole("dialog").getByRole("textbox").inputValue()).toBe("A draft");
  expect(await opened.evaluate(() => Reflect.get(window, "isSamePage"))).toBe(true);
  await opened.close();
});
