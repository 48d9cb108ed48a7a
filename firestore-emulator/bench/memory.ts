/** What is left on the heap after work that leaves little data behind. The README states the promises, a test holds them. */
import type { BenchTable } from "./bench-table.ts";
import { measure, rounded } from "./latencies.ts";
import { type ServerUnderTest, startServer } from "./server-under-test.ts";

const LARGE_VALUE_BYTES = 500_000;
const SEED_BYTES = 2_000_000;
const SEED_DOCUMENTS = 100;
const WRITES_PER_COMMIT = 500;

interface Workload {
  readonly name: string;
  readonly promisedMegabytes: number;
  run(server: ServerUnderTest): Promise<void>;
}

const workloads: readonly Workload[] = [
  {
    name: "5,000 updates of one document of 500 kB",
    promisedMegabytes: 300,
    run: ({ client }) =>
      repeat(5_000, 4, (run) =>
        client.commit([["large/one", { data: { stringValue: text(run, LARGE_VALUE_BYTES) } }]]),
      ),
  },
  {
    name: "1,000 rounds of seeding 2 MB and clearing",
    promisedMegabytes: 200,
    run: (server) =>
      repeat(1_000, 1, async (round) => {
        await server.client.commit(
          Array.from({ length: SEED_DOCUMENTS }, (_, at) => [
            `seeds/s${at}`,
            { data: { stringValue: text(round, SEED_BYTES / SEED_DOCUMENTS) } },
          ]),
        );
        await server.clear();
      }),
  },
  {
    name: "400,000 updates of small documents, 500 to a commit",
    promisedMegabytes: 80,
    run: ({ client }) =>
      repeat(400_000 / WRITES_PER_COMMIT, 4, (round) =>
        client.commit(
          Array.from({ length: WRITES_PER_COMMIT }, (_, at) => [
            `small/d${at}`,
            {
              status: { stringValue: round % 2 === 0 ? "open" : "closed" },
              round: { integerValue: String(round) },
              subject: { stringValue: `Question ${round} about order ${at}` },
            },
          ]),
        ),
      ),
  },
];

/** Each workload in a process of its own; the heap and what Node holds beside it, after a garbage collection. */
export async function memoryTable(): Promise<BenchTable> {
  const rows: (string | number)[][] = [];
  for (const { name, promisedMegabytes, run } of workloads) {
    const server = await startServer("ours");
    try {
      await run(server);
      rows.push([name, `< ${promisedMegabytes}`, rounded(await server.heapMegabytes())]);
    } finally {
      server.stop();
    }
  }
  return { title: "Memory (MB of heap and buffers)", columns: ["after", "promised", "measured"], rows };
}

async function repeat(
  count: number,
  atOnce: number,
  operation: (run: number) => Promise<void>,
): Promise<void> {
  await measure({ count, atOnce }, operation);
}

/** Different in each run, so that no write is a write without a change. */
function text(run: number, bytes: number): string {
  return String(run).padEnd(bytes, "x");
}
