import { spawn } from "node:child_process";
import { join } from "node:path";
import { addresses } from "../addresses.ts";
import { until } from "./people.ts";

const root = join(import.meta.dirname, "..", "..");
const PATIENCE_SECONDS = 60;

/** An example, running as its README says: `node <script> <arguments>` with some variables. */
export interface Example {
  readonly output: () => string;
  /** Settles when it has ended. */
  readonly ended: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** What an example inherits: the machine's variables, none that another example or a developer has set for it. */
function environmentWith(variables: Record<string, string>): NodeJS.ProcessEnv {
  const foreign = /^(LIVECHAT|AI|BOT|CRM)_/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), LIVECHAT_URL: addresses.api, ...variables };
}

export function startExample(
  script: string,
  { args = [], variables = {} }: { args?: string[]; variables?: Record<string, string> } = {},
): Example {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    env: environmentWith(variables),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stop = async (signal: NodeJS.Signals = "SIGTERM") => {
    child.kill(signal);
    await ended;
  };
  return { output: () => output, ended, stop };
}

/** What an example that comes to an end by itself has printed. @throws when it ends with an error */
export async function runExample(...[script, options]: Parameters<typeof startExample>): Promise<string> {
  const example = startExample(script, options);
  const code = await example.ended;
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${example.output()}`);
  return example.output().trim();
}

/** Waits until an example has printed this. @throws with what it printed when it ends before */
export async function untilPrinted(example: Example, text: string): Promise<void> {
  const ended = example.ended.then(() => {
    if (!example.output().includes(text)) throw new Error(`It ended:\n${example.output()}`);
  });
  const printed = until(
    async () => example.output(),
    (output) => output.includes(text),
    PATIENCE_SECONDS,
  );
  await Promise.race([printed, ended]);
}
