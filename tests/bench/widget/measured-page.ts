import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";

export interface Condition {
  readonly name: string;
  /** How many times slower the processor is. */
  readonly slowdown: number;
  /** null: as it is. */
  readonly network: { latencyMillis: number; downKilobits: number; upKilobits: number } | null;
}

/** Lighthouse's mobile preset: a phone of the middle class on slow 4G. */
export const CONDITIONS: readonly [Condition, ...Condition[]] = [
  { name: "as it is", slowdown: 1, network: null },
  { name: "4x CPU", slowdown: 4, network: null },
  {
    name: "4x CPU, slow 4G",
    slowdown: 4,
    network: { latencyMillis: 150, downKilobits: 1_600, upKilobits: 750 },
  },
];

interface Phase {
  name: string;
  requests: number;
  bytes: number;
}

export interface Visit {
  usableMillis: number;
  shownMillis: number;
  sentMillis: number;
  /** Tasks of 50 ms and more from the page's start to the message, in milliseconds. */
  longTasks: number[];
  phases: Phase[];
  /** Cookies and keys in the browser's storage. */
  storedBefore: number;
  longTasksBefore: number;
}

/** Nothing more has come for so long: the phase is over. */
const QUIET_MS = 1_500;
const BITS = 1_000 / 8;

/** In the page: observes long tasks, and waits by frames, as the visitor sees them. */
const INSTRUMENTS = () => {
  const longTasks: number[] = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(Math.round(duration));
  }).observe({ type: "longtask", buffered: true });
  const find = (selector: string) =>
    document.querySelector("livechat-widget")?.shadowRoot?.querySelector<HTMLElement>(selector);
  const shown = (selector: string): Promise<number> =>
    new Promise((resolve) => {
      const look = () => {
        if (find(selector)?.checkVisibility()) resolve(performance.now());
        else requestAnimationFrame(look);
      };
      look();
    });
  const open = async () => {
    const from = performance.now();
    find(".launcher")?.click();
    return (await shown(".composer textarea")) - from;
  };
  const write = async () => {
    const input = find(".composer textarea") as HTMLTextAreaElement;
    input.value = "Hello?";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const from = performance.now();
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    const [isShown, isSent] = [await shown(".message.own"), await shown(".message.own.sent")];
    return [isShown - from, isSent - from] as const;
  };
  Object.assign(window, { bench: { longTasks, open, write } });
};

interface Bench {
  longTasks: number[];
  open(): Promise<number>;
  write(): Promise<readonly [number, number]>;
}
type Benched = Window & { bench: Bench };

/** A page of a new visitor, whose requests to the widget's server are counted. */
export class MeasuredPage {
  private readonly phases: Phase[] = [];
  private readonly counted = new Map<string, number>();
  private lastAt = Date.now();

  private constructor(
    private readonly context: BrowserContext,
    private readonly page: Page,
    private readonly cdp: CDPSession,
  ) {}

  static async open(browser: Browser, hosting: string, condition: Condition): Promise<MeasuredPage> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 780 } });
    const page = await context.newPage();
    // tsx has functions keep their names by a helper that a page does not have.
    await page.addInitScript("globalThis.__name = (named) => named;");
    await page.addInitScript(INSTRUMENTS);
    const cdp = await context.newCDPSession(page);
    const opened = new MeasuredPage(context, page, cdp);
    await opened.count(hosting);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: condition.slowdown });
    const { network } = condition;
    if (network)
      await cdp.send("Network.emulateNetworkConditions", {
        offline: false,
        latency: network.latencyMillis,
        downloadThroughput: network.downKilobits * BITS,
        uploadThroughput: network.upKilobits * BITS,
      });
    return opened;
  }

  /** Comes, looks around, opens the chat, and writes. */
  async visit(address: string): Promise<Visit> {
    const { page } = this;
    await page.goto(address);
    await page.locator(".launcher").waitFor();
    await this.endPhase("before the first click");
    const stored = await page.evaluate(() => localStorage.length + sessionStorage.length);
    const storedBefore = stored + (await this.context.cookies()).length;
    const longTasksBefore = (await this.longTasks()).length;
    const usableMillis = await page.evaluate(() => (window as unknown as Benched).bench.open());
    await this.endPhase("the chat is open");
    const [shownMillis, sentMillis] = await page.evaluate(() => (window as unknown as Benched).bench.write());
    await this.endPhase("the first message is sent");
    const longTasks = await this.longTasks();
    const times = { usableMillis, shownMillis, sentMillis };
    return { ...times, longTasks, longTasksBefore, phases: this.phases, storedBefore };
  }

  private longTasks(): Promise<number[]> {
    return this.page.evaluate(() => (window as unknown as Benched).bench.longTasks);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async count(hosting: string): Promise<void> {
    await this.cdp.send("Network.enable");
    this.cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
      if (!request.url.startsWith(hosting)) return;
      this.counted.set(requestId, 0);
      this.lastAt = Date.now();
    });
    this.cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (!this.counted.has(requestId)) return;
      this.counted.set(requestId, encodedDataLength);
      this.lastAt = Date.now();
    });
  }

  private async endPhase(name: string): Promise<void> {
    while (Date.now() - this.lastAt < QUIET_MS) await this.page.waitForTimeout(100);
    const bytes = [...this.counted.values()].reduce((sum, one) => sum + one, 0);
    this.phases.push({ name, requests: this.counted.size, bytes });
    this.counted.clear();
  }
}
