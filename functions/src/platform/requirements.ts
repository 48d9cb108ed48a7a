/**
 * What the functions need from the project. The Firebase CLI makes a service account with these roles and switches
 * the APIs on; setup and doctor read the same lists. A right is named with the code that uses it.
 */
export const ROLES = [
  /** Every document. */
  "roles/datastore.user",
  /** Tasks after a commit: platform/task-queue.ts. */
  "roles/cloudtasks.enqueuer",
  /** Cloud Tasks and Cloud Scheduler call the private functions in this account's name. */
  "roles/run.invoker",
  "roles/logging.logWriter",
  /** Upload sessions, bytes and removal of files: platform/object-store.ts. */
  "roles/storage.objectUser",
] as const;

/**
 * Roles of the account on itself alone, which the CLI does not grant and setup does: the same roles in the whole
 * project would let the functions act as every other account there.
 */
export const ROLES_ON_ITSELF = [
  /** Custom tokens are signed by the account: without this every login fails after its commit. */
  "roles/iam.serviceAccountTokenCreator",
  /** A task names the account in whose name it calls. */
  "roles/iam.serviceAccountUser",
] as const;

export const APIS = [
  { api: "firestore.googleapis.com", reason: "The database." },
  { api: "cloudtasks.googleapis.com", reason: "Assignments and deadlines." },
  { api: "cloudscheduler.googleapis.com", reason: "The sweep, once a minute." },
  { api: "storage.googleapis.com", reason: "Files in chats." },
  { api: "secretmanager.googleapis.com", reason: "The key that signs agents' tokens." },
  { api: "iamcredentials.googleapis.com", reason: "Custom tokens are signed by the functions' account." },
  { api: "identitytoolkit.googleapis.com", reason: "Widget and console sign in with custom tokens." },
] as const;
