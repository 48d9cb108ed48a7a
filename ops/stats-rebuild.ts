/** `npm run stats:rebuild -- --from <day> --to <day> [--project <id>]`: see USAGE. */
import { parseArgs } from "node:util";
import { rebuildRollups } from "../functions/src/features/reports/rebuild.ts";
import { checkEmulatorAnswers, findTarget } from "./project/target.ts";
import { contextOfTarget } from "./project/target-context.ts";
import { runCommand } from "./terminal/run-command.ts";

const USAGE = `Makes the sums of which reports are made anew from the facts, while chats go on.

  npm run stats:rebuild -- --from <yyyy-mm-dd> --to <yyyy-mm-dd> [--project <id>]

Days are UTC days, both included. It may be broken off and repeated. Where: as npm run create-admin has it.`;

const DAY = /^\d{4}-\d\d-\d\d$/;

function parseDay(name: string, text: string | undefined): string {
  if (text !== undefined && DAY.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new Error(`Say --${name} as a day such as 2026-03-31. See --help.`);
}

async function main(): Promise<void> {
  const options = { from: { type: "string" }, to: { type: "string" }, project: { type: "string" } } as const;
  const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(USAGE);
  const range = { from: parseDay("from", values.from), to: parseDay("to", values.to) };
  const target = findTarget(values.project, process.env);
  if (target.emulator) await checkEmulatorAnswers(target.emulator);
  const ctx = await contextOfTarget(target);
  const startedAt = Date.now();
  const days = await rebuildRollups(range, ctx);
  await ctx.db.terminate();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`Made ${days} days anew, from ${range.from} to ${range.to}, in ${seconds} s.`);
}

runCommand(main);
