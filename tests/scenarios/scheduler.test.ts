import { type Emulator, startEmulator } from "firestore-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Random } from "./world/random.ts";
import { NO_FAULTS, Process, Scheduler } from "./world/scheduler.ts";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.stop());

/** Whoever came first is first. */
const inOrder = { pick: <T>(items: readonly T[]) => items[0], below: () => 0 } as unknown as Random;

describe("a process that dies while two of its requests are under way", () => {
  it("sends no more: what had not left it begins no transaction that nobody would end", async () => {
    const scheduler = new Scheduler(emulator, "demo-scheduler", inOrder, NO_FAULTS);
    const process = new Process("dying", 0);
    const ran: string[] = [];
    const gate = scheduler.gateOf(process);
    const ask = (name: string) => gate("batchGetDocuments", {}, async () => ran.push(name));
    await scheduler.runAll([{ process, work: Promise.all([ask("first"), ask("second")]) }]);
    expect(process.isDead).toBe(true);
    expect(ran).toEqual([]);
  });
});
