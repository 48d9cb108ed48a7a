import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Places of an installed Chrome or Chromium; CHROME_PATH comes first. */
const INSTALLED = [
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a headless Chromium: an installed one if there is any, else the one that the package
 * @sparticuz/chromium brings (Linux on x64 and arm64 only). Throws with what to install when there is none.
 * The caller closes it.
 */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: FLAGS, headless: true });
}

/** The program's file. What the package brings is unpacked the first time. */
export async function chromiumPath(): Promise<string> {
  const installed = [process.env.CHROME_PATH, ...INSTALLED].find(
    (path) => path !== undefined && existsSync(path),
  );
  return installed ?? packagedChromium();
}

async function packagedChromium(): Promise<string> {
  if (process.platform !== "linux") {
    throw new Error(
      "No Chrome or Chromium was found. Install Google Chrome, or set CHROME_PATH to a Chromium's program file.",
    );
  }
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}
