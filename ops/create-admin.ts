/** `npm run create-admin -- --email <e-mail> --name <name> [--project <id>]`: see USAGE. */
import { parseArgs } from "node:util";
import { type CreateAgent, createAgentBody } from "@livechat/contract";
import { createAgent } from "../functions/src/team/create-agent.ts";
import { checkEmulatorAnswers, findTarget, type Target } from "./project/target.ts";
import { contextOfTarget } from "./project/target-context.ts";
import { askPassword } from "./terminal/ask-password.ts";
import { runCommand } from "./terminal/run-command.ts";

const USAGE = `Creates an admin, the first one or another one.

  npm run create-admin -- --email <e-mail> --name <name> [--project <id>]

The password is asked for, or taken from LIVECHAT_ADMIN_PASSWORD: 8 to 72 bytes.

Where: with --project, that project, as who is signed in to the Firebase CLI (npx firebase login), or as the account
of GOOGLE_APPLICATION_CREDENTIALS. Otherwise the project of .firebaserc. Projects whose id starts with
"demo-" are on the local emulator, at FIRESTORE_EMULATOR_HOST or 127.0.0.1:8080 (npm start).

An e-mail that an agent has already is refused.`;

async function readPassword(): Promise<string> {
  const given = process.env.LIVECHAT_ADMIN_PASSWORD;
  if (given !== undefined && given !== "") return given;
  const password = await askPassword("Password: ");
  if (process.stdin.isTTY && (await askPassword("Again: ")) !== password) {
    throw new Error("The two passwords differ.");
  }
  return password;
}

/** @throws a sentence that names what is wrong. */
function parseAdmin(input: Record<string, string>): CreateAgent {
  const parsed = createAgentBody.safeParse({ ...input, role: "admin" });
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}

async function create(admin: CreateAgent, target: Target): Promise<string> {
  const ctx = await contextOfTarget(target);
  const { id } = await createAgent(admin, ctx);
  await ctx.db.terminate();
  return id;
}

async function main(): Promise<void> {
  const options = {
    email: { type: "string" },
    name: { type: "string" },
    project: { type: "string" },
  } as const;
  const { values } = parseArgs({ options: { ...options, help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(USAGE);
  if (!values.email || !values.name) throw new Error("Say who: --email <e-mail> --name <name>. See --help.");
  const target = findTarget(values.project, process.env);
  const { email, name } = values;
  // Before anybody types a password in vain.
  parseAdmin({ email, name, password: "a valid password" });
  if (target.emulator) await checkEmulatorAnswers(target.emulator);
  const admin = parseAdmin({ email, name, password: await readPassword() });
  const id = await create(admin, target);
  const place = target.emulator ? `the emulator at ${target.emulator}` : target.projectId;
  console.log(`Created the admin ${admin.email} (${id}) in ${place}.`);
}

runCommand(main);
