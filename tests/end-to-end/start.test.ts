import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { HOST, PORT_NAMES } from "../../local/ports/ports.ts";
import { familyOf, stillRunning } from "../processes.ts";
import { until } from "./people.ts";

const root = join(import.meta.dirname, "..", "..");
const freePorts = PORT_NAMES.flatMap((name) => [`--port-${name}`, "0"]);

const START_SECONDS = 100;
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

interface Started {
  child: ChildProcess;
  printed(): string;
  ended: Promise<number | null>;
}

/** By npm, as people do it. */
function start(...args: string[]): Started {
  const child = spawn("npm", ["start", "--silent", "--", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, printed: () => text, ended };
}

/** Starts the system and waits until it runs; `family` are its processes, npm first. */
async function startWhole(): Promise<Started & { family: number[] }> {
  const system = start("--name", "tests-start", "--no-build", ...freePorts);
  await until(
    async () => system.printed(),
    (text) => text.includes("Ctrl-C ends everything"),
    START_SECONDS,
  );
  const family = familyOf(Number(system.child.pid));
  expect(family.length).toBeGreaterThan(3);
  return { ...system, family };
}

function nothingLeftOf(family: readonly number[]): Promise<unknown> {
  return until(
    async () => stillRunning(family),
    (left) => left.length === 0,
  );
}

it("runs until npm is interrupted and leaves no process behind", async () => {
  const { child, printed, ended, family } = await startWhole();
  expect(printed()).toContain("anna@livechat.test");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  await nothingLeftOf(family);
});

it("ends when the emulators die, and leaves no process behind", async () => {
  const { printed, ended, family } = await startWhole();
  const [, , guard] = family;
  process.kill(Number(guard), "SIGKILL");
  expect(await ended).toBe(1);
  expect(printed()).toContain("The emulators ended by themselves; ending the rest.");
  await nothingLeftOf(family);
});

it("says which port is taken, and ends", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { printed, ended } = start(...freePorts, "--port-auth", String(address.port));
  expect(await ended).toBe(1);
  expect(printed()).toMatch(new RegExp(`^Port ${address.port} \\(auth\\) is taken by node`, "m"));
  server.close();
});
