import { Firestore } from "@google-cloud/firestore";

/** A project for each worker: files that run side by side do not see each other's documents. */
const projectId = `demo-${process.env.VITEST_POOL_ID}`;
export const db = new Firestore({ projectId });

const project = `http://${process.env.FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/${projectId}`;
export const clear = () => fetch(`${project}/databases/(default)/documents`, { method: "DELETE" });
export const snapshot = () => fetch(`${project}:snapshot`, { method: "POST" });
export const restore = () => fetch(`${project}:restore`, { method: "POST" });
