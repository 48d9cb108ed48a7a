/** `npm run doctor -- --project <id> [--json]`: checks a deployment and changes nothing. */
import { parseArgs } from "node:util";
import { openProject } from "./project/open-project.ts";
import { describeOutcome, isGood, summarize, tellOutcomes } from "./run/print.ts";
import { runDoctor } from "./run/run-doctor.ts";
import { steps } from "./steps/all.ts";
import { runCommand } from "./terminal/run-command.ts";

const USAGE = `Checks a deployment and says what cures what it finds. Changes nothing. Ends with 1 if something is wrong.

  npm run doctor -- --project <id> [--json]`;

async function main(): Promise<boolean> {
  const options = {
    project: { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const project = await openProject({ projectId: values.project });
  const outcomes = await runDoctor(steps, project, (one) => {
    if (!values.json) console.log(describeOutcome(one));
  });
  tellOutcomes(project.id, outcomes, { json: values.json, lines: [summarize(outcomes)] });
  return isGood(outcomes);
}

runCommand(main);
