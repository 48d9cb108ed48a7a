import { randomBytes } from "node:crypto";
import { createAgentBody } from "@livechat/contract";
import { DEFAULT_REGION } from "../../functions/src/platform/deployment.ts";
import { ask } from "../terminal/ask.ts";
import type { Wishes } from "./project.ts";
import type { Settings } from "./settings.ts";

const GENERATED_PASSWORD_BYTES = 12;

/** The options of `npm run setup`, as they were typed. */
export interface SetupArguments {
  readonly region?: string | undefined;
  readonly database?: string | undefined;
  readonly "database-location"?: string | undefined;
  readonly site?: string | undefined;
  readonly admin?: string | undefined;
  readonly "admin-name"?: string | undefined;
  readonly "alerts-to"?: string | undefined;
  readonly budget?: string | undefined;
  readonly "identity-platform"?: boolean | undefined;
}

/** @throws a sentence when it is no origin of a page */
export function parseSite(text: string): string {
  const hasProtocol = /^https?:\/\//.test(text);
  const address = hasProtocol ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/\.|^localhost$/.test(url.hostname))
    throw new Error(`--site: "${text}" is no web site.`);
  return url.origin;
}

function parseBudget(text: string | undefined): number {
  const amount = Number(text ?? 20);
  if (Number.isInteger(amount) && amount > 0) return amount;
  throw new Error("--budget is a whole number of the billing account's currency.");
}

function parseAdmin(email: string, name: string, password: string): NonNullable<Wishes["admin"]> {
  const parsed = createAgentBody.safeParse({ email, name, password, role: "admin" });
  if (parsed.success) return { email, name, password };
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"));
}

/**
 * What setup needs to know: from the options, else from the project's variables, else asked. `--yes` and a missing
 * terminal ask nothing and take the defaults.
 */
export async function readWishes(
  args: SetupArguments,
  settings: Settings,
  asks: boolean,
): Promise<{ wishes: Wishes; variables: Record<string, string>; generatedPassword: string | null }> {
  const answer = (question: string, fallback: string) =>
    asks ? ask({ question, fallback }) : Promise.resolve(fallback);
  const known = settings.get("LIVECHAT_REGION");
  const region =
    args.region ?? (known || (await answer("Region of functions and database, for ever", DEFAULT_REGION)));
  const site = args.site ?? (known === "" ? await answer("Web site with the widget (empty: later)", "") : "");
  const email = args.admin ?? "";
  const generatedPassword = process.env.LIVECHAT_ADMIN_PASSWORD
    ? null
    : randomBytes(GENERATED_PASSWORD_BYTES).toString("base64url");
  const password = process.env.LIVECHAT_ADMIN_PASSWORD ?? generatedPassword ?? "";
  const name = args["admin-name"] ?? email.split("@", 1)[0] ?? "";
  const wishes: Wishes = {
    site: site === "" ? null : parseSite(site),
    databaseLocation: args["database-location"] ?? null,
    admin: email === "" ? null : parseAdmin(email, name, password),
    alertsTo: args["alerts-to"] ?? (email || null),
    budget: parseBudget(args.budget),
    identityPlatform: args["identity-platform"] ?? false,
  };
  const variables = { LIVECHAT_REGION: region, ...(args.database && { LIVECHAT_DATABASE: args.database }) };
  return { wishes, variables, generatedPassword };
}
