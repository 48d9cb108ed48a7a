import type { Firestore } from "@google-cloud/firestore";
import { afterAll, beforeAll } from "vitest";
import { RawClient } from "./raw-client.ts";
import { newProjectId, serverSdk } from "./server-sdk.ts";
import { startUnderTest } from "./under-test.ts";

/** What most spec files of the server SDK need: the SDK, and raw requests for what it does not send. */
export interface ServerFixture {
  readonly db: Firestore;
  readonly raw: RawClient;
}

/** Starts the emulator under test for a spec file, on a project of its own, and ends it after the last test. */
export function useServer(onStart: (fixture: ServerFixture) => void): void {
  let stop = async (): Promise<void> => {};
  beforeAll(async () => {
    const underTest = await startUnderTest();
    const projectId = newProjectId();
    const db = serverSdk(underTest, projectId);
    const raw = new RawClient(underTest, projectId);
    stop = async () => {
      raw.close();
      await db.terminate();
      await underTest.stop();
    };
    onStart({ db, raw });
  });
  afterAll(() => stop());
}
