import type { AuthClient } from "google-auth-library";
import { ApiError } from "./api-error.ts";

/** The Firebase CLI's variables that move an API elsewhere: a test's fake, or a company's own gateway. */
const ORIGIN_VARIABLES: Readonly<Record<string, string>> = {
  "artifactregistry.googleapis.com": "ARTIFACT_REGISTRY_DOMAIN",
  "billingbudgets.googleapis.com": "LIVECHAT_BILLING_BUDGETS_URL",
  "cloudbilling.googleapis.com": "FIREBASE_CLOUDBILLING_URL",
  "cloudfunctions.googleapis.com": "FIREBASE_FUNCTIONS_V2_URL",
  "cloudresourcemanager.googleapis.com": "FIREBASE_RESOURCEMANAGER_URL",
  "cloudscheduler.googleapis.com": "FIREBASE_CLOUDSCHEDULER_URL",
  "cloudtasks.googleapis.com": "FIREBASE_CLOUD_TAKS_URL",
  "firebase.googleapis.com": "FIREBASE_API_URL",
  "firebasehosting.googleapis.com": "FIREBASE_HOSTING_API_URL",
  "firebaserules.googleapis.com": "FIREBASE_RULES_URL",
  "firestore.googleapis.com": "FIRESTORE_URL",
  "iam.googleapis.com": "FIREBASE_IAM_URL",
  "identitytoolkit.googleapis.com": "FIREBASE_IDENTITY_URL",
  "logging.googleapis.com": "FIREBASE_CLOUDLOGGING_URL",
  "monitoring.googleapis.com": "CLOUD_MONITORING_URL",
  "secretmanager.googleapis.com": "CLOUD_SECRET_MANAGER_URL",
  "serviceusage.googleapis.com": "FIREBASE_SERVICE_USAGE_URL",
  "storage.googleapis.com": "FIREBASE_STORAGE_URL",
};

/** These know the project by the path and are asked before the project may be billed for calls. */
const WITHOUT_QUOTA_PROJECT = [
  "cloudbilling.googleapis.com",
  "cloudresourcemanager.googleapis.com",
  "firebase.googleapis.com",
  "serviceusage.googleapis.com",
];

const MAX_ATTEMPTS = 4;
const FIRST_PAUSE_MILLIS = 500;
const TIMEOUT_MILLIS = 60_000;
/** Busy, or an API that was switched on a moment ago. */
const WORTH_ANOTHER_TRY = [429, 500, 502, 503, 504];

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface GoogleApi {
  /**
   * Calls `https://<host>/<path>` and answers its JSON.
   * @throws ApiError with Google's own sentence
   */
  call<T>(method: Method, address: string, body?: object): Promise<T>;
}

export interface GoogleApiOptions {
  readonly client: AuthClient;
  readonly projectId: string;
  readonly environment: NodeJS.ProcessEnv;
  wait(millis: number): Promise<void>;
}

interface Response {
  status: number;
  data: unknown;
}

function sentenceOf({ status, data }: Response): string {
  const message = (data as { error?: { message?: unknown } } | null)?.error?.message;
  return typeof message === "string" ? message : `Google answered ${status}.`;
}

/** A Google that is called as whoever `client` stands for. */
export function createGoogleApi({ client, projectId, environment, wait }: GoogleApiOptions): GoogleApi {
  const send = async (method: Method, address: string, body: object | undefined): Promise<Response> => {
    const host = address.split("/", 1)[0] ?? "";
    const origin = environment[ORIGIN_VARIABLES[host] ?? ""] ?? `https://${host}`;
    const headers = WITHOUT_QUOTA_PROJECT.includes(host) ? {} : { "x-goog-user-project": projectId };
    const url = `${origin}${address.slice(host.length)}`;
    try {
      return await client.request<unknown>({
        url,
        method,
        headers,
        timeout: TIMEOUT_MILLIS,
        validateStatus: () => true,
        ...(body !== undefined && { data: body }),
      });
    } catch (error) {
      throw new ApiError(0, `${host} cannot be reached: ${error instanceof Error ? error.message : error}`);
    }
  };
  return {
    async call<T>(method: Method, address: string, body?: object): Promise<T> {
      for (let attempt = 1; ; attempt++) {
        const response = await send(method, address, body);
        if (response.status < 400) return response.data as T;
        const isLast = attempt === MAX_ATTEMPTS || !WORTH_ANOTHER_TRY.includes(response.status);
        if (isLast) throw new ApiError(response.status, sentenceOf(response));
        await wait(FIRST_PAUSE_MILLIS * 2 ** (attempt - 1));
      }
    },
  };
}
