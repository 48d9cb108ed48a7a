import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { DEMO_JWT_SECRET, MIN_SECRET_CHARS } from "../../functions/src/platform/config.ts";
import { orNull } from "../google/api-error.ts";
import type { Secret, SecretPayload } from "../google/google-types.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";
import { webApiKey } from "./project-steps.ts";

const SECRET = "JWT_SECRET";
const SECRET_BYTES = 48;

const configuration: Step = {
  id: "configuration",
  title: "The deployment's variables agree with the project",
  needs: ["web-app"],
  async check(project) {
    const { settings } = project;
    const key = await webApiKey(project);
    if (!existsSync(settings.file)) return bad(`${settings.name} is missing.`, setupCommand(project));
    if (settings.get("WEB_API_KEY") !== key) {
      return bad("WEB_API_KEY is not the key of the project's web app.", setupCommand(project));
    }
    if (settings.get("LIVECHAT_REGION") === "")
      return bad("LIVECHAT_REGION is not set.", setupCommand(project));
    return good(`region ${settings.region}, database ${settings.databaseId}`);
  },
  async apply(project) {
    const { settings } = project;
    await settings.set({
      LIVECHAT_REGION: settings.region,
      LIVECHAT_DATABASE: settings.databaseId,
      WEB_API_KEY: (await webApiKey(project)) ?? "",
    });
  },
};

const secretAddress = ({ id }: Project): string =>
  `secretmanager.googleapis.com/v1/projects/${id}/secrets/${SECRET}`;

async function readSecret(project: Project): Promise<string | null> {
  const address = `${secretAddress(project)}/versions/latest:access`;
  const version = await orNull(project.google.call<{ payload?: { data?: string } }>("GET", address));
  return version?.payload?.data === undefined ? null : Buffer.from(version.payload.data, "base64").toString();
}

function problemOf(secret: string | null): string | null {
  if (secret === null) return "There is none.";
  const keys = secret.split(",").map((key) => key.trim());
  if (keys.some((key) => key.length < MIN_SECRET_CHARS))
    return `A key has fewer than ${MIN_SECRET_CHARS} characters.`;
  return keys.includes(DEMO_JWT_SECRET) ? "It is the demo's." : null;
}

const secret: Step = {
  id: "secret",
  title: `The secret ${SECRET} signs agents' tokens`,
  needs: ["services"],
  async check(project) {
    const problem = problemOf(await readSecret(project));
    return problem === null ? good("there, and long enough") : bad(problem, setupCommand(project));
  },
  async apply(project) {
    const { google, id } = project;
    const body: Secret = { replication: { automatic: {} }, labels: { "firebase-managed": "functions" } };
    if ((await orNull(google.call("GET", secretAddress(project)))) === null) {
      await google.call(
        "POST",
        `secretmanager.googleapis.com/v1/projects/${id}/secrets?secretId=${SECRET}`,
        body,
      );
    }
    const key = randomBytes(SECRET_BYTES).toString("base64url");
    const version: SecretPayload = { payload: { data: Buffer.from(key).toString("base64") } };
    await google.call("POST", `${secretAddress(project)}:addVersion`, version);
  },
  async leftovers(project) {
    if ((await orNull(project.google.call("GET", secretAddress(project)))) === null) return [];
    const remove = async (): Promise<void> => {
      await project.google.call("DELETE", secretAddress(project));
    };
    return [{ what: `secret ${SECRET}`, remove, how: "every agent's token ends" }];
  },
};

export const settingsSteps: readonly Step[] = [configuration, secret];
