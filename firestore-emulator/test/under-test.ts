import { type Emulator, startEmulator } from "../src/index.ts";
import type { EmulatorOptions } from "../src/server/emulator.ts";

/** False when another emulator is under test: then what needs our faults, meter or clock does not run. */
export const isOurs: boolean = process.env.FIRESTORE_EMULATOR_UNDER_TEST === undefined;

/** The emulator that a spec file talks to: ours in this process, or one that runs elsewhere. */
export interface EmulatorUnderTest {
  readonly host: string;
  readonly port: number;
  /** "host:port", as FIRESTORE_EMULATOR_HOST wants it. */
  readonly address: string;
  /** Ours, for what only we can do (faults, meter, a clock); undefined when another one is under test. */
  readonly emulator: Emulator | undefined;
  /** Deletes all documents of a project. */
  clear(projectId: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts our emulator, or uses the one at FIRESTORE_EMULATOR_UNDER_TEST=host:port (Google's, say), so that
 * the same spec files can be run against both.
 */
export async function startUnderTest(options: EmulatorOptions = {}): Promise<EmulatorUnderTest> {
  const elsewhere = process.env.FIRESTORE_EMULATOR_UNDER_TEST;
  const emulator = elsewhere ? undefined : await startEmulator(options);
  const address = elsewhere ?? `${emulator?.host}:${emulator?.port}`;
  const colon = address.lastIndexOf(":");
  return {
    host: address.slice(0, colon),
    port: Number(address.slice(colon + 1)),
    address,
    emulator,
    clear: async (projectId) => {
      if (emulator) emulator.clear(projectId);
      else await clearElsewhere(address, projectId);
    },
    stop: async () => {
      await emulator?.stop();
    },
  };
}

async function clearElsewhere(address: string, projectId: string): Promise<void> {
  const path = `/emulator/v1/projects/${projectId}/databases/(default)/documents`;
  const response = await fetch(`http://${address}${path}`, { method: "DELETE" });
  if (!response.ok) throw new Error(`Clearing ${projectId} failed: ${response.status}`);
}
