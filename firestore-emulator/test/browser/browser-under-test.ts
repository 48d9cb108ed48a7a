import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as esbuild from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../../../tests/browser/launch-chromium.ts";
import "./sdk-globals.ts";

/** A Chromium and a site that serves the SDK's page. */
export interface BrowserUnderTest {
  /** A page with the SDK, in a context (profile) of its own unless one is given. */
  open(context?: BrowserContext): Promise<Page>;
  newContext(): Promise<BrowserContext>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<BrowserUnderTest> {
  const [site, browser] = await Promise.all([serve(await bundlePage()), launchChromium()]);
  const { port } = site.address() as AddressInfo;
  return {
    open: async (context) => {
      const page = await (context ?? (await browser.newContext())).newPage();
      await page.goto(`http://localhost:${port}/`);
      return page;
    },
    newContext: () => browser.newContext(),
    close: () => closeAll(browser, site),
  };
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(import.meta.dirname, "sdk-page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
  });
  return outputFiles[0]?.text ?? "";
}

function serve(script: string): Promise<Server> {
  const site = createServer(({ url }, response) => {
    const isScript = url === "/sdk.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><script src=/sdk.js></script>");
  });
  return new Promise((resolve) => site.listen(0, "localhost", () => resolve(site)));
}

async function closeAll(browser: Browser, site: Server): Promise<void> {
  await browser.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
}
