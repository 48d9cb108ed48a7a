import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthClient, GoogleAuth, UserRefreshClient } from "google-auth-library";

const require = createRequire(import.meta.url);
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

export const NOT_SIGNED_IN = "npx firebase login";

interface RefreshCredential {
  type: "authorized_user";
  client_id: string;
  client_secret: string;
  refresh_token: string;
}

/** The refresh token of the Firebase CLI: of its login, or of the variable that CI systems use. */
function cliRefreshToken(environment: NodeJS.ProcessEnv): string | null {
  if (environment.FIREBASE_TOKEN) return environment.FIREBASE_TOKEN;
  const { getGlobalDefaultAccount } = require("firebase-tools/lib/auth") as {
    getGlobalDefaultAccount(): { tokens?: { refresh_token?: string } } | undefined;
  };
  return getGlobalDefaultAccount()?.tokens?.refresh_token ?? null;
}

/** The CLI's login in the form of an application default credential. */
function cliCredential(environment: NodeJS.ProcessEnv): RefreshCredential | null {
  const refreshToken = cliRefreshToken(environment);
  if (refreshToken === null) return null;
  const { clientId, clientSecret } = require("firebase-tools/lib/api") as {
    clientId(): string;
    clientSecret(): string;
  };
  return {
    type: "authorized_user",
    client_id: clientId(),
    client_secret: clientSecret(),
    refresh_token: refreshToken,
  };
}

/** The address where tokens are renewed; the CLI's own variable moves it. */
function tokenUrl(environment: NodeJS.ProcessEnv): string {
  const origin =
    environment.FIREBASE_TOKEN_URL ?? environment.FIREBASE_GOOGLE_URL ?? "https://www.googleapis.com";
  return `${origin}/oauth2/v3/token`;
}

/**
 * Who calls Google: the account of GOOGLE_APPLICATION_CREDENTIALS (a service account in CI), or who is signed in to
 * the Firebase CLI. In the second case the variable is set for this process, so that Google's libraries find it too.
 * @returns null when nobody is signed in
 */
export async function findCredential(environment: NodeJS.ProcessEnv): Promise<AuthClient | null> {
  if (environment.GOOGLE_APPLICATION_CREDENTIALS) return new GoogleAuth({ scopes: SCOPE }).getClient();
  const credential = cliCredential(environment);
  if (credential === null) return null;
  const file = join(mkdtempSync(join(tmpdir(), "livechat-")), "credential.json");
  writeFileSync(file, JSON.stringify(credential), { mode: 0o600 });
  environment.GOOGLE_APPLICATION_CREDENTIALS = file;
  const endpoints = { oauth2TokenUrl: tokenUrl(environment) };
  const client = new UserRefreshClient({
    clientId: credential.client_id,
    clientSecret: credential.client_secret,
    refreshToken: credential.refresh_token,
    endpoints,
  });
  return client;
}
