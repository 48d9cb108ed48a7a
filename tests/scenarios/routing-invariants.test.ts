import { describe, expect, it } from "vitest";
import { arbitraryPlan, checkPlans, runsOf, type Trouble } from "./world/property.ts";

const MAX_MILLIS = 900_000;

/** Runs must be many, differ from each other and do something. */
async function expectToHold(trouble: Trouble, runs: number): Promise<void> {
  const checked = await checkPlans(arbitraryPlan(trouble), runs);
  expect(checked.distinctInterleavings).toBeGreaterThan(checked.runs / 2);
  expect(checked.automaticAssignments).toBeGreaterThan(checked.runs / 2);
}

describe("the invariants of routing, whatever runs at the same time, in any order", () => {
  it(
    "hold while everything arrives at least once: nobody is stuck, without any sweep",
    () => expectToHold({ processesDie: false, tasksGetLost: false, requestsFail: false }, runsOf(300)),
    MAX_MILLIS,
  );

  it(
    "hold while tasks get lost: the sweep makes up for it",
    () => expectToHold({ processesDie: false, tasksGetLost: true, requestsFail: false }, runsOf(200)),
    MAX_MILLIS,
  );
});
