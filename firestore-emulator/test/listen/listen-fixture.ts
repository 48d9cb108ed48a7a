import { type DocumentReference, Firestore } from "@google-cloud/firestore";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { TargetChangeType } from "../../src/listen/responses.ts";
import type { EmulatorOptions } from "../../src/server/emulator.ts";
import { type EmulatorUnderTest, startUnderTest } from "../under-test.ts";
import { type RawResponse, RawStream } from "./raw-stream.ts";

export const ADMIN = "Bearer owner";

/** An emulator for the file, empty before each test, with an admin's raw listen stream and SDK. */
export function listenFixture(project: string, options: EmulatorOptions = {}) {
  const database = `projects/${project}/databases/(default)`;
  let emulator: EmulatorUnderTest;
  let db: Firestore;
  let stream: RawStream;

  beforeAll(async () => {
    emulator = await startUnderTest(options);
    const customHeaders = { Authorization: ADMIN };
    db = new Firestore({ projectId: project, host: emulator.address, ssl: false, customHeaders });
  });

  afterAll(async () => {
    await db.terminate();
    await emulator.stop();
  });

  const reconnect = (): void => {
    stream?.close();
    stream = new RawStream(emulator.address, "Listen", ADMIN);
  };

  beforeEach(async () => {
    await emulator.clear(project);
    reconnect();
  });

  afterEach(() => stream.close());

  return {
    database,
    emulator: (): EmulatorUnderTest => emulator,
    db: (): Firestore => db,
    stream: (): RawStream => stream,
    reconnect,
    room: (id: string): DocumentReference => db.doc(`rooms/${id}`),
    nameOf: (path: string): string => `${database}/documents/${path}`,
    /** A target's query over the rooms. */
    rooms: (more: object = {}): object => ({
      parent: `${database}/documents`,
      structuredQuery: { from: [{ collectionId: "rooms" }], ...more },
    }),
    listen: (targetId: number, target: object): void => {
      stream.send({ database, addTarget: { targetId, ...target } });
    },
  };
}

/** "1+rooms/a", "1-rooms/a" (changed and out), "1!rooms/a" (deleted), "1~rooms/a" (removed). */
export function news(responses: readonly RawResponse[]): string[] {
  const short = (name: string): string => name.replace(/^.*\/documents\//, "");
  return responses.flatMap(({ documentChange, documentDelete, documentRemove }) => {
    if (documentChange) {
      const { document, targetIds = [], removedTargetIds = [] } = documentChange;
      return [
        ...targetIds.map((id) => `${id}+${short(document.name)}`),
        ...removedTargetIds.map((id) => `${id}-${short(document.name)}`),
      ];
    }
    if (documentDelete) {
      return (documentDelete.removedTargetIds ?? []).map((id) => `${id}!${short(documentDelete.document)}`);
    }
    if (!documentRemove) return [];
    return (documentRemove.removedTargetIds ?? []).map((id) => `${id}~${short(documentRemove.document)}`);
  });
}

/** Types of the target changes, in order. */
export function steps(responses: readonly RawResponse[]): string[] {
  return responses.flatMap(({ targetChange }) =>
    targetChange ? [TargetChangeType[targetChange.targetChangeType ?? 0] ?? ""] : [],
  );
}

export function fieldIs(fieldPath: string, value: boolean | number): object {
  const wire = typeof value === "boolean" ? { booleanValue: value } : { integerValue: value };
  return { fieldFilter: { field: { fieldPath }, op: 5, value: wire } };
}
