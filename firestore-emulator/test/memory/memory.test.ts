import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";

interface Memory {
  /** Heap and what Node holds beside it. */
  readonly megabytes: number;
  readonly heapMegabytes: number;
  /** What the history believes to take. */
  readonly historyMegabytes: number;
}

/** Runs a workload in a process of its own, with a heap that is too small for what must not be kept. */
async function memoryAfter(workload: string): Promise<Memory> {
  const child = fork(join(import.meta.dirname, "workloads.ts"), [workload], {
    execArgv: ["--expose-gc", "--max-old-space-size=512", "--import", "tsx"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The workload "${workload}" ended with ${code}: is it too much for the heap?`);
  });
  const [memory] = (await Promise.race([once(child, "message"), ended])) as [Memory];
  return memory;
}

let nothing: Memory;
beforeAll(async () => {
  nothing = await memoryAfter("nothing");
});

// The figures are promised in the README.
it.each([
  ["large updates", 300],
  ["seed and clear", 200],
  ["small updates", 80],
])("after %s less than %i MB are in use", { timeout: 120_000 }, async (workload, promised) => {
  const { megabytes, heapMegabytes, historyMegabytes } = await memoryAfter(workload);
  expect(megabytes).toBeLessThan(promised);
  // What the history counts for itself is what it takes, so that its limit is one of the heap.
  expect(heapMegabytes - nothing.heapMegabytes).toBeLessThan(1.2 * historyMegabytes + 5);
});

it.each(["projects", "rulesets", "collections", "forgotten transactions"])(
  "after %s that come and go nearly nothing is left",
  { timeout: 120_000 },
  async (workload) => {
    const { megabytes } = await memoryAfter(workload);
    expect(megabytes - nothing.megabytes).toBeLessThan(20);
  },
);
