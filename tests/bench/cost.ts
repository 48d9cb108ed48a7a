/**
 * `npx tsx tests/bench/cost.ts [realtime.json] [round-trips.json]`: writes docs/cost.md from what `npm run bench -- realtime`
 * and `npm run bench -- round-trips` have measured, with the list prices of us-central1.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchResult, BenchTable } from "./benchmark.ts";

const root = join(import.meta.dirname, "..", "..");
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

/** What both sides would cost if rules read nothing and nobody said that they type or have seen. */
const FLOOR = {
  /** Of a message: who writes and the conversation, by the server; then the event and the conversation for either side. */
  READS_PER_MESSAGE: 6,
  WRITES_PER_MESSAGE: 2,
  MESSAGES: 20,
} as const;

/** The calls of one conversation by the rows of the second benchmark; the sign-in's token comes with the session. */
const CALLS: Readonly<Record<string, number>> = {
  "session with its first message": 1,
  "its task, with nobody free": 1,
  claim: 1,
  "message of a visitor": 10,
  "message of an agent": 10,
  close: 1,
};
const TASKS = 1;
const REQUESTS = Object.values(CALLS).reduce((all, count) => all + count, -TASKS);
/** With one vCPU. */
const GIB = 0.25;

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

interface Time {
  what: string;
  count: number;
  ownMillis: number;
  billedMillis: number;
}

/** What the functions take for one conversation, call by call. */
function times(trips: BenchTable): Time[] {
  return Object.entries(CALLS).map(([what, count]) => {
    const row = trips.rows.find(([name]) => name === what);
    if (!row) throw new Error(`The measurement of round trips has no row "${what}".`);
    const at = (column: string) => Number(row[trips.columns.indexOf(column)]);
    return { what, count, ownMillis: at("own ms"), billedMillis: at("billed ms") };
  });
}

const billedSeconds = (spent: readonly Time[]): number =>
  spent.reduce((all, { count, billedMillis }) => all + (count * billedMillis) / 1000, 0);

function bill(billed: BenchTable, spent: readonly Time[]): Line[] {
  const whole = billed.rows.find(([what]) => what === "the whole conversation") ?? [];
  const [reads = 0, writes = 0, deletes = 0] = whole.slice(1).map(Number);
  const calls = REQUESTS + TASKS;
  const seconds = billedSeconds(spent) * CONVERSATIONS;
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
      count: seconds * GIB,
      dollars: seconds * GIB * PRICE.PER_GIB_SECOND,
    },
    line("Cloud Tasks operations", TASKS, PRICE.PER_MILLION_TASKS),
  ];
}

/** Reads and writes of the 20 messages with typing and seen, as they are and as they could be at the least. */
function floor(billed: BenchTable): (string | number)[][] {
  const found = billed.rows.find(([what]) => String(what).includes("messages, with typing and seen")) ?? [];
  const [reads = 0, writes = 0] = found.slice(1).map(Number);
  const { MESSAGES, READS_PER_MESSAGE, WRITES_PER_MESSAGE } = FLOOR;
  const [leastReads, leastWrites] = [MESSAGES * READS_PER_MESSAGE, MESSAGES * WRITES_PER_MESSAGE];
  const times = (now: number, least: number) => `${(now / least).toFixed(1)} times`;
  return [
    [`${MESSAGES} messages as they are`, reads, writes],
    ["without reads of the rules, typing and receipts", leastReads, leastWrites],
    ["how far from it", times(reads, leastReads), times(writes, leastWrites)],
  ];
}

function markdown(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [columns, columns.map((_, at) => (at === 0 ? "---" : "---:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function page(result: BenchResult & { measuredAt: string }, trips: BenchResult): string {
  const billed = findTable(result, "Billed for one conversation");
  const pages = findTable(result, "Billed for open pages");
  const spent = times(findTable(trips, "Round trips"));
  const lines = bill(billed, spent);
  const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
  const rows = lines.map(({ what, count, dollars }) => [what, Math.round(count), `$${dollars.toFixed(3)}`]);
  return `# Cost

Written by \`npx tsx tests/bench/cost.ts\` from \`npm run bench -- realtime\` and \`npm run bench -- round-trips\`, measured on ${result.measuredAt.slice(0, 10)}.
Do not edit it by hand.

## What is billed for one conversation

The widget's and the console's own client on either side, both listening all the time. Counted by the embedded
Firestore's meter, with the reads of the security rules.
"Typing and seen" is what participants write of themselves: at most 15 and 20 writes a minute for each person.

${markdown(billed.columns, billed.rows)}

A message's six reads: the server reads who writes and the conversation; then either side gets the event, the visitor the
conversation, the agent its entry in the own list. The rules add nothing: what they read, the agent's document, does not
change with a message. The meter bills what a rule reads when its listener begins and whenever that changes. Google's page
says that it may be billed at every update of a result: that would be two reads a message more.

## The floor

${markdown(["what", "reads", "writes"], floor(billed))}

What remains above it: one write for each side that types or has seen something, with its read by the other side, and the
reads by which the rules check such a write. Why the rules read the agent's document at all is in
[decision 020](decisions/020-rules-follow-documents.md).

## Open pages

${markdown(pages.columns, pages.rows)}

An idle console grows with its heartbeats, three a minute, and with nothing else: three reads and a write each. To all of them
come the changes of the team: every console reads each change of an agent's status or number of chats. A widget that waits
reads nothing while its queue stands still, and one document each time that the queue's summary changes, at most once a
second. An open widget with a chat signs in anew once in 50 minutes: one call.

While a conversation is open the same heartbeats say so and ask who else has it open: one read more each for oneself and one
for each colleague who does, and one for the conversation where it is another's; no write and no listener more
(\`functions/test/looking.test.ts\`). Opening one for longer than two seconds is one heartbeat more. An open queue page asks
once a minute for what was answered today: a read for each agent, and about three for each group.

## The functions' time

Of a call that is alone on its instance: its own time and ten milliseconds for each round trip to the database, rounded up
to 100 ms, as the platform bills.

${markdown(
  ["call", "in a conversation", "own ms", "billed ms", "billed ms in all"],
  spent.map(({ what, count, ownMillis, billedMillis }) => [
    ...[what, count, ownMillis, billedMillis],
    count * billedMillis,
  ]),
)}

In all ${billedSeconds(spent).toFixed(1)} s a conversation. A session is one call: its answer has the token of the sign-in, and the widget's
configuration comes from the browser's cache or Hosting's once it was read.

## ${CONVERSATIONS.toLocaleString("en")} conversations at list prices

${markdown(["what", "count", "US dollars"], [...rows, ["**in all**", "", `**$${total.toFixed(2)}**`]])}

Reads, writes and deletes are measured. Calls are counted: ${REQUESTS} of the API and ${TASKS} task a conversation. Compute is on the high
side: every call is taken to be alone on its instance, with one vCPU and ${GIB} GiB; in fact one instance serves many calls at
once. Free quotas are not subtracted. Not in it: network egress, Hosting, log storage, and the heartbeats of open consoles.
`;
}

const measured = (name: string) => join(root, ".artifacts", "bench", `${name}.json`);
const [input = measured("realtime"), trips = measured("round-trips")] = process.argv.slice(2);
const read = async (file: string) =>
  JSON.parse(await readFile(file, "utf8")) as BenchResult & { measuredAt: string };
await writeFile(join(root, "docs", "cost.md"), page(await read(input), await read(trips)));
console.log("Written to docs/cost.md");
