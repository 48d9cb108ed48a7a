import { Child } from "./child.ts";
import { PROJECT_ID } from "./project.ts";

/** The API in a process of its own, on this Firestore. */
export function startApi(firestore: Child, environment: Record<string, string> = {}): Promise<Child> {
  return Child.start("api-process.ts", {
    GCLOUD_PROJECT: PROJECT_ID,
    FIRESTORE_EMULATOR_HOST: firestore.address,
    FIREBASE_AUTH_EMULATOR_HOST: "127.0.0.1:9099",
    JWT_SECRET: "a-secret-for-the-benchmark-of-32-characters",
    ...environment,
  });
}
