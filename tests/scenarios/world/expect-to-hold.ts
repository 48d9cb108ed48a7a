import { expect } from "vitest";
import { arbitraryPlan, checkPlans, type Trouble } from "./property.ts";

/** The longest that one share of the runs may take, for those who ask for many more. */
export const MAX_MILLIS = 900_000;

/** Checks that no plan with this kind of trouble breaks an invariant; runs must be many, differ and do something. */
export async function expectToHold(trouble: Trouble, runs: number): Promise<void> {
  const checked = await checkPlans(arbitraryPlan(trouble), runs);
  const { distinctInterleavings, automaticAssignments } = checked;
  console.info(
    `${checked.runs} runs, ${distinctInterleavings} distinct interleavings, ${automaticAssignments} assignments`,
  );
  expect(distinctInterleavings).toBeGreaterThan(checked.runs / 2);
  expect(automaticAssignments).toBeGreaterThan(checked.runs / 2);
}
