/** `npm run simulate -- --help`: what each routing strategy would have done with these arrivals. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type RoutingStrategy, routingStrategy } from "@livechat/contract";
import { type Arrival, generateArrivals, InputError, parseArrivals } from "./arrivals.ts";
import { MEASURES, measure } from "./measures.ts";
import { plot } from "./plot.ts";
import { simulate } from "./simulation.ts";
import { formatTable } from "./table.ts";

const HELP = `Compares routing strategies on recorded or generated arrivals, by the code that routes for real.

  npm run simulate -- [options]

  --strategy NAME           round_robin, least_loaded, sticky or all (all)
  --arrivals FILE           CSV with the header arrived_at,visitor,handling_seconds;
                            arrived_at in seconds or like 2026-03-02T09:00:00Z
  --generate COUNT          without a file: so many arrivals at random (500)
  --per-hour COUNT          generated arrivals an hour (60)
  --handling-seconds MEAN   their mean handling time (600)
  --seed NUMBER             makes the same arrivals again (1)
  --agents COUNT            agents of the group (5)
  --slots COUNT             conversations that each may have at once (3)
  --plot FILE               where the picture goes (.artifacts/simulation.svg)
  --help
`;

const options = {
  strategy: { type: "string", default: "all" },
  arrivals: { type: "string" },
  generate: { type: "string", default: "500" },
  "per-hour": { type: "string", default: "60" },
  "handling-seconds": { type: "string", default: "600" },
  seed: { type: "string", default: "1" },
  agents: { type: "string", default: "5" },
  slots: { type: "string", default: "3" },
  plot: { type: "string", default: ".artifacts/simulation.svg" },
  help: { type: "boolean", default: false },
} as const;

const MAX_AGENTS = 1_000;
const MAX_SLOTS = 100;
const MAX_COUNT = 100_000;

function readOptions(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new InputError(`${message}. See --help.`);
  }
}
type Options = ReturnType<typeof readOptions>;

function count(name: keyof Options, given: Options, max: number): number {
  const value = Number(given[name]);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new InputError(`--${name} must be a whole number from 1 to ${max}, not "${given[name]}".`);
}

function strategiesOf(name: string): readonly RoutingStrategy[] {
  if (name === "all") return routingStrategy.options;
  const parsed = routingStrategy.safeParse(name);
  if (parsed.success) return [parsed.data];
  throw new InputError(`--strategy must be ${routingStrategy.options.join(", ")} or all, not "${name}".`);
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function writeFile(path: string, content: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}

function arrivalsOf(given: Options): Arrival[] {
  if (given.arrivals !== undefined) return parseArrivals(readFile(given.arrivals));
  return generateArrivals({
    count: count("generate", given, MAX_COUNT),
    perHour: count("per-hour", given, MAX_COUNT),
    handlingSeconds: count("handling-seconds", given, MAX_COUNT),
    seed: count("seed", given, Number.MAX_SAFE_INTEGER),
  });
}

function run(given: Options): void {
  const staff = { agents: count("agents", given, MAX_AGENTS), slots: count("slots", given, MAX_SLOTS) };
  const strategies = strategiesOf(given.strategy);
  const arrivals = arrivalsOf(given);
  const outcomes = strategies.map((strategy) => simulate(arrivals, strategy, staff));
  const title = `${arrivals.length} arrivals, ${staff.agents} agents of ${staff.slots} slots`;
  console.log(formatTable({ title, columns: MEASURES, rows: outcomes.map(measure) }));
  const path = resolve(given.plot);
  writeFile(path, plot(outcomes));
  console.log(`\nPlotted to ${path}`);
}

try {
  const given = readOptions(process.argv.slice(2));
  if (given.help) console.log(HELP);
  else run(given);
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
