import { readFile } from "node:fs/promises";
import { relative } from "node:path";

/** What is shown of one failure: enough to act on, little enough that twenty of them stay readable. */
const MAX_MESSAGE_LINES = 8;
const MAX_MESSAGE_CHARS = 1_000;
const MAX_FAILURES = 30;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/** The parts of vitest's JSON report that are read here. */
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    /** The file's absolute path. */
    name: string;
    status: string;
    /** Why the file as a whole failed: it could not be loaded, or a hook threw. */
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** The report that vitest wrote, or null when it did not come that far. */
export async function readReport(file: string): Promise<Report | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text) as Report);
}

/** Every failed test and every file that failed as a whole: its file and name, below it the beginning of its message. */
export function describeFailures(report: Report, root: string): string {
  const failures = report.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const tests = file.assertionResults.filter((test) => test.status === "failed");
    const described = tests.map((test) =>
      failure(`${path}: ${test.fullName.trim()}`, test.failureMessages[0]),
    );
    const asAWhole = file.status === "failed" && (file.message !== "" || tests.length === 0);
    return asAWhole ? [failure(path, file.message || "a hook failed, see the log"), ...described] : described;
  });
  const more = failures.length - MAX_FAILURES;
  return [...failures.slice(0, MAX_FAILURES), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** Every test that failed and passed when it was run again: nobody's build is stopped by it, and everybody reads of it. */
export function describeUnsteady(report: Report, root: string): string {
  return report.testResults
    .flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === "passed" && test.failureMessages.length > 0)
        .map((test) =>
          failure(
            `${relative(root, file.name)}: ${test.fullName.trim()}`,
            test.failureMessages[0],
            "UNSTEADY",
          ),
        ),
    )
    .join("\n");
}

function failure(title: string, message = "", mark = "FAILED"): string {
  const lines = message.replace(COLOURS, "").slice(0, MAX_MESSAGE_CHARS).trim().split("\n");
  const shown = lines
    .filter((line) => line.trim() !== "" && !line.includes("/node_modules/"))
    .slice(0, MAX_MESSAGE_LINES);
  return [`${mark}  ${title}`, ...shown.map((line) => `        ${line}`)].join("\n");
}
