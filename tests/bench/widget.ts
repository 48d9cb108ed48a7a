/**
 * `npm run bench -- widget [runs]`: what the widget costs a page before the first click, and how long it takes from the
 * click to the composer and from Enter to the message, in a browser against the whole system. `LIVECHAT_BUILT=true` takes
 * the build that is there.
 */
import type { Browser } from "playwright-core";
import { startSystem } from "../../local/system.ts";
import { launchChromium } from "../browser/launch-chromium.ts";
import { type ServedSite, serve } from "../browser/served.ts";
import type { BenchResult, BenchTable } from "./benchmark.ts";
import { CONDITIONS, type Condition, MeasuredPage, type Visit } from "./widget/measured-page.ts";

const RUNS = 5;

const PAGE = (hosting: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title></head>
<body><h1>A page</h1><script async src="${hosting}/widget.js"></script></body></html>`;

interface Place {
  browser: Browser;
  site: ServedSite;
  hosting: string;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function visitTimes(place: Place, condition: Condition, runs: number): Promise<Visit[]> {
  const visits: Visit[] = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await MeasuredPage.open(place.browser, place.hosting, condition);
    visits.push(await page.visit(place.site.origin));
    await page.close();
  }
  return visits;
}

function timesOf(all: readonly (readonly [string, Visit[]])[]): BenchTable {
  const row = (name: string, visits: Visit[]) => {
    const of = (pick: (visit: Visit) => number) => Math.round(median(visits.map(pick)));
    return [
      ...[name, of(({ usableMillis }) => usableMillis), of(({ shownMillis }) => shownMillis)],
      ...[of(({ sentMillis }) => sentMillis), of(({ longTasks }) => longTasks.length)],
      of(({ longTasks }) => Math.max(0, ...longTasks)),
    ];
  };
  return {
    title: "From the click to a composer that can be written in, from Enter to the message (medians, ms)",
    columns: ["condition", "usable", "shown", "sent", "long tasks", "longest"],
    rows: all.map(([name, visits]) => row(name, visits)),
  };
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1);

function loadedBy({ phases }: Visit): BenchTable {
  return {
    title: "What is loaded, with headers, as it goes over the wire here",
    columns: ["until", "requests", "kB"],
    rows: phases.map(({ name, requests, bytes }) => [name, requests, kilobytes(bytes)]),
  };
}

/** What a page pays for a visitor who never opens the chat. */
function unopened({ phases, storedBefore, longTasksBefore }: Visit): BenchTable {
  const [before] = phases;
  return {
    title: "Before the first click",
    columns: ["what", "is", "goal"],
    rows: [
      ["requests", String(before?.requests), "widget.js, and one for the settings"],
      ["kB, with settings and headers", kilobytes(before?.bytes ?? Number.NaN), "6 for widget.js alone"],
      ["long tasks at 4x CPU", String(longTasksBefore), "0"],
      ["cookies and keys stored", String(storedBefore), "0"],
    ],
  };
}

export async function run([runs = String(RUNS)]: string[]): Promise<BenchResult> {
  const build = process.env.LIVECHAT_BUILT !== "true";
  const system = await startSystem({ ports: "free", name: "bench-widget", build, onError: console.error });
  const { hosting } = system.addresses;
  const [browser, site] = [await launchChromium(), await serve({ "/": PAGE(hosting) })];
  try {
    const place = { browser, site, hosting };
    const [full] = CONDITIONS;
    // The functions start with the first calls, here as elsewhere: that is not the widget's.
    await visitTimes(place, full, 1);
    const all: (readonly [string, Visit[]])[] = [];
    for (const condition of CONDITIONS)
      all.push([condition.name, await visitTimes(place, condition, Number(runs))]);
    const slow = all.at(-1)?.[1][0];
    if (!slow) throw new Error("There was no visit.");
    return { name: "widget", tables: [unopened(slow), timesOf(all), loadedBy(slow)] };
  } finally {
    await browser.close();
    await site.close();
    await system.stop();
  }
}
