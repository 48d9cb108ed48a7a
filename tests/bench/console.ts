/**
 * `npm run bench -- console [conversations] [seconds]`: the console's page in a real browser, slowed down four times:
 * how long a shortcut takes among 2,000 canned responses, and how long the page is busy at a stretch with many
 * conversations listed and 20 messages a second coming in.
 */
import { endpoints } from "@livechat/contract";
import type { CDPSession, Page } from "playwright-core";
import type { BenchResult, BenchTable } from "../../scripts/bench.ts";
import { PASSWORD } from "../../scripts/dev/demo.ts";
import { type Addresses, startSystem } from "../../scripts/dev/system.ts";
import { launchChromium } from "../browser/launch-chromium.ts";

const SLOWER = 4;
const RESPONSES = 2_000;
const ROUNDS = 11;
const MESSAGES_A_SECOND = 20;
const LONG_MS = 200;
/** How many sessions are started at once. */
const AT_ONCE = 10;

interface Visitor {
  readonly token: string;
  readonly threadId: string;
}

const pause = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));
const rounded = (millis: number) => Number(millis.toFixed(1));

async function post<T>(addresses: Addresses, path: string, body: object, token?: string): Promise<T> {
  const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(`${addresses.hosting}${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function signIn(page: Page, addresses: Addresses): Promise<void> {
  await page.goto(`${addresses.hosting}/console`);
  await page.getByLabel("E-mail").fill("supervisor@livechat.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Places" }).waitFor();
}

/** Answers the list of canned responses with many: making them would take longer than everything else. */
async function giveCanned(page: Page): Promise<void> {
  const sample = endpoints.getCannedResponse.example?.response as object;
  const items = Array.from({ length: RESPONSES }, (_, n) => ({
    ...sample,
    id: `response${n}`,
    shortcut: `answer${n}`,
    title: `Answer number ${n}`,
    text: `This is what we say for the ${n}th time.`,
  }));
  await page.route("**/v1/canned-responses?**", (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get("pageToken") ?? 0);
    const next = from + 100 < items.length ? String(from + 100) : null;
    return route.fulfill({ json: { items: items.slice(from, from + 100), nextPageToken: next } });
  });
}

/** From the Enter that chooses a response to its text in the field, drawn. */
async function measureShortcut(page: Page): Promise<BenchTable> {
  const field = page.locator(".composer textarea");
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await field.fill("");
    await field.pressSequentially(`/answer${1_000 + round}`);
    await page.getByRole("option", { name: `/answer${1_000 + round} ` }).waitFor();
    const taken = await field.evaluate(async (input: HTMLTextAreaElement) => {
      const before = performance.now();
      const enter = { key: "Enter", bubbles: true, cancelable: true };
      input.dispatchEvent(new KeyboardEvent("keydown", enter));
      while (input.value.startsWith("/")) await new Promise((drawn) => requestAnimationFrame(drawn));
      return performance.now() - before;
    });
    times.push(taken);
  }
  await field.fill("");
  times.sort((a, b) => a - b);
  return {
    title: `A shortcut among ${RESPONSES} canned responses, ${SLOWER}x slower CPU`,
    columns: ["what", "ms"],
    rows: [
      ["median", rounded(times[Math.floor(ROUNDS / 2)] ?? 0)],
      ["slowest", rounded(times.at(-1) ?? 0)],
    ],
  };
}

async function startChats(addresses: Addresses, count: number): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  while (visitors.length < count) {
    const starting = Array.from({ length: Math.min(AT_ONCE, count - visitors.length) }, async (_, n) => {
      const message = `Question ${visitors.length + n}`;
      const started = await post<{ sessionToken: string; threadId: string }>(
        addresses,
        "/v1/widget/session",
        { message },
      );
      return { token: started.sessionToken, threadId: started.threadId };
    });
    visitors.push(...(await Promise.all(starting)));
  }
  return visitors;
}

/** Sends so many messages a second, each from another visitor, and counts those that were taken. */
async function keepWriting(addresses: Addresses, visitors: readonly Visitor[], seconds: number) {
  const sent: Promise<unknown>[] = [];
  for (let n = 0; n < seconds * MESSAGES_A_SECOND; n += 1) {
    const visitor = visitors[n % visitors.length];
    if (!visitor) break;
    const path = `/v1/threads/${visitor.threadId}/events`;
    sent.push(post(addresses, path, { text: `And another thing, ${n}` }, visitor.token));
    await pause(1_000 / MESSAGES_A_SECOND);
  }
  return (await Promise.all(sent)).length;
}

async function measureFlood(
  page: Page,
  addresses: Addresses,
  { chats = 500, seconds = 20 },
): Promise<BenchTable> {
  const visitors = await startChats(addresses, chats);
  await page
    .getByText(`Waiting: ${chats}`)
    .or(page.getByText(/^Waiting: \d{3}/))
    .first()
    .waitFor();
  await pause(3_000);
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { longTasks: seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.push(duration);
    }).observe({ type: "longtask" });
  });
  const taken = await keepWriting(addresses, visitors, seconds);
  const tasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  const listed = await page.locator(".list-head h3").first().textContent();
  return {
    title: `${chats} conversations, ${MESSAGES_A_SECOND} messages a second for ${seconds} s, ${SLOWER}x slower CPU`,
    columns: ["what", "value"],
    rows: [
      ["in the list", listed ?? ""],
      ["messages taken", taken],
      ["tasks over 50 ms", tasks.length],
      [`tasks over ${LONG_MS} ms`, tasks.filter((duration) => duration > LONG_MS).length],
      ["longest task, ms", rounded(Math.max(0, ...tasks))],
    ],
  };
}

async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  return session;
}

export async function run([chats = "500", seconds = "20"]: string[]): Promise<BenchResult> {
  const system = await startSystem({
    ports: "free",
    name: "bench-console",
    build: process.env.LIVECHAT_BUILT !== "true",
    onError: (line) => console.error(line),
  });
  const browser = await launchChromium();
  try {
    const { addresses } = system;
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(120_000);
    await giveCanned(page);
    await signIn(page, addresses);
    const [first] = await startChats(addresses, 1);
    if (!first) throw new Error("No chat began.");
    await page.goto(`${addresses.hosting}/console/inbox/all`);
    await page.locator(".row").first().click();
    const claim = page.locator(".conversation").getByRole("button", { name: /laim/ });
    if (await claim.isVisible()) await claim.click();
    await page.locator(".composer textarea:not([disabled])").waitFor();
    await slowDown(page);
    const shortcut = await measureShortcut(page);
    await page.goto(`${addresses.hosting}/console/inbox/all`);
    const flood = await measureFlood(page, addresses, { chats: Number(chats), seconds: Number(seconds) });
    return { name: "console", tables: [shortcut, flood] };
  } finally {
    await browser.close();
    await system.stop();
  }
}
