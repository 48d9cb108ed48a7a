/** `npm run teardown -- --project <id>`: see USAGE. */
import { parseArgs } from "node:util";
import { openProject } from "./project/open-project.ts";
import { findLeftovers, type Left, removeLeftovers } from "./run/run-teardown.ts";
import { steps } from "./steps/all.ts";
import { ask } from "./terminal/ask.ts";
import { runCommand } from "./terminal/run-command.ts";

const USAGE = `Says what livechat left in a project, and removes what it may: functions, queues, pages, alerts, the secret.
The database with the chats stays; it says how to remove it.

  npm run teardown -- --project <id> [--confirm <id>] [--json]

Removes nothing until the project's id is typed, or given as --confirm.`;

const options = {
  project: { type: "string" },
  confirm: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

function describe(left: readonly Left[]): string {
  return left.map(({ what, how, remove }) => `${remove ? "removes" : "stays  "}  ${what}: ${how}`).join("\n");
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const project = await openProject({ projectId: values.project });
  const left = await findLeftovers(steps, project);
  const say = values.json ? () => {} : console.log;
  say(left.length === 0 ? "Nothing of livechat is left." : describe(left));
  const question = `\nType ${project.id} to remove what is marked "removes"`;
  const typed =
    values.confirm ?? (left.some(({ remove }) => remove) ? await ask({ question, fallback: "" }) : "");
  const confirmed = typed === project.id;
  const failed = confirmed
    ? await removeLeftovers(left, (what, error) =>
        say(error === null ? `removed  ${what}` : `FAILED   ${what}: ${error}`),
      )
    : [];
  if (values.json) {
    const items = left.map(({ step, what, how, remove }) => ({
      step,
      what,
      how,
      removable: remove !== undefined,
    }));
    console.log(
      JSON.stringify(
        { project: project.id, removed: confirmed, left: items, failed: failed.length },
        null,
        2,
      ),
    );
  } else if (!confirmed && left.length > 0) say("Nothing was removed.");
  return failed.length === 0;
}

runCommand(main);
