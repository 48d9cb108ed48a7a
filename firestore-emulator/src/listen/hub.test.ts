import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { StoredDocument } from "../model/document.ts";
import type { StatusError } from "../model/status.ts";
import { Database } from "../storage/database.ts";
import { ListenHub } from "./hub.ts";
import { ListenStream } from "./listen-stream.ts";
import type { ListenResponse } from "./responses.ts";

const NAME = "projects/p/databases/(default)/documents/rooms/a";
const HEARTBEAT_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function open(encode = (document: StoredDocument): object => document) {
  const database = new Database({ projectId: "p", databaseId: "(default)" }, Date.now);
  const hub = new ListenHub(database, {
    encode,
    sizeOf: () => 0,
    countReads: () => {},
    heartbeatMs: HEARTBEAT_MS,
  });
  const sent: ListenResponse[] = [];
  const ended: StatusError[] = [];
  const admission = { access: undefined, checkIndexes: () => {} };
  const stream = new ListenStream(hub, admission, {
    send: (response) => sent.push(response),
    end: (error) => ended.push(error as StatusError),
    isReady: true,
    onReady: () => {},
  });
  return { database, stream, sent, ended };
}

function addTarget(stream: ListenStream, targetId: number): void {
  const scope = { kind: "documents", names: [NAME] } as const;
  const parse = () => ({ targetId, scope, resume: undefined, expectedCount: undefined, once: false });
  stream.receive({ kind: "add", targetId, parse });
}

function changeOf(response: ListenResponse | undefined) {
  return response !== undefined && "targetChange" in response ? response.targetChange : undefined;
}

it("tells idle streams that nothing changed until now, with a new resume token each time", () => {
  const { stream, sent } = open();
  addTarget(stream, 1);
  const first = changeOf(sent.at(-1));
  sent.length = 0;
  vi.advanceTimersByTime(2 * HEARTBEAT_MS);
  expect(sent).toHaveLength(2);
  const last = changeOf(sent.at(-1));
  expect(last).toMatchObject({ targetChangeType: 0, targetIds: [] });
  expect(last?.resumeToken).not.toEqual(first?.resumeToken);
  stream.close();
  vi.advanceTimersByTime(2 * HEARTBEAT_MS);
  expect(sent).toHaveLength(2);
});

it("says nothing to a stream without targets", () => {
  const { stream, sent } = open();
  vi.advanceTimersByTime(2 * HEARTBEAT_MS);
  expect(sent).toEqual([]);
  stream.close();
});

it("chooses ids for a client that gives none, and then takes no others", () => {
  const { stream, sent } = open();
  addTarget(stream, 0);
  addTarget(stream, 0);
  const added = sent.map(changeOf).filter((change) => change?.targetChangeType === 1);
  expect(added.map((change) => change?.targetIds)).toEqual([[1], [2]]);
  addTarget(stream, 7);
  expect(changeOf(sent.at(-1))).toMatchObject({ targetChangeType: 2, targetIds: [7], cause: { code: 3 } });
  stream.close();
});

it("a defect in telling of a commit ends the streams, not the commit", () => {
  const { database, stream, ended } = open(() => {
    throw new Error("broken");
  });
  addTarget(stream, 1);
  const write = { kind: "set", name: NAME, fields: new Map([["n", 1n]]), transforms: [] } as const;
  expect(() => database.commit([write])).not.toThrow();
  expect(database.get(NAME)).toBeDefined();
  expect(ended).toMatchObject([{ code: 13 }]);
  expect(stream.has(1)).toBe(false);
});
