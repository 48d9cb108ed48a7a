/**
 * `npm run deploy -- --project <id> [--only <parts>]`: builds and deploys this checkout with the Firebase CLI, for the
 * region and the database that `functions/.env.<id>` names, without a question. For CI, and for upgrades.
 */
import { parseArgs } from "node:util";
import { deploy } from "./project/deploy-parts.ts";
import { openProject } from "./project/open-project.ts";
import { runCommand } from "./terminal/run-command.ts";

async function main(): Promise<boolean> {
  const options = {
    project: { type: "string" },
    only: { type: "string", default: "firestore,functions,hosting" },
  } as const;
  const { values } = parseArgs({ options });
  const project = await openProject({ projectId: values.project, progress: (line) => console.log(line) });
  if (project.settings.get("WEB_API_KEY") === "") {
    throw new Error(
      `${project.settings.name} has no WEB_API_KEY. Set the project up first: npm run setup -- --project ${project.id}`,
    );
  }
  // Indexes and rules first: queries fail until their indexes are there.
  const parts = values.only.split(",");
  if (parts.includes("firestore")) await deploy(project, "firestore");
  const others = parts.filter((part) => part !== "firestore");
  if (others.length > 0) await deploy(project, others.join(","));
  return true;
}

runCommand(main);
