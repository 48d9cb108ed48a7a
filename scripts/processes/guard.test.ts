import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { stillRunning } from "../../tests/processes.ts";

/** Starts a child of its own, prints both process ids, and does not end by itself nor when asked to. */
const STUBBORN = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  process.on("SIGTERM", () => {});
  console.log(JSON.stringify([process.pid, child.pid]));
  setInterval(() => {}, 1000);
`;
/** Starts a child of its own and ends before it. */
const LEAVING = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  console.log(JSON.stringify([process.pid, child.pid]));
  process.exit();
`;
let guard: ChildProcess;

afterEach(() => guard.kill("SIGKILL"));

async function runGuarded(program: string): Promise<unknown> {
  const file = join(import.meta.dirname, "guard.mjs");
  guard = spawn(process.execPath, [file, process.execPath, "-e", program], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [printed] = guard.stdout ? await once(guard.stdout, "data") : [""];
  return JSON.parse(String(printed));
}

it("ends the command and all below it when its starter is gone", async () => {
  const pids = (await runGuarded(STUBBORN)) as number[];
  expect(stillRunning(pids)).toEqual(pids);
  guard.stdin?.end();
  await once(guard, "exit");
  await expect.poll(() => stillRunning(pids)).toEqual([]);
});

it("ends with the command, and as it did", async () => {
  expect(await runGuarded("console.log(1); process.exitCode = 7")).toBe(1);
  if (guard.exitCode === null && guard.signalCode === null) await once(guard, "exit");
  expect(guard.exitCode).toBe(7);
});

it("ends what the command has left behind", async () => {
  const pids = (await runGuarded(LEAVING)) as number[];
  if (guard.exitCode === null && guard.signalCode === null) await once(guard, "exit");
  await expect.poll(() => stillRunning(pids)).toEqual([]);
});
