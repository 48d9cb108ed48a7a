/**
 * `npm run bench -- <name> [arguments]`: runs one benchmark, prints its tables and writes them to
 * `.artifacts/bench/<name>.json`. A benchmark is a module that is a `Benchmark`.
 */
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { formatTable } from "../../simulator/table.ts";
import type { Benchmark } from "./benchmark.ts";

const BENCHMARKS: Readonly<Record<string, string>> = {
  firestore: "firestore-emulator/bench/index.ts",
  api: "functions/bench/api.ts",
  "round-trips": "functions/bench/round-trips.ts",
  routing: "functions/bench/routing.ts",
  "wrong-logins": "functions/bench/wrong-logins.ts",
  files: "functions/bench/files.ts",
  webhooks: "functions/bench/webhooks.ts",
  reports: "functions/bench/reports.ts",
  counted: "functions/bench/counted.ts",
  realtime: "tests/bench/realtime.ts",
  "blocked-firestore": "tests/bench/blocked-firestore.ts",
  widget: "tests/bench/widget.ts",
  console: "tests/bench/console.ts",
};

const root = join(import.meta.dirname, "..", "..");

async function load(name: string | undefined): Promise<Benchmark> {
  const present = Object.entries(BENCHMARKS).filter(([, path]) => existsSync(join(root, path)));
  const path = present.find(([known]) => known === name)?.[1];
  if (path === undefined) {
    const names = present.map(([known]) => known).join(", ");
    throw new Error(`Name one benchmark: npm run bench -- <name>. There are: ${names || "none"}.`);
  }
  return (await import(pathToFileURL(join(root, path)).href)) as Benchmark;
}

async function main([name, ...args]: string[]): Promise<void> {
  const benchmark = await load(name);
  const result = await benchmark.run(args);
  for (const table of result.tables) console.log(`\n${formatTable(table)}`);
  const folder = join(root, ".artifacts", "bench");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${result.name}.json`);
  const machine = { node: process.version, platform: process.platform, measuredAt: new Date().toISOString() };
  await writeFile(file, `${JSON.stringify({ ...result, ...machine }, null, 2)}\n`);
  console.log(`\nWritten to ${file}`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
