import { expect, it } from "vitest";
import { FieldPath } from "../model/field-path.ts";
import type { Value } from "../model/value.ts";
import type { Query } from "../query/query.ts";
import { Database } from "../storage/database.ts";
import { retainedBytes } from "../storage/retained-bytes.ts";
import { ListenHub } from "./hub.ts";
import { LISTEN_LIMITS } from "./limits.ts";
import { ListenStream } from "./listen-stream.ts";
import type { ListenResponse } from "./responses.ts";

const ROOT = "projects/p/databases/(default)/documents";
const ROOMS: Query = {
  parent: ROOT,
  collectionId: "rooms",
  allDescendants: false,
  orderBy: [],
  orders: [{ path: FieldPath.DOCUMENT_NAME, direction: "asc" }],
  offset: 0,
};

const set = (id: string, value: Value) => ({
  kind: "set" as const,
  name: `${ROOT}/rooms/${id}`,
  fields: new Map([["value", value]]),
  transforms: [],
});

/** A client that takes `room` responses, and then none until it is given room again. */
function open(room: number) {
  const database = new Database({ projectId: "p", databaseId: "(default)" });
  let encoded = 0;
  const hub = new ListenHub(database, {
    encode: (document) => {
      encoded++;
      return document;
    },
    sizeOf: (document) => retainedBytes(document as never),
    countReads: () => {},
  });
  const sent: ListenResponse[] = [];
  const ended: unknown[] = [];
  let left = room;
  let wake = () => {};
  const stream = new ListenStream(
    hub,
    { access: undefined, checkIndexes: () => {} },
    {
      send: (response) => {
        left--;
        sent.push(response);
      },
      end: (error) => ended.push(error),
      get isReady() {
        return left > 0;
      },
      onReady: (listener) => {
        wake = listener;
      },
    },
  );
  const listen = () =>
    stream.receive({
      kind: "add",
      targetId: 1,
      parse: () => ({
        targetId: 1,
        scope: { kind: "query", query: ROOMS, key: "rooms" },
        resume: undefined,
        expectedCount: undefined,
        once: false,
      }),
    });
  const giveRoom = (more: number) => {
    left = more;
    wake();
  };
  return { database, stream, sent, ended, listen, giveRoom, encoded: () => encoded };
}

const names = (responses: readonly ListenResponse[]): string[] =>
  responses.flatMap((response) =>
    "documentChange" in response ? [(response.documentChange.document as { name: string }).name] : [],
  );
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("is sent its first results as it takes them; what waits is not even encoded", () => {
  const { database, sent, listen, giveRoom, encoded, stream } = open(11);
  const ids = Array.from({ length: 1_000 }, (_, at) => String(at).padStart(4, "0"));
  for (let at = 0; at < ids.length; at += 500) {
    database.commit(ids.slice(at, at + 500).map((id) => set(id, 1n)));
  }
  listen();
  expect({ sent: sent.length, encoded: encoded() }).toEqual({ sent: 11, encoded: 10 });
  giveRoom(500);
  expect({ sent: sent.length, encoded: encoded() }).toEqual({ sent: 511, encoded: 510 });
  giveRoom(Number.POSITIVE_INFINITY);
  expect(names(sent)).toEqual(ids.map((id) => `${ROOT}/rooms/${id}`));
  stream.close();
});

it("gets what happened meanwhile in order, when it takes something again", async () => {
  const { database, sent, listen, giveRoom, ended, stream } = open(3);
  listen();
  for (let at = 0; at < 50; at++) database.commit([set("a", BigInt(at))]);
  await turn();
  expect(sent).toHaveLength(3);
  giveRoom(Number.POSITIVE_INFINITY);
  const values = sent.flatMap((response) =>
    "documentChange" in response
      ? [(response.documentChange.document as { fields: Map<string, Value> }).fields.get("value")]
      : [],
  );
  expect(values).toEqual(Array.from({ length: 50 }, (_, at) => BigInt(at)));
  expect(ended).toEqual([]);
  stream.close();
});

it("is cut off when more waits for it than memory allows: it resumes with the latest versions", async () => {
  const { database, listen, ended } = open(3);
  listen();
  const large = (at: number) => String(at).padEnd(500_000, "x");
  const allowed = Math.floor(LISTEN_LIMITS.MAX_WAITING_BYTES / 501_500);
  for (let at = 0; at < allowed; at++) {
    database.commit([set("a", large(at))]);
    await turn();
  }
  expect(ended).toEqual([]);
  database.commit([set("a", large(-1))]);
  database.commit([set("a", large(-2))]);
  await turn();
  expect(ended).toMatchObject([{ code: 8, message: "The client does not keep up with the stream." }]);
});
