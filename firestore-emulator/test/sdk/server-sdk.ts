import { Firestore, type Settings } from "@google-cloud/firestore";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { EmulatorOptions } from "../../src/server/emulator.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";

const PROJECT = "demo-sdk";

// Otherwise the SDK looks for Google's metadata server before its first call, which takes seconds where there is none.
process.env.METADATA_SERVER_DETECTION ??= "none";

/** The server SDK on a running emulator, whose documents are deleted before each test. */
export interface ServerSdk {
  readonly firestore: Firestore;
  readonly underTest: EmulatorUnderTest;
}

/** Starts both for a spec file; the result is filled when the first test begins. */
export function useServerSdk(options: { emulator?: EmulatorOptions; settings?: Settings } = {}): ServerSdk {
  let underTest: EmulatorUnderTest | undefined;
  let firestore: Firestore | undefined;
  beforeAll(async () => {
    underTest = await startUnderTest(options.emulator);
    firestore = new Firestore({
      projectId: PROJECT,
      host: underTest.address,
      ssl: false,
      customHeaders: { Authorization: "Bearer owner" },
      ...options.settings,
    });
  });
  beforeEach(() => underTest?.clear(PROJECT));
  afterAll(async () => {
    await firestore?.terminate();
    await underTest?.stop();
  });
  return {
    get firestore() {
      return defined(firestore);
    },
    get underTest() {
      return defined(underTest);
    },
  };
}

function defined<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error("The emulator has not been started yet.");
  }
  return value;
}
