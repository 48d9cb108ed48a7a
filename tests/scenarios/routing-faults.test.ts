import { describe, expect, it } from "vitest";
import { arbitraryPlan, checkPlans, runsOf, type Trouble } from "./world/property.ts";

const MAX_MILLIS = 900_000;

/** Runs must be many, differ from each other and do something. */
async function expectToHold(trouble: Trouble, runs: number): Promise<void> {
  const checked = await checkPlans(arbitraryPlan(trouble), runs);
  expect(checked.distinctInterleavings).toBeGreaterThan(checked.runs / 2);
  expect(checked.automaticAssignments).toBeGreaterThan(checked.runs / 2);
}

describe("the invariants of routing, whatever breaks", () => {
  it(
    "hold while processes die between any two of their requests",
    () => expectToHold({ processesDie: true, tasksGetLost: false, requestsFail: false }, runsOf(250)),
    MAX_MILLIS,
  );

  it(
    "hold while transactions are aborted, requests fail and answers get lost, all at once with the rest",
    () => expectToHold({ processesDie: true, tasksGetLost: true, requestsFail: true }, runsOf(250)),
    MAX_MILLIS,
  );
});
