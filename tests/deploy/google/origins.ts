/** Variables of the CLI that name an origin, with the host that each one names unless it is set. */
const ORIGINS: Readonly<Record<string, string>> = {
  FIREBASE_AUTHPROXY_URL: "auth.firebase.tools",
  FIREBASE_CLOUDBILLING_URL: "cloudbilling.googleapis.com",
  FIREBASE_CLOUDLOGGING_URL: "logging.googleapis.com",
  CLOUD_MONITORING_URL: "monitoring.googleapis.com",
  ARTIFACT_REGISTRY_DOMAIN: "artifactregistry.googleapis.com",
  FIREBASE_AUTH_URL: "accounts.google.com",
  FIREBASE_AUTH_MANAGEMENT_URL: "identitytoolkit.googleapis.com",
  EVENTARC_URL: "eventarc.googleapis.com",
  FIREBASE_API_URL: "firebase.googleapis.com",
  FIRESTORE_URL: "firestore.googleapis.com",
  FIREBASE_FUNCTIONS_URL: "cloudfunctions.googleapis.com",
  FIREBASE_FUNCTIONS_V2_URL: "cloudfunctions.googleapis.com",
  CLOUD_RUN_URL: "run.googleapis.com",
  CLOUD_RUN_API_URL: "run.googleapis.com",
  FIREBASE_CLOUDBUILD_URL: "cloudbuild.googleapis.com",
  FIREBASE_CLOUDSCHEDULER_URL: "cloudscheduler.googleapis.com",
  FIREBASE_CLOUD_TAKS_URL: "cloudtasks.googleapis.com",
  FIREBASE_PUBSUB_URL: "pubsub.googleapis.com",
  FIREBASE_TOKEN_URL: "www.googleapis.com",
  FIREBASE_GOOGLE_URL: "www.googleapis.com",
  FIREBASE_IDENTITY_URL: "identitytoolkit.googleapis.com",
  FIREBASE_IAM_URL: "iam.googleapis.com",
  FIREBASE_EXT_URL: "firebaseextensions.googleapis.com",
  FIREBASE_RESOURCEMANAGER_URL: "cloudresourcemanager.googleapis.com",
  FIREBASE_RULES_URL: "firebaserules.googleapis.com",
  FIREBASE_RUNTIMECONFIG_URL: "runtimeconfig.googleapis.com",
  FIREBASE_STORAGE_URL: "storage.googleapis.com",
  FIREBASE_FIREBASESTORAGE_URL: "firebasestorage.googleapis.com",
  FIREBASE_HOSTING_API_URL: "firebasehosting.googleapis.com",
  FIREBASE_SERVICE_USAGE_URL: "serviceusage.googleapis.com",
  CLOUD_SECRET_MANAGER_URL: "secretmanager.googleapis.com",
  COMPUTE_URL: "compute.googleapis.com",
  LIVECHAT_BILLING_BUDGETS_URL: "billingbudgets.googleapis.com",
};

/** The environment in which the CLI and our commands take the proxy at this address for Google. */
export function googleAt(proxy: string): Record<string, string> {
  const origins = Object.entries(ORIGINS).map(([name, host]) => [name, `http://${host}`]);
  return {
    ...Object.fromEntries(origins),
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    METADATA_SERVER_DETECTION: "none",
    NO_UPDATE_NOTIFIER: "1",
    NO_COLOR: "1",
  };
}
