import type { Project } from "../project/project.ts";
import { checkStep, type Outcome, outcome, type Result } from "./outcome.ts";
import type { Finding, Step } from "./step.ts";

const CHECK_AGAIN_SECONDS = 5;

export interface SetupOptions {
  readonly dryRun: boolean;
  report(outcome: Outcome): void;
  /** Tells that a step begins which may take long. */
  begin(step: Step): void;
  wait(millis: number): Promise<void>;
}

/** Checks until it holds or the patience is over. Google makes many changes in the background. */
async function awaitFinding(step: Step, project: Project, { wait }: SetupOptions): Promise<Finding> {
  const patience = step.patienceSeconds ?? 0;
  for (let waited = 0; ; waited += CHECK_AGAIN_SECONDS) {
    const finding = await checkStep(step, project);
    if (finding.ok || waited >= patience) return finding;
    project.progress(`${finding.found} Looking again in ${CHECK_AGAIN_SECONDS} s`);
    await wait(CHECK_AGAIN_SECONDS * 1000);
  }
}

/** What the finding after the step was applied means. */
function resultOf(step: Step, after: Finding): Result {
  if (after.ok) return "done";
  return step.later ? "later" : "failed";
}

function needsPerson(step: Step, project: Project): boolean {
  return step.apply === undefined || (step.isForPerson?.(project) ?? false);
}

async function applyStep(step: Step, project: Project, options: SetupOptions): Promise<Outcome> {
  const before = await checkStep(step, project);
  if (before.ok && !step.always) return outcome(step, "ok", before);
  if (needsPerson(step, project)) return outcome(step, step.later ? "later" : "person", before);
  if (options.dryRun) return outcome(step, "would", before);
  options.begin(step);
  try {
    await step.apply?.(project);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return outcome(step, "failed", { found, cure: "Run setup again: it goes on from here" });
  }
  const after = await awaitFinding(step, project, options);
  return outcome(step, resultOf(step, after), after);
}

/** A dry run goes on where something is missing: what follows would be missing too. */
function endsSetup({ result }: Outcome, { dryRun }: SetupOptions): boolean {
  return !dryRun && (result === "failed" || result === "person");
}

/**
 * Makes every step hold, in order: checks it, applies it if need be, and checks again. Stops at the first that
 * fails or that a person has to do; the next run finds what is there and goes on. Nothing is made twice.
 */
export async function runSetup(
  steps: readonly Step[],
  project: Project,
  options: SetupOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const one = await applyStep(step, project, options);
    outcomes.push(one);
    options.report(one);
    if (endsSetup(one, options)) break;
  }
  return outcomes;
}
