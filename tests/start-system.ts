import type { TestProject } from "vitest/node";
import { type Addresses, startSystem } from "../local/system.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the running system answers: `inject("addresses")`. */
    addresses: Addresses;
  }
}

/**
 * Starts the whole system for the test files of one vitest project, on free ports, with emulator-data, from what was
 * built before. Returns what stops it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const system = await startSystem({
    ports: "free",
    name: `tests-${project.name}`,
    build: process.env.LIVECHAT_BUILT !== "true",
    onError: (line) => console.error(line),
  });
  project.provide("addresses", system.addresses);
  return () => system.stop();
}
