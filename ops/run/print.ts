import type { Outcome, Result } from "./outcome.ts";

const MARKS: Readonly<Record<Result, string>> = {
  ok: "ok     ",
  done: "done   ",
  would: "would  ",
  failed: "FAILED ",
  person: "YOU    ",
  later: "later  ",
  skipped: "-      ",
};

/** One line for a step; where something is wrong, what cures it below. */
export function describeOutcome({ title, result, found, cure }: Outcome): string {
  const line = `${MARKS[result]} ${title}: ${found}`;
  return cure === undefined || result === "would" ? line : `${line}\n        -> ${cure}`;
}

/** Tells what became of all steps: as one JSON object for programs, else as lines for people. */
export function tellOutcomes(
  projectId: string,
  outcomes: readonly Outcome[],
  { json, lines }: { json: boolean; lines: readonly string[] },
): void {
  const all = { project: projectId, ok: isGood(outcomes), steps: outcomes };
  console.log(json ? JSON.stringify(all, null, 2) : `\n${lines.join("\n")}`);
}

/** How many steps there were of each result, in one sentence. */
export function summarize(outcomes: readonly Outcome[]): string {
  const counted = Object.keys(MARKS).flatMap((result) => {
    const count = outcomes.filter((one) => one.result === result).length;
    return count === 0 ? [] : [`${count} ${result}`];
  });
  return `${outcomes.length} steps: ${counted.join(", ")}`;
}

export const isGood = (outcomes: readonly Outcome[]): boolean =>
  outcomes.every(
    ({ result }) => result === "ok" || result === "done" || result === "later" || result === "would",
  );
