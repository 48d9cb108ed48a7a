import fc from "fast-check";
import { expect, it } from "vitest";
import type { StoredDocument } from "../model/document.ts";
import { FieldPath } from "../model/field-path.ts";
import { Timestamp } from "../model/timestamp.ts";
import type { Query } from "../query/query.ts";
import { Database } from "../storage/database.ts";
import { ListenHub } from "./hub.ts";
import { ListenStream } from "./listen-stream.ts";
import type { ListenResponse } from "./responses.ts";
import type { TargetScope } from "./target.ts";

const ROOT = "projects/p/databases/(default)/documents";
const N = new FieldPath(["n"]);

function query(more: Partial<Query>): TargetScope {
  const orders = [N, FieldPath.DOCUMENT_NAME].map((path) => ({ path, direction: "asc" as const }));
  const base = {
    parent: ROOT,
    collectionId: "rooms",
    allDescendants: false,
    orderBy: orders.slice(0, 1),
    orders,
  };
  const whole = { ...base, offset: 0, ...more };
  return {
    kind: "query",
    query: whole,
    key: JSON.stringify(more, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
  };
}

const SCOPES: readonly TargetScope[] = [
  query({}),
  query({ where: { kind: "field", path: N, op: ">=", value: 5n } }),
  query({ limit: 2 }),
  { kind: "documents", names: [`${ROOT}/rooms/a`, `${ROOT}/rooms/b`] },
];

/** What a client knows, kept as the SDKs keep it. */
class Client {
  stream: ListenStream | undefined;
  private readonly known = new Map<number, Map<string, StoredDocument>>();
  private readonly tokens = new Map<number, Buffer>();
  snapshots = 0;

  constructor(
    private readonly hub: ListenHub,
    private readonly database: Database,
  ) {}

  /** Connects, with the last token if it has one, and listens to everything. */
  connect(): void {
    const admission = { access: undefined, checkIndexes: () => {} };
    const stream = new ListenStream(this.hub, admission, {
      send: (response) => this.take(response),
      end: () => {},
      isReady: true,
      onReady: () => {},
    });
    this.stream = stream;
    for (const [index, scope] of SCOPES.entries()) {
      const targetId = index + 1;
      if (!this.known.has(targetId)) this.known.set(targetId, new Map());
      const token = this.tokens.get(targetId);
      const resume = token === undefined ? undefined : { token };
      const parse = () => ({ targetId, scope, resume, expectedCount: undefined, once: false });
      stream.receive({ kind: "add", targetId, parse });
    }
  }

  disconnect(): void {
    this.stream?.close();
    this.stream = undefined;
  }

  private take(response: ListenResponse): void {
    if ("documentChange" in response) {
      const { document, targetIds, removedTargetIds } = response.documentChange;
      const stored = document as StoredDocument;
      for (const id of targetIds) this.known.get(id)?.set(stored.name, stored);
      for (const id of removedTargetIds) this.known.get(id)?.delete(stored.name);
    } else if ("documentDelete" in response || "documentRemove" in response) {
      const gone = "documentDelete" in response ? response.documentDelete : response.documentRemove;
      for (const id of gone.removedTargetIds) this.known.get(id)?.delete(gone.document);
    } else if ("targetChange" in response) {
      const { targetChangeType, targetIds, readTime, resumeToken } = response.targetChange;
      if (targetChangeType !== 0 || targetIds.length > 0 || readTime === undefined) return;
      this.snapshots++;
      // Until all targets are there again, the snapshot holds for those that are.
      for (const [index, scope] of SCOPES.entries()) {
        if (this.stream?.has(index + 1) !== true || resumeToken === undefined) continue;
        this.tokens.set(index + 1, resumeToken);
        this.compare(index + 1, scope, new Timestamp(readTime.seconds, readTime.nanos));
      }
    }
  }

  private compare(targetId: number, scope: TargetScope, at: Timestamp): void {
    const expected =
      scope.kind === "query"
        ? this.database.run(scope.query, at)
        : scope.names.map((name) => this.database.get(name, at)).filter((document) => document !== undefined);
    const actual = [...(this.known.get(targetId)?.values() ?? [])];
    const byName = (a: StoredDocument, b: StoredDocument): number => (a.name < b.name ? -1 : 1);
    expect(actual.sort(byName)).toEqual([...expected].sort(byName));
  }
}

const commit = fc.dictionary(
  fc.constantFrom("a", "b", "c", "d", "e"),
  fc.option(fc.bigInt(0n, 9n), { nil: undefined }),
  { minKeys: 1, maxKeys: 4 },
);
const steps = fc.array(
  fc.oneof({ weight: 5, arbitrary: commit }, fc.constantFrom("turn", "reconnect", "offline")),
  {
    maxLength: 30,
  },
);

it("every snapshot shows all targets as of its read time, through any commits, disconnects and resumes", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      let micros = 0;
      const database = new Database({ projectId: "p", databaseId: "(default)" }, () => micros++ / 1_000);
      const hub = new ListenHub(database, {
        encode: (document) => document,
        sizeOf: () => 0,
        countReads: () => {},
      });
      const client = new Client(hub, database);
      client.connect();
      for (const step of script) {
        if (step === "turn") await new Promise((resolve) => setImmediate(resolve));
        else if (step === "offline") client.disconnect();
        else if (step === "reconnect") {
          client.disconnect();
          client.connect();
        } else apply(database, step);
      }
      client.disconnect();
      client.connect();
      expect(client.snapshots).toBeGreaterThanOrEqual(SCOPES.length);
      client.disconnect();
    }),
    { numRuns: 200 },
  );
});

function apply(database: Database, changes: { [id: string]: bigint | undefined }): void {
  database.commit(
    Object.entries(changes).map(([id, n]) => ({
      kind: n === undefined ? ("delete" as const) : ("set" as const),
      name: `${ROOT}/rooms/${id}`,
      fields: new Map(n === undefined ? [] : [["n", n]]),
      transforms: [],
    })),
  );
}
