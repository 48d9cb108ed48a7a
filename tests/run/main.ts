import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Durations } from "./durations.ts";
import { describeFailures, describeUnsteady, type Report, readReport } from "./report.ts";
import { ARTIFACTS, quickSteps, root, type Step, steps } from "./steps.ts";

const STEP_TIMEOUT_SECONDS = 2_400;
/** A step that says nothing for so long hangs: no test may take as long, and none does on a slow machine. */
const SILENCE_TIMEOUT_SECONDS = 600;
const SHOWN_LINES = 200;
/** Most of the quick steps leave a core idle. The others are run alone: what they measure and wait for is theirs. */
const QUICK_LANES = 2;

interface Outcome {
  ok: boolean;
  passed: number;
  failed: number;
  /** null for a step that is no test, and for one that ended before vitest could report. */
  report: Report | null;
  seconds: string;
}

const OPTIONS = {
  only: { type: "string" },
  quick: { type: "boolean" },
  static: { type: "boolean" },
  help: { type: "boolean" },
} as const;

const HELP = `npm test -- [options]

  --quick            what can be known within a minute and a half
  --only <step,...>  run these steps alone
  --static           run the steps that start nothing (npm run check)

Steps: ${steps.map((step) => step.name).join(", ")}. Logs and counts go to .artifacts/test.`;

/**
 * `npm test`: runs the steps in order, a line each. A step that is no test ends it when it fails: the others stand on it.
 * A failed test step does not hide what the next ones would say.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return console.log(HELP);
  const all = values.quick ? quickSteps : steps;
  const chosen = chooseSteps(all, values.only?.split(","), values.static ?? false);
  await mkdir(ARTIFACTS, { recursive: true });
  const durations = await Durations.read(ARTIFACTS, values.quick ? "quick" : "whole");
  const lanes = values.quick ? QUICK_LANES : 1;
  console.log(durations.announce(chosen, lanes));
  if (chosen.some((step) => step.name === "build")) process.env.LIVECHAT_BUILT = "true";
  const started = Date.now();
  const total = { passed: 0, failed: 0 };
  const queue = [...chosen];
  const runNext = async (): Promise<void> => {
    const step = queue.shift();
    if (step === undefined) return;
    const outcome = await runStep(step);
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    const tests = step.report === null ? "" : `, ${outcome.passed} passed, ${outcome.failed} failed`;
    console.log(
      `${outcome.ok ? "ok    " : "FAILED"}  ${step.name}: ${step.what} (${outcome.seconds} s${tests})`,
    );
    const unsteady = outcome.report === null ? "" : describeUnsteady(outcome.report, root);
    if (unsteady !== "") console.log(unsteady);
    if (outcome.ok) {
      await durations.note(step, Number(outcome.seconds));
    } else {
      await explain(step, outcome);
      process.exitCode = 1;
      if (step.report === null) queue.length = 0;
    }
    return runNext();
  };
  await Promise.all(Array.from({ length: lanes }, runNext));
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${total.passed} passed, ${total.failed} failed, in ${seconds} s`);
}

/** The names of the failed tests come last: whoever sees only the end of the output still learns what failed. */
async function explain(step: Step, { report }: Outcome): Promise<void> {
  console.log(await endOfLog(step));
  console.log(`\nStep ${step.name} failed. Its whole log: ${logFile(step)}`);
  const failures = report === null ? "" : describeFailures(report, root);
  if (failures !== "") console.log(failures);
}

function chooseSteps(all: readonly Step[], only: string[] | undefined, staticOnly: boolean): readonly Step[] {
  const unknown = only?.find((name) => !all.some((step) => step.name === name));
  if (unknown !== undefined) throw new Error(`There is no step called ${unknown}.\n\n${HELP}`);
  return all.filter((step) => (only?.includes(step.name) ?? true) && (step.static || !staticOnly));
}

function logFile(step: Step): string {
  return join(ARTIFACTS, `${step.name}.log`);
}

async function endOfLog(step: Step): Promise<string> {
  const lines = (await readFile(logFile(step), "utf8")).trimEnd().split("\n");
  return lines.slice(-SHOWN_LINES).join("\n");
}

async function runStep(step: Step): Promise<Outcome> {
  const started = Date.now();
  if (step.report !== null) await rm(step.report, { force: true });
  const ended = await runLogged(step);
  const report = step.report === null ? null : await readReport(step.report);
  const passed = report?.numPassedTests ?? 0;
  const ran = step.report === null || passed > 0;
  return {
    ok: ended && ran,
    passed,
    failed: report?.numFailedTests ?? 0,
    report,
    seconds: ((Date.now() - started) / 1000).toFixed(1),
  };
}

/** True when the command ended by itself with exit code 0. */
function runLogged(step: Step): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const log = createWriteStream(logFile(step));
    const child: ChildProcess = spawn(process.execPath, step.command, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    const end = (): void => {
      child.kill("SIGTERM");
    };
    const endAfter = (seconds: number, what: string) =>
      setTimeout(() => {
        log.write(`\nEnded after ${seconds} s${what}.\n`);
        end();
      }, seconds * 1000);
    const timer = endAfter(STEP_TIMEOUT_SECONDS, "");
    const silence = endAfter(SILENCE_TIMEOUT_SECONDS, " without a word");
    child.stdout?.on("data", () => silence.refresh());
    child.stderr?.on("data", () => silence.refresh());
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      clearTimeout(silence);
      process.off("SIGTERM", end);
      process.off("SIGINT", end);
      log.end(() => resolve(code === 0));
    });
  });
}
