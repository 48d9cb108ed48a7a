/**
 * `npm run bench -- console [seconds]`: the console with 500 chats in its list and 20 messages a second, a chat of 300
 * messages, and 2,000 canned responses, in Chromium at full speed and with its processor slowed down four times. What
 * an idle and a busy console are billed is in `npm run bench -- realtime`.
 */
import { setTimeout as wait } from "node:timers/promises";
import { startSystem } from "../../local/system.ts";
import { launchChromium } from "../browser/launch-chromium.ts";
import type { BenchResult, BenchTable } from "./benchmark.ts";
import { Desk } from "./console/desk.ts";
import { LOAD, type Seeded, Store, seed } from "./console/seed.ts";
import type { Share } from "./console/shares.ts";

const SLOWER = [1, 4] as const;
const MESSAGES_A_SECOND = 20;
/** Every tenth message is for the chat that is open. */
const OPEN_EVERY = 10;
const FRAME_MS = 1000 / 60;
const LONGEST_MS = 200;
const SETTLE_MS = 3_000;
const ROUNDS = 5;

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const ms = (value: number) => Math.round(value);

const rowOf = (id = "") => `[data-conversation="${id}"]`;

let written = 0;

/** Messages of visitors at a steady rate; how long each one of the open chat took from being stored to being shown. */
async function flood(
  desk: Desk,
  { store, seeded, seconds }: { store: Store; seeded: Seeded; seconds: number },
) {
  await desk.seen();
  const readBefore = await store.documentsRead();
  const stored = new Map<string, number>();
  const writes: Promise<void>[] = [];
  const end = Date.now() + seconds * 1000;
  let next = Date.now();
  while (Date.now() < end) {
    const n = written++;
    const at = n % OPEN_EVERY === 0 ? 0 : 1 + (n % (LOAD.CHATS - 1));
    const text = `<m${n}> word`;
    const seq = LOAD.LONG_CHAT_MESSAGES + 1 + n;
    writes.push(
      store.say(seeded, at, { text, seq }).then(() => {
        if (at === 0) stored.set(`<m${n}>`, Date.now());
      }),
    );
    next += 1000 / MESSAGES_A_SECOND;
    await wait(Math.max(0, next - Date.now()));
  }
  await Promise.all(writes);
  await wait(SETTLE_MS);
  const { longTasks, frames, shown } = await desk.seen();
  const delays = [...stored].flatMap(([mark, at]) => (shown[mark] ? [Math.max(0, shown[mark] - at)] : []));
  const dropped = frames.reduce((sum, each) => sum + Math.max(0, Math.round(each / FRAME_MS) - 1), 0);
  return {
    sent: writes.length,
    missing: stored.size - delays.length,
    delays,
    longTasks,
    droppedShare: dropped / (dropped + frames.length),
    documentsRead: (await store.documentsRead()) - readBefore,
  };
}

async function measureFlood(
  desk: Desk,
  load: { store: Store; seeded: Seeded; seconds: number },
): Promise<BenchTable> {
  const rows: (string | number)[][] = [];
  for (const rate of SLOWER) {
    await desk.slowDown(rate);
    const { sent, missing, delays, longTasks, droppedShare, documentsRead } = await flood(desk, load);
    rows.push([
      `${rate}x`,
      sent,
      ms(quantile(delays, 0.5)),
      ms(quantile(delays, 0.95)),
      missing,
      `${(droppedShare * 100).toFixed(1)} %`,
      ms(Math.max(0, ...longTasks)),
      longTasks.filter((each) => each > LONGEST_MS).length,
      documentsRead,
    ]);
  }
  await desk.slowDown(1);
  return {
    title: `${LOAD.CHATS} chats in the list, ${MESSAGES_A_SECOND} messages a second, for ${load.seconds} s`,
    columns: [
      "slower",
      "messages",
      "stored to shown, median ms",
      "p95 ms",
      "not shown",
      "dropped frames",
      "longest task ms",
      `tasks over ${LONGEST_MS} ms`,
      "documents read",
    ],
    rows,
  };
}

/**
 * Whose the processor's time is while the page is slow, by the script that runs. The worker has a thread of its own, which
 * the devtools do not slow down.
 */
async function measureShares(
  desk: Desk,
  load: { store: Store; seeded: Seeded; seconds: number },
): Promise<BenchTable> {
  const [, rate] = SLOWER;
  await desk.slowDown(rate);
  const { page, worker } = await desk.profiled(() => flood(desk, load));
  await desk.slowDown(1);
  const rowsOf = (thread: string, shares: Share[]) =>
    shares.map(({ whose, millis, share }) => [thread, whose, ms(millis), `${(share * 100).toFixed(1)} %`]);
  return {
    title: "Whose the processor's time is, with the profiler on",
    columns: ["thread", "whose", "ms", "share"],
    rows: [...rowsOf(`page, ${rate}x slower`, page), ...rowsOf("worker, as it is", worker)],
  };
}

async function rounds(measure: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await measure());
  return times;
}

/** From a click or a key until what it asks for is there. */
async function measureSteps(desk: Desk, [long, other]: readonly string[]): Promise<BenchTable> {
  const rows: (string | number)[][] = [];
  const input = desk.page.locator(".composer textarea");
  const openLong = async () => {
    await desk.page.locator(rowOf(other)).click();
    await desk.page.locator(".message", { hasText: "a long chat" }).first().waitFor({ state: "detached" });
    return desk.until({ click: rowOf(long) }, ".conversation .message:nth-of-type(50)");
  };
  const slash = async () => {
    await input.fill("");
    return desk.until(
      { key: "/" },
      '.composer [role="listbox"] [role="option"], [role="listbox"] [role="option"]',
    );
  };
  for (const rate of SLOWER) {
    await desk.slowDown(rate);
    const opened = await rounds(openLong);
    await input.focus();
    const listed = await rounds(slash);
    for (const [what, times] of [
      [`a chat of ${LOAD.LONG_CHAT_MESSAGES} messages, from the click`, opened],
      [`the list of ${LOAD.CANNED_RESPONSES} canned responses, from "/"`, listed],
    ] as const) {
      rows.push([what, `${rate}x`, ms(quantile(times, 0.5)), ms(Math.max(...times))]);
    }
    await input.fill("");
  }
  await desk.slowDown(1);
  return {
    title: `Until it is there, ${ROUNDS} times each`,
    columns: ["what", "slower", "median ms", "longest ms"],
    rows,
  };
}

export async function run([seconds = "15"]: string[]): Promise<BenchResult> {
  const build = process.env.LIVECHAT_BUILT !== "true";
  const system = await startSystem({ ports: "free", name: "bench-console", sweepSeconds: null, build });
  const store = new Store(system.addresses);
  const browser = await launchChromium();
  try {
    const seeded = await seed(system.addresses, store);
    const desk = await Desk.open(browser, system.addresses.hosting, seeded.email);
    await desk.page.locator(rowOf(seeded.conversationIds[0])).click();
    await desk.page.locator(".message", { hasText: "a long chat" }).first().waitFor();
    const steps = await measureSteps(desk, seeded.conversationIds);
    const load = { store, seeded, seconds: Number(seconds) };
    const flooded = await measureFlood(desk, load);
    return { name: "console", tables: [flooded, await measureShares(desk, load), steps] };
  } finally {
    await browser.close();
    await store.close();
    await system.stop();
  }
}
