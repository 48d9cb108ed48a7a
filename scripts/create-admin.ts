/** `npm run create-admin -- --email <e-mail> --name <name> [--project <id>]`: see USAGE. */
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { type CreateAgent, createAgentBody } from "@livechat/contract";
import { parseConfig } from "../functions/src/platform/config.ts";
import { createContext } from "../functions/src/platform/context.ts";
import { silentLog } from "../functions/src/platform/log.ts";
import { createAgent } from "../functions/src/team/create-agent.ts";
import { findCredential, NOT_SIGNED_IN } from "./cloud/credential.ts";
import { Settings } from "./cloud/settings.ts";
import { askPassword } from "./create-admin/ask-password.ts";
import { checkEmulatorAnswers, findTarget, type Target } from "./create-admin/target.ts";

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

/** Lets Google's library find who is signed in. @throws a sentence that says what to do */
async function signIn(projectId: string): Promise<void> {
  if ((await findCredential(process.env)) === null) {
    throw new Error(`Nobody is signed in. Run this first: ${NOT_SIGNED_IN}`);
  }
  process.env.GOOGLE_CLOUD_QUOTA_PROJECT ??= projectId;
}

async function create(admin: CreateAgent, { projectId, emulator }: Target): Promise<string> {
  if (emulator) {
    process.env.FIRESTORE_EMULATOR_HOST = emulator;
    // No credentials are needed, so none are looked for.
    process.env.METADATA_SERVER_DETECTION = "none";
  } else await signIn(projectId);
  const config = parseConfig({
    LIVECHAT_DATABASE: (await Settings.read(process.cwd(), projectId)).databaseId,
    GCLOUD_PROJECT: projectId,
    // No token is made here, and no page is told a key.
    JWT_SECRET: randomBytes(32).toString("hex"),
    WEB_API_KEY: "unused",
    ...(emulator && { FIRESTORE_EMULATOR_HOST: emulator }),
    ...(process.env.BCRYPT_COST && { BCRYPT_COST: process.env.BCRYPT_COST }),
  });
  const ctx = createContext(config, silentLog);
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
