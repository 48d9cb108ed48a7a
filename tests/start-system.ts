import type { TestProject } from "vitest/node";
import { type Addresses, startSystem } from "../local/system.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the running systems answer; a test file has one of them to itself: `addresses.ts`. */
    systems: Addresses[];
  }
}

/**
 * Starts the whole system for the test files of one vitest project, once for each file that runs at the same time, on
 * free ports, with emulator-data, from what was built before. Returns what stops them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const systems: Awaited<ReturnType<typeof startSystem>>[] = [];
  const stop = async () => void (await Promise.all(systems.map((system) => system.stop())));
  try {
    for (let number = 1; number <= Number(project.config.maxWorkers); number++) {
      const isBuilt = process.env.LIVECHAT_BUILT === "true" || number > 1;
      systems.push(
        await startSystem({
          ports: "free",
          name: `tests-${project.name}-${number}`,
          build: !isBuilt,
          onError: (line) => console.error(line),
        }),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide(
    "systems",
    systems.map(({ addresses }) => addresses),
  );
  return stop;
}
