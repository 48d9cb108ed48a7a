import type { Project } from "../project/project.ts";
import { checkStep, type Outcome, outcome } from "./outcome.ts";
import type { Step } from "./step.ts";

/** Checks every step and changes nothing. A step whose needs failed is not looked at: its finding would mislead. */
export async function runDoctor(
  steps: readonly Step[],
  project: Project,
  report: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const broken = new Set<string>();
  for (const step of steps) {
    const missing = step.needs.find((need) => broken.has(need));
    const found =
      missing === undefined
        ? await checkStep(step, project)
        : { ok: false, found: `not looked at: "${missing}" has to hold first` };
    if (!found.ok) broken.add(step.id);
    const result = found.ok ? "ok" : missing === undefined ? "failed" : "skipped";
    const one = outcome(step, result, found);
    outcomes.push(one);
    report(one);
  }
  return outcomes;
}
