import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Every core: Vitest leaves one idle, and many of these tests wait for a socket. */
const EVERY_CORE = "100%";
/**
 * What runs through a browser, a CLI and five processes depends on more than this project's code. In continuous
 * integration such a test has a second try, and `npm test` names each that needed it.
 */
const TRIES_AGAIN = process.env.CI ? 1 : 0;
/** What Playwright says to a question that was under way when its page closed, as at the end of a test that failed. */
const ASKED_A_CLOSED_PAGE = /Target page, context or browser has been closed|Response has been disposed/;
/** Tests of the backend: whatever they change outside their own company, they put back. */
const BACKEND = "functions/test/**/*.test.ts";
const never = ["**/node_modules/**", "**/lib/**", "**/dist/**", "**/.dev/**"];

/** Two at a time, each with a system of its own: what runs in a browser waits for most of its time. */
const BROWSERS = 2;
/**
 * Those that take minutes begin first, so that no worker is left alone with one of them at the end. Vitest knows only
 * how large a file is, until a run here has told it more.
 */
const LONGEST = [
  "tests/scenarios/routing-faults.test.ts",
  "tests/scenarios/routing-invariants.test.ts",
  "tests/rules/probing.test.ts",
  "tests/browser/console-accessibility.test.ts",
  "tests/browser/console-work.test.ts",
  "tests/browser/console.test.ts",
  "tests/browser/faults.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/**
 * A test's place says what it needs. Beside the file: nothing. In a package's `test/`, in `tests/rules`,
 * `tests/scenarios`, `tests/upgrade` or `tests/ops`: an embedded Firestore, which it starts itself. In `tests/end-to-end`
 * and `tests/browser`: the whole system, started once for all files of the one, and for each of two at a time of the
 * other. In `tests/deploy`: the npm registry.
 */
export default defineConfig({
  test: {
    // Not a measure of speed: a machine that does other work beside the tests is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    onUnhandledError: (error) => !ASKED_A_CLOSED_PAGE.test(error.message ?? ""),
    // What a test waits for may take longer than Vitest's one second on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          maxWorkers: EVERY_CORE,
          include: [
            "*/src/**/*.test.{ts,tsx}",
            "{scripts,local,ops,demo-data,simulator}/**/*.test.ts",
            "tests/run/**/*.test.ts",
          ],
          exclude: never,
        },
      },
      {
        extends: true,
        test: {
          name: "emulator",
          maxWorkers: EVERY_CORE,
          include: ["*/test/**/*.test.{ts,tsx}", "tests/{rules,scenarios,upgrade,ops}/**/*.test.ts"],
          exclude: [...never, BACKEND],
        },
      },
      {
        extends: true,
        test: {
          name: "backend",
          maxWorkers: EVERY_CORE,
          include: [BACKEND],
          exclude: never,
          // To load the backend and the Admin SDK takes longer than most of these files: a worker loads them once.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "end-to-end",
          include: ["tests/end-to-end/**/*.test.ts"],
          globalSetup: ["tests/start-system.ts"],
          exclude: never,
          fileParallelism: false,
          retry: TRIES_AGAIN,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/browser/unpack-chromium.ts", "tests/start-system.ts"],
          exclude: never,
          maxWorkers: BROWSERS,
          // Vitest wants it where the number of workers differs.
          sequence: { groupOrder: 1 },
          retry: TRIES_AGAIN,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: "deploy",
          include: ["tests/deploy/**/*.test.ts"],
          exclude: never,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
