import type { Browser, CDPSession, Page } from "playwright-core";
import { PASSWORD } from "../../../local/demo/demo.ts";
import { type Profile, type Share, sharesOf } from "./shares.ts";
import { WorkerSession } from "./worker-session.ts";

/** Times of a page are compared with times here: both are this machine's. */
interface Watched {
  longTasks: number[];
  frames: number[];
  shown: Record<string, number>;
}
type WatchedWindow = Window & { bench: Watched };

/** Runs in the page: long tasks, frames, and when each text of the form `<m17>` first stands in it. */
function watchPage(): void {
  const bench: Watched = { longTasks: [], frames: [], shown: {} };
  (window as unknown as WatchedWindow).bench = bench;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
  // To look costs the page time, too.
  let hasChanged = false;
  new MutationObserver(() => {
    hasChanged = true;
  }).observe(document, { childList: true, characterData: true, subtree: true });
  let before = 0;
  const frame = (at: number) => {
    if (before > 0) bench.frames.push(at - before);
    before = at;
    requestAnimationFrame(frame);
    if (!hasChanged) return;
    hasChanged = false;
    for (const [mark] of (document.body?.textContent ?? "").matchAll(/<m\d+>/g)) {
      bench.shown[mark] ??= Date.now();
    }
  };
  requestAnimationFrame(frame);
}

/** A console in a browser, with its processor slowed down. */
export class Desk {
  private constructor(
    readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async open(browser: Browser, hosting: string, email: string): Promise<Desk> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    page.setDefaultTimeout(120_000);
    // What the functions below call once they are compiled: it keeps their names, of which the page needs none.
    await page.addInitScript("globalThis.__name = (value) => value;");
    await page.addInitScript(watchPage);
    await page.goto(`${hosting}/console`);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.locator(".row").first().waitFor();
    return new Desk(page, await page.context().newCDPSession(page));
  }

  /** The page's thread; a worker's cannot be slowed down. */
  slowDown(rate: number): Promise<unknown> {
    return this.devtools.send("Emulation.setCPUThrottlingRate", { rate });
  }

  /** Whose the processor's time is while the task runs, in the page and in its worker. */
  async profiled(task: () => Promise<unknown>): Promise<{ page: Share[]; worker: Share[] }> {
    const worker = await WorkerSession.attach(this.devtools);
    const page: Pick<WorkerSession, "send"> = this.devtools as unknown as WorkerSession;
    const sessions = worker ? [page, worker] : [page];
    for (const session of sessions) {
      await session.send("Profiler.enable");
      await session.send("Profiler.start");
    }
    await task();
    const [inPage, inWorker] = await Promise.all(
      sessions.map(async (session) => {
        const { profile } = await session.send<{ profile: Profile }>("Profiler.stop");
        return sharesOf(profile);
      }),
    );
    return { page: inPage ?? [], worker: inWorker ?? [] };
  }

  /** What has been seen since the last time. */
  seen(): Promise<Watched> {
    return this.page.evaluate(() => {
      const { bench } = window as unknown as WatchedWindow;
      const seen = { ...bench };
      Object.assign(bench, { longTasks: [], frames: [], shown: {} });
      return seen;
    });
  }

  /** Milliseconds from what is done in the page until the selector is found in it, by the page's own clock. */
  until(action: { key?: string; click?: string; type?: string }, selector: string): Promise<number> {
    return this.page
      .evaluate((wanted) => {
        const page = window as unknown as { measured: Promise<number> };
        page.measured = new Promise((resolve) => {
          let began = 0;
          const begin = () => {
            began ||= performance.now();
          };
          addEventListener("keydown", begin, { capture: true, once: true });
          addEventListener("click", begin, { capture: true, once: true });
          const look = () => {
            if (began > 0 && document.querySelector(wanted)) resolve(performance.now() - began);
            else requestAnimationFrame(look);
          };
          look();
        });
      }, selector)
      .then(async () => {
        if (action.click) await this.page.locator(action.click).first().click();
        if (action.key) await this.page.keyboard.press(action.key);
        return this.page.evaluate(() => (window as unknown as { measured: Promise<number> }).measured);
      });
  }
}
