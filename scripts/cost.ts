/**
 * `npx tsx scripts/cost.ts [realtime.json]`: writes docs/cost.md from what `npm run bench -- realtime` has
 * measured, with the list prices of us-central1.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchResult, BenchTable } from "./bench.ts";

const root = join(import.meta.dirname, "..");
const CONVERSATIONS = 1_000;
const MILLION = 1_000_000;

/** US dollars. Source: the price lists of Firestore, Cloud Run functions and Cloud Tasks, us-central1. */
const PRICE = {
  PER_MILLION_READS: 0.3,
  PER_MILLION_WRITES: 0.9,
  PER_MILLION_DELETES: 0.1,
  PER_MILLION_REQUESTS: 0.4,
  PER_VCPU_SECOND: 0.000024,
  PER_GIB_SECOND: 0.0000025,
  PER_MILLION_TASKS: 0.4,
} as const;

/** One conversation as the benchmark has it. Compute is an assumption, on the high side: each request alone, rounded up. */
const CONVERSATION = {
  /** The session, its token for listeners, 21 messages, one claim, one close. */
  REQUESTS: 25,
  /** The assignment, as one call of a task function. */
  TASKS: 1,
  VCPU_SECONDS_PER_REQUEST: 0.1,
  GIB: 0.25,
} as const;

interface Line {
  what: string;
  count: number;
  dollars: number;
}

function findTable(result: BenchResult, start: string): BenchTable {
  const table = result.tables.find(({ title }) => title.startsWith(start));
  if (!table) throw new Error(`The measurement has no table "${start}...".`);
  return table;
}

function bill(billed: BenchTable): Line[] {
  const whole = billed.rows.find(([what]) => what === "the whole conversation") ?? [];
  const [reads = 0, writes = 0, deletes = 0] = whole.slice(1).map(Number);
  const calls = CONVERSATION.REQUESTS + CONVERSATION.TASKS;
  const seconds = calls * CONVERSATION.VCPU_SECONDS_PER_REQUEST * CONVERSATIONS;
  const line = (what: string, each: number, perMillion: number): Line => {
    const count = each * CONVERSATIONS;
    return { what, count, dollars: (count / MILLION) * perMillion };
  };
  return [
    line("Firestore reads", reads, PRICE.PER_MILLION_READS),
    line("Firestore writes", writes, PRICE.PER_MILLION_WRITES),
    line("Firestore deletes", deletes, PRICE.PER_MILLION_DELETES),
    line("function calls", calls, PRICE.PER_MILLION_REQUESTS),
    { what: "vCPU seconds", count: seconds, dollars: seconds * PRICE.PER_VCPU_SECOND },
    {
      what: "GiB seconds",
      count: seconds * CONVERSATION.GIB,
      dollars: seconds * CONVERSATION.GIB * PRICE.PER_GIB_SECOND,
    },
    line("Cloud Tasks operations", CONVERSATION.TASKS, PRICE.PER_MILLION_TASKS),
  ];
}

function markdown(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [columns, columns.map((_, at) => (at === 0 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function page(result: BenchResult & { measuredAt: string }): string {
  const billed = findTable(result, "Billed for one conversation");
  const lines = bill(billed);
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  const rows = lines.map(({ what, count, dollars }) => [what, Math.round(count), `$${dollars.toFixed(3)}`]);
  return `# Cost

Written by \`npx tsx scripts/cost.ts\` from \`npm run bench -- realtime\`, measured on ${result.measuredAt.slice(0, 10)}.
Do not edit it by hand.

## What is billed for one conversation

The widget's and the console's own client on either side, both listening all the time. Counted by the embedded
Firestore's meter, with the reads of the security rules, which are billed again whenever a listener is told something.
"Typing and seen" are the marks that participants write: at most 15 and 30 writes a minute for each person.

${markdown(billed.columns, billed.rows)}

## ${CONVERSATIONS.toLocaleString("en")} conversations at list prices

${markdown(["what", "count", "US dollars"], [...rows, ["**in all**", "", `**$${total.toFixed(2)}**`]])}

Reads, writes and deletes are measured. Calls are counted: ${CONVERSATION.REQUESTS} of the API and ${CONVERSATION.TASKS} task a conversation.
Compute is an assumption on the high side: every call alone on its instance for ${CONVERSATION.VCPU_SECONDS_PER_REQUEST} s with one vCPU and
${CONVERSATION.GIB} GiB; in fact one instance serves many calls at once. Free quotas are not subtracted. Not in it: network egress,
Hosting, log storage, and the heartbeat of an open console, which is one call and a few reads and writes a minute for each agent.
`;
}

const [input = join(root, ".artifacts", "bench", "realtime.json")] = process.argv.slice(2);
const result = JSON.parse(await readFile(input, "utf8")) as BenchResult & { measuredAt: string };
await writeFile(join(root, "docs", "cost.md"), page(result));
console.log("Written to docs/cost.md");
