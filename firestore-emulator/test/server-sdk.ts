import { Firestore } from "@google-cloud/firestore";
import type { EmulatorUnderTest } from "./under-test.ts";

let projects = 0;

/** An id of a project that no other test uses: tests need not clean up after themselves. */
export function newProjectId(): string {
  projects++;
  return `demo-${process.pid}-${projects}`;
}

/** The unmodified server SDK, as an admin, on a project of its own. Call terminate() at the end. */
export function serverSdk(
  { address }: Pick<EmulatorUnderTest, "address">,
  projectId: string = newProjectId(),
): Firestore {
  process.env.FIRESTORE_EMULATOR_HOST = address;
  return new Firestore({ projectId });
}
