import { endpoints } from "@livechat/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { foldFacts } from "../../src/features/reports/fold-facts.ts";
import { forgetFacts, forgetFactsHourly } from "../../src/features/reports/forget-facts.ts";
import { rebuildRollups } from "../../src/features/reports/rebuild.ts";
import { facts } from "../../src/store/facts.ts";
import { rollups } from "../../src/store/rollups.ts";
import { type Backend, startBackend } from "../harness.ts";

const DAY_SECONDS = 24 * 3_600;
const KEPT_DAYS = 40;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend({ FACTS_KEPT_DAYS: String(KEPT_DAYS) });
  await backend.people.group("Sales", { isDefault: true });
});
afterEach(() => backend.stop());

/** A chat that is begun and closed now. */
async function chat(): Promise<void> {
  const { sessionToken, conversationId } = await backend.startSession({ message: "Hello" });
  const params = { id: conversationId };
  await backend.call(endpoints.closeConversation, { as: sessionToken, params });
}

const fold = () => foldFacts(backend.ctx, { lagMillis: 0 });
const storedFacts = () => facts.find(facts.all(backend.ctx.db));
const storedRollups = () => rollups.find(rollups.all(backend.ctx.db).orderBy("__name__"));
const today = () => backend.clock.now().toISOString().slice(0, 10);

describe("facts", () => {
  it("go after the days that the setting says, and what they count stays", async () => {
    await chat();
    backend.clock.advance(20 * DAY_SECONDS);
    await chat();
    await fold();
    const sums = await storedRollups();
    expect(sums).toHaveLength(2);
    expect(await forgetFacts(backend.ctx)).toBe(0);
    backend.clock.advance((KEPT_DAYS - 10) * DAY_SECONDS);
    expect(await forgetFacts(backend.ctx)).toBe(1);
    expect(await storedFacts()).toHaveLength(1);
    expect(await forgetFacts(backend.ctx)).toBe(0);
    expect(await storedRollups()).toEqual(sums);
  });

  it("never go before a rollup holds them", async () => {
    await chat();
    backend.clock.advance(2 * KEPT_DAYS * DAY_SECONDS);
    expect(await forgetFacts(backend.ctx)).toBe(0);
    await fold();
    expect(await forgetFacts(backend.ctx)).toBe(1);
    expect(await storedFacts()).toEqual([]);
    expect(await storedRollups()).toHaveLength(1);
  });

  it("that have gone cannot be counted anew: the rollups of their days are left as they are", async () => {
    await chat();
    const first = today();
    await fold();
    backend.clock.advance((KEPT_DAYS + 1) * DAY_SECONDS);
    await chat();
    await fold();
    await forgetFacts(backend.ctx);
    const sums = await storedRollups();
    await expect(rebuildRollups({ from: first, to: today() }, backend.ctx)).rejects.toThrow(
      /^Facts are kept from \d{4}-\d\d-\d\d on: /,
    );
    expect(await rebuildRollups({ from: today(), to: today() }, backend.ctx)).toBe(1);
    expect(await storedRollups()).toEqual(sums);
  });

  it("are looked for once an hour: the sweep of any other minute reads nothing for it", async () => {
    await chat();
    await fold();
    backend.clock.advance(2 * KEPT_DAYS * DAY_SECONDS);
    const forgotten: number[] = [];
    backend.emulator.meter.reset(backend.projectId);
    for (let minute = 0; minute < 60; minute += 1) {
      forgotten.push(await forgetFactsHourly(backend.ctx));
      backend.clock.advance(60);
    }
    expect(forgotten.filter((count) => count > 0)).toEqual([1]);
    expect(backend.emulator.meter.usage(backend.projectId).documentReads).toBeLessThan(5);
  });

  it("stay for ever where the setting says so", async () => {
    const ctx = { ...backend.ctx, config: { ...backend.ctx.config, factsKeptDays: 0 } };
    await chat();
    await fold();
    backend.clock.advance(10_000 * DAY_SECONDS);
    expect(await forgetFacts(ctx)).toBe(0);
    expect(await storedFacts()).toHaveLength(1);
  });
});
