import type { Step } from "./steps.ts";

/** Steps that wait for most of their time run so many at once. */
const LANES = 2;

function split(steps: readonly Step[]): { alone: readonly Step[]; sideBySide: readonly Step[] } {
  return {
    alone: steps.filter((step) => !step.sideBySide),
    sideBySide: steps.filter((step) => step.sideBySide),
  };
}

/**
 * Runs steps in their order: first each that needs the machine for itself, then the others side by side.
 * @param runStep resolves to false when no step is to begin any more.
 */
export async function runSteps(
  steps: readonly Step[],
  runStep: (step: Step) => Promise<boolean>,
): Promise<void> {
  let goesOn = true;
  const lane = async (queue: Step[]): Promise<void> => {
    for (let step = queue.shift(); step !== undefined && goesOn; step = queue.shift()) {
      if (!(await runStep(step))) goesOn = false;
    }
  };
  const { alone, sideBySide } = split(steps);
  await lane([...alone]);
  const waiting = [...sideBySide];
  await Promise.all(Array.from({ length: LANES }, () => lane(waiting)));
}

/** How long steps take so, from what each of them takes. */
export function timeOf(steps: readonly Step[], secondsOf: (step: Step) => number): number {
  const { alone, sideBySide } = split(steps);
  const sum = (some: readonly Step[]) => some.reduce((total, step) => total + secondsOf(step), 0);
  return sum(alone) + Math.max(0, ...sideBySide.map(secondsOf), sum(sideBySide) / LANES);
}
