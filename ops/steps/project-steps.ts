import { APIS } from "../../functions/src/platform/requirements.ts";
import { orNull } from "../google/api-error.ts";
import type { BillingInfo, EnableServices, WebApp, WebAppConfig } from "../google/google-types.ts";
import type { Project } from "../project/project.ts";
import { bad, good, type Step, setupCommand } from "../run/step.ts";

const WEB_APP_NAME = "livechat";

/** What the Firebase CLI and setup itself call, besides what the functions call. Together it spares waits of 10 s each. */
const APIS_OF_DEPLOYMENT = [
  "artifactregistry",
  "billingbudgets",
  "cloudbilling",
  "cloudbuild",
  "cloudfunctions",
  "cloudresourcemanager",
  "eventarc",
  "firebase",
  "firebaseextensions",
  "firebasehosting",
  "firebaserules",
  "iam",
  "logging",
  "monitoring",
  "pubsub",
  "run",
  "storage",
].map((name) => `${name}.googleapis.com`);
/** Of Google: more are refused in one call. */
const MAX_APIS_PER_CALL = 20;

const project: Step = {
  id: "project",
  title: "The project is a Firebase project",
  needs: [],
  async check(project) {
    const found = await orNull(project.firebase());
    if (found) return good(`${project.id}, number ${found.projectNumber}`);
    const cure = `npx firebase projects:create ${project.id}, or projects:addfirebase for one of Google Cloud`;
    return bad(`There is no Firebase project ${project.id}, or this account may not see it.`, cure);
  },
};

export const CONSOLE = "https://console.firebase.google.com/project";

const billing: Step = {
  id: "billing",
  title: "Billing is on (Blaze plan)",
  needs: ["project"],
  async check({ google, id }) {
    const address = `cloudbilling.googleapis.com/v1/projects/${id}/billingInfo`;
    const { billingEnabled, billingAccountName } = await google.call<BillingInfo>("GET", address);
    if (billingEnabled) return good(billingAccountName ?? "on");
    return bad(
      "The project has no billing account.",
      `Choose the Blaze plan: ${CONSOLE}/${id}/usage/details`,
    );
  },
};

const WANTED_APIS = [...new Set([...APIS.map(({ api }) => api), ...APIS_OF_DEPLOYMENT])].sort();

async function missingApis({ google, id }: Project): Promise<string[]> {
  const enabled = new Set<string>();
  for (let pageToken = ""; ; ) {
    const query = `filter=state:ENABLED&pageSize=200${pageToken && `&pageToken=${pageToken}`}`;
    const page = await google.call<{ services?: { config?: { name?: string } }[]; nextPageToken?: string }>(
      "GET",
      `serviceusage.googleapis.com/v1/projects/${id}/services?${query}`,
    );
    for (const { config } of page.services ?? []) if (config?.name) enabled.add(config.name);
    if (!page.nextPageToken) break;
    pageToken = page.nextPageToken;
  }
  return WANTED_APIS.filter((api) => !enabled.has(api));
}

const services: Step = {
  id: "services",
  title: "The APIs are switched on",
  needs: ["project", "billing"],
  patienceSeconds: 120,
  async check(project) {
    const missing = await missingApis(project);
    if (missing.length === 0) return good(`${WANTED_APIS.length} APIs`);
    return bad(`Off: ${missing.join(", ")}`, setupCommand(project));
  },
  async apply(project) {
    const missing = await missingApis(project);
    for (let start = 0; start < missing.length; start += MAX_APIS_PER_CALL) {
      const body: EnableServices = { serviceIds: missing.slice(start, start + MAX_APIS_PER_CALL) };
      const address = `serviceusage.googleapis.com/v1/projects/${project.id}/services:batchEnable`;
      await project.google.call("POST", address, body);
    }
  },
};

const signIn: Step = {
  id: "sign-in",
  title: "Authentication is switched on",
  needs: ["services"],
  async check({ google, id }) {
    const address = `identitytoolkit.googleapis.com/admin/v2/projects/${id}/config`;
    if (await orNull(google.call("GET", address))) return good("on, no provider is needed");
    const place = `${CONSOLE}/${id}/authentication`;
    return bad(
      "Nobody has switched it on.",
      `Press "Get started" once at ${place}, or set up with --identity-platform`,
    );
  },
  isForPerson: ({ wishes }) => !wishes.identityPlatform,
  async apply({ google, id }) {
    const address = `identitytoolkit.googleapis.com/v2/projects/${id}/identityPlatform:initializeAuth`;
    await google.call("POST", address, {});
  },
};

async function findWebApp({ google, id }: Project): Promise<WebApp | null> {
  const address = `firebase.googleapis.com/v1beta1/projects/${id}/webApps`;
  const { apps = [] } = await google.call<{ apps?: WebApp[] }>("GET", address);
  return apps.find(({ displayName }) => displayName === WEB_APP_NAME) ?? apps[0] ?? null;
}

/** The web app's public key, or null while there is no app. */
export async function webApiKey(project: Project): Promise<string | null> {
  const app = await findWebApp(project);
  if (!app?.appId) return null;
  const address = `firebase.googleapis.com/v1beta1/projects/${project.id}/webApps/${app.appId}/config`;
  return (await project.google.call<WebAppConfig>("GET", address)).apiKey ?? null;
}

const webApp: Step = {
  id: "web-app",
  title: "There is a web app with a key",
  needs: ["services"],
  patienceSeconds: 60,
  async check(project) {
    const key = await webApiKey(project);
    return key ? good(key) : bad("The project has no web app.", setupCommand(project));
  },
  async apply({ google, id }) {
    const body: WebApp = { displayName: WEB_APP_NAME };
    await google.call("POST", `firebase.googleapis.com/v1beta1/projects/${id}/webApps`, body);
  },
  async leftovers(project) {
    const app = await findWebApp(project);
    if (!app?.appId || app.displayName !== WEB_APP_NAME) return [];
    const address = `firebase.googleapis.com/v1beta1/projects/${project.id}/webApps/${app.appId}:remove`;
    const remove = async (): Promise<void> => {
      await project.google.call("POST", address, { immediate: true });
    };
    return [{ what: `web app ${app.appId}`, remove, how: "removed at once" }];
  },
};

export const projectSteps: readonly Step[] = [project, billing, services, signIn, webApp];
