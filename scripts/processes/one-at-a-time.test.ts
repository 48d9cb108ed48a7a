import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.mjs";

/** Above what Linux and macOS give out. */
const NO_PROCESS = 2 ** 30;
let folder = "";
let file = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "one-at-a-time-"));
  file = join(folder, ".dev", "working");
});
afterEach(() => rm(folder, { recursive: true }));

it("has the second wait until the first is done", async () => {
  const told: string[] = [];
  let finish = (): void => {};
  const first = oneAtATime(
    file,
    () => new Promise<void>((resolve) => (finish = resolve)).then(() => void told.push("first")),
    () => told.push("the first waits"),
  );
  const second = oneAtATime(
    file,
    async () => void told.push("second"),
    () => told.push("the second waits"),
  );
  finish();
  await Promise.all([first, second]);
  expect(told).toEqual(["the second waits", "first", "second"]);
  expect(existsSync(file)).toBe(false);
});

it("goes on after one that failed", async () => {
  const failing = oneAtATime(
    file,
    () => Promise.reject(new Error("no disk")),
    () => {},
  );
  await expect(failing).rejects.toThrow("no disk");
  expect(
    await oneAtATime(
      file,
      async () => "done",
      () => {},
    ),
  ).toBe("done");
});

it("does not wait for a process that is gone", async () => {
  await mkdir(dirname(file));
  await writeFile(file, String(NO_PROCESS));
  expect(
    await oneAtATime(
      file,
      async () => "done",
      () => {},
    ),
  ).toBe("done");
});
