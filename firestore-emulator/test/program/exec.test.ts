import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { afterEach, expect, it } from "vitest";
import { PROGRAM } from "./running-program.ts";

let children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
});

/** Runs `firestore-emulator exec` in a process of its own. */
function exec(...args: string[]) {
  const child = spawn(process.execPath, [PROGRAM, "exec", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  const output = { out: "", error: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.error += chunk;
  });
  const ended = once(child, "close").then(([code]) => ({ code: Number(code), ...output }));
  return { child, output, ended };
}

const node = (script: string): string[] => ["--", process.execPath, "-e", script];

it("starts the emulator, sets the variable, and ends with the command's status", async () => {
  const script = `fetch("http://" + process.env.FIRESTORE_EMULATOR_HOST).then(async (response) => {
    console.log(await response.text());
    process.exit(7);
  });`;
  const { code, out, error } = await exec(...node(script)).ended;
  expect({ code, out: out.trim() }).toEqual({ code: 7, out: "Ok" });
  expect(error).toMatch(/Firestore listens on 127\.0\.0\.1:\d+\.\n/);
});

it("ends as shells do where there is no such command, or none at all", async () => {
  const missing = await exec("--", "no-such-command").ended;
  expect(missing).toMatchObject({
    code: 127,
    error: expect.stringContaining("Cannot run no-such-command: there is no such command."),
  });
  const none = await exec("--port", "0").ended;
  expect(none).toMatchObject({
    code: 1,
    error: "exec needs a command: firestore-emulator exec -- <command>.\n",
  });
});

it("hands a signal on, and ends when the command does", async () => {
  const script = `process.on("SIGTERM", () => process.exit(3)); setInterval(() => {}, 1000); console.log("ready");`;
  const { child, output, ended } = exec(...node(script));
  await expect.poll(() => output.out).toContain("ready");
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 3, error: expect.stringContaining("Stopped.") });
});

it("tells that a signal killed the command", async () => {
  const { ended } = exec(...node('process.kill(process.pid, "SIGKILL")'));
  expect(await ended).toMatchObject({ code: 128 + constants.signals.SIGKILL });
});

it("stands in for Java, for what looks for Google's emulator", async () => {
  const script = `
    const { execFileSync, spawn } = require("node:child_process");
    console.log(execFileSync("java", ["-version"], { stdio: "pipe", encoding: "utf8" }));
    const jar = process.env.FIRESTORE_EMULATOR_BINARY_PATH;
    const emulator = spawn("java", ["-jar", jar, "--port", "0", "--project_id", "demo-x"], { stdio: "pipe" });
    emulator.stdout.on("data", (data) => {
      process.stdout.write(data);
      if (String(data).includes("listens")) emulator.kill("SIGINT");
    });
    emulator.on("exit", (code) => process.exit(code));`;
  const { code, out } = await exec(...node(script)).ended;
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/Firestore listens on [\s\S]*Stopped\./),
  });
});
