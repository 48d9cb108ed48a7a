import { parseArgs } from "node:util";
import { watchForInterruption } from "../scripts/processes/interruption.ts";
import { DEFAULT_PORTS, PORT_NAMES, type Ports, portOption, portVariable } from "./ports/ports.ts";
import { summary } from "./summary.ts";
import { type SystemOptions, startSystem } from "./system.ts";

const HELP = `npm start -- [options]: runs the whole system on this machine.

  --port-<name> <port>  another port; 0 takes any free one. Also as a variable LIVECHAT_PORT_<NAME>.
                        ${PORT_NAMES.map((name) => `${name} ${DEFAULT_PORTS[name]}`).join(", ")}
  --import <folder>     start from this export instead of emulator-data
  --empty               start without data
  --sweep <seconds>     pause between two runs of the scheduled sweep, 3 by default
  --no-build            use what was built before
  --name <folder>       where in .dev/ configuration and logs go, "main" by default
  --google              use Google's Firestore emulator, which needs Java 21 (npm run start:google)
  --help                this text`;

/** `npm start`: runs the system until Ctrl-C. */
export async function main(args: string[]): Promise<void> {
  const asked = parseOptions(args);
  if (asked === "help") return console.log(HELP);
  const started = Date.now();
  const interrupt = watchForInterruption();
  const system = await startSystem({
    ...asked,
    signal: interrupt.signal,
    onProgress: (line) => console.log(`${seconds(started)}  ${line}`),
    onError: (line) => console.error(line),
  });
  console.log(`${seconds(started)}  Everything answers\n\n${summary(system, asked)}`);
  const ended = await Promise.race([interrupt.happened, system.ended.then(() => null)]);
  console.log(
    ended === null ? "The emulators ended by themselves; ending the rest." : "\nEnding everything.",
  );
  await system.stop();
  process.exit(ended === null ? 1 : 0);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s`;
}

function parseOptions(args: string[]): SystemOptions | "help" {
  const portOptions = Object.fromEntries(
    PORT_NAMES.map((name) => [portOption(name).slice(2), { type: "string" as const }]),
  );
  const { values } = parseArgs({
    args,
    options: {
      ...portOptions,
      import: { type: "string" },
      empty: { type: "boolean", default: false },
      sweep: { type: "string" },
      "no-build": { type: "boolean", default: false },
      name: { type: "string", default: "main" },
      google: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  if (!/^[\w-]+$/.test(values.name)) {
    throw new Error(`--name must be letters, digits, - and _, not "${values.name}".`);
  }
  return {
    ports: chosenPorts(values),
    build: !values["no-build"],
    name: values.name,
    firestore: values.google ? "google" : "embedded",
    ...(values.empty ? { importFrom: null } : {}),
    ...(typeof values.import === "string" ? { importFrom: values.import } : {}),
    ...(values.sweep === undefined ? {} : { sweepSeconds: parseSeconds(values.sweep) }),
  };
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (seconds > 0) return seconds;
  throw new Error(`--sweep must be a number of seconds above 0, not "${text}".`);
}

function chosenPorts(options: Readonly<Record<string, unknown>>): Partial<Ports> {
  const ports: Partial<Ports> = {};
  for (const name of PORT_NAMES) {
    const text = options[portOption(name).slice(2)] ?? process.env[portVariable(name)];
    if (text === undefined) continue;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 0 || port > 65_535 || text === "") {
      throw new Error(`${portOption(name)} must be a port number from 0 to 65535, not "${text}".`);
    }
    ports[name] = port;
  }
  return ports;
}
