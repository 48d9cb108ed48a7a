/** `npm run setup -- --project <id>`: see USAGE. */
import { parseArgs } from "node:util";
import { NO_WISHES, openProject } from "./project/open-project.ts";
import { Project } from "./project/project.ts";
import { readWishes } from "./project/setup-wishes.ts";
import type { Outcome } from "./run/outcome.ts";
import { describeOutcome, isGood, summarize, tellOutcomes } from "./run/print.ts";
import { runSetup } from "./run/run-setup.ts";
import type { Step } from "./run/step.ts";
import { steps } from "./steps/all.ts";
import { ask } from "./terminal/ask.ts";
import { runCommand } from "./terminal/run-command.ts";

const USAGE = `Brings a Firebase project to a working chat, and to what this checkout holds. Safe to run again.

  npm run setup -- --project <id> --region <region> --site <https://www.example.com> --admin <e-mail>

  --region <region>             of the functions and the database; it cannot be changed later
  --site <origin>               a web site that may embed the widget
  --admin <e-mail>              the first admin, when there is none; the password is shown once at the end,
                                or is the one in LIVECHAT_ADMIN_PASSWORD
  --admin-name <name>           the part of the e-mail before @ unless given
  --alerts-to <e-mail>          who is told when something is wrong; the admin unless given
  --budget <amount>             a month's costs that are worth an e-mail, 20 unless given
  --database <id>               another database than the default one, after a restore for example
  --database-location <place>   where a new database is, the region unless given: nam5, eur3 ...
  --identity-platform           switch sign-in on through Identity Platform, which is priced by active users
  --only <step,...>             these steps alone, by their names in --json
  --dry-run                     show what would be done
  --yes                         ask nothing
  --json                        one JSON object at the end instead of lines

First sign in (npx firebase login) and give the project a billing account.`;

const options = {
  project: { type: "string" },
  region: { type: "string" },
  site: { type: "string" },
  admin: { type: "string" },
  "admin-name": { type: "string" },
  "alerts-to": { type: "string" },
  budget: { type: "string" },
  database: { type: "string" },
  "database-location": { type: "string" },
  "identity-platform": { type: "boolean" },
  only: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h" },
} as const;

const isLong = process.stderr.isTTY;

/** What goes on inside a step: one line that the next one replaces, at a terminal alone. */
function showProgress(line: string): void {
  if (isLong) process.stderr.write(`\r\x1b[K        ${line.slice(0, (process.stderr.columns ?? 80) - 10)}`);
}

function clearProgress(): void {
  if (isLong) process.stderr.write("\r\x1b[K");
}

/** The admin's password is told only by the run that made the admin, and never logged. */
function ending(outcomes: readonly Outcome[], project: Project, password: string | null): string[] {
  const madeAdmin = outcomes.some(({ id, result }) => id === "admin" && result === "done");
  const lines = [summarize(outcomes)];
  if (madeAdmin && password !== null) lines.push(`Password of ${project.wishes.admin?.email}: ${password}`);
  if (!isGood(outcomes) || outcomes.some(({ result }) => result === "would")) return lines;
  const pages = `https://${project.id}.web.app`;
  return [...lines, `Console  ${pages}/console`, `Widget   <script src="${pages}/widget.js" async></script>`];
}

/** @throws when a name is none of a step */
function chosenSteps(only: string | undefined): readonly Step[] {
  const names = only?.split(",");
  const unknown = names?.find((name) => steps.every(({ id }) => id !== name));
  if (unknown !== undefined) throw new Error(`--only: there is no step "${unknown}".`);
  return steps.filter(({ id }) => names?.includes(id) ?? true);
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return true;
  }
  const { json, yes, "dry-run": dryRun } = values;
  const opened = await openProject({ projectId: values.project, progress: json ? () => {} : showProgress });
  const asks = !yes && !json && process.stdin.isTTY === true;
  const { wishes, variables, generatedPassword } = await readWishes(values, opened.settings, asks);
  const project = new Project({ ...opened, wishes: { ...NO_WISHES, ...wishes } });
  if (!dryRun) await project.settings.set(variables);
  if (asks && !dryRun) {
    const answer = await ask({
      question: `Set up ${project.id} in ${project.region}? (yes/no)`,
      fallback: "yes",
    });
    if (!/^y/i.test(answer)) return false;
  }
  const outcomes = await runSetup(chosenSteps(values.only), project, {
    dryRun,
    report: (one) => {
      clearProgress();
      if (!json) console.log(describeOutcome(one));
    },
    begin: (step) => showProgress(`${step.title} ...`),
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
  });
  tellOutcomes(project.id, outcomes, { json, lines: ending(outcomes, project, generatedPassword) });
  return isGood(outcomes);
}

runCommand(main);
