import { expect, it } from "vitest";
import { describeFailures, describeUnsteady, type Report, readReport } from "./report.ts";

const ROOT = "/project";

function reportOf(...testResults: Partial<Report["testResults"][number]>[]): Report {
  const file = { name: `${ROOT}/chat/send.test.ts`, status: "passed", message: "", assertionResults: [] };
  return { numPassedTests: 0, numFailedTests: 0, testResults: testResults.map((it) => ({ ...file, ...it })) };
}

function testThat(status: string, fullName: string, ...failureMessages: string[]) {
  return { status, fullName, failureMessages };
}

it("names each failed test with its file and message, and no other", () => {
  const assertionResults = [
    testThat("passed", "sends"),
    testThat(
      "failed",
      "sending twice keeps one",
      "AssertionError: expected 2 to be 1\n    at send.test.ts:3",
    ),
  ];
  expect(describeFailures(reportOf({ status: "failed", assertionResults }), ROOT)).toBe(
    [
      "FAILED  chat/send.test.ts: sending twice keeps one",
      "        AssertionError: expected 2 to be 1",
      "            at send.test.ts:3",
    ].join("\n"),
  );
});

it("names a file that could not be loaded, and one of which a hook failed", () => {
  const report = reportOf({ status: "failed", message: "Cannot find module" }, { status: "failed" });
  expect(describeFailures(report, ROOT)).toBe(
    [
      "FAILED  chat/send.test.ts",
      "        Cannot find module",
      "FAILED  chat/send.test.ts",
      "        a hook failed, see the log",
    ].join("\n"),
  );
});

it("shows the beginning of a long message, without colours", () => {
  const long = `\u001b[31mfirst\u001b[39m\n${"line\n".repeat(500)}`;
  const described = describeFailures(
    reportOf({ assertionResults: [testThat("failed", "is long", long)] }),
    ROOT,
  );
  expect(described).toMatch(/^FAILED {2}chat\/send\.test\.ts: is long\n {8}first\n {8}line\n/);
  expect(described.split("\n")).toHaveLength(9);
});

it("names a test that passed only when it was run again, and no other", () => {
  const assertionResults = [
    testThat("passed", "sends"),
    testThat("failed", "is seen", "Error: no"),
    testThat("passed", "is typed", "TimeoutError: 30 s"),
  ];
  expect(describeUnsteady(reportOf({ assertionResults }), ROOT)).toBe(
    ["UNSTEADY  chat/send.test.ts: is typed", "        TimeoutError: 30 s"].join("\n"),
  );
});

it("counts what is too much to list", () => {
  const assertionResults = Array.from({ length: 40 }, (_, number) => testThat("failed", `test ${number}`));
  expect(describeFailures(reportOf({ assertionResults }), ROOT)).toMatch(/test 29\nand 10 more$/);
});

it("takes a missing report for none", async () => {
  expect(await readReport("/nowhere/report.json")).toBeNull();
});
