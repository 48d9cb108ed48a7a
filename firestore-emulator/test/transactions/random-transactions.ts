import { setImmediate as tick } from "node:timers/promises";
import type { StoredDocument } from "../../src/model/document.ts";
import { FieldPath } from "../../src/model/field-path.ts";
import { StatusCode, StatusError } from "../../src/model/status.ts";
import type { Value } from "../../src/model/value.ts";
import type { Write } from "../../src/model/write.ts";
import type { Query } from "../../src/query/query.ts";
import { Database } from "../../src/storage/database.ts";
import type { Transaction } from "../../src/transactions/transaction.ts";
import { Transactions } from "../../src/transactions/transactions.ts";
import type { DocumentRead, QueryRead, RecordedTransaction, Row } from "./history.ts";

const KINDS = 3;
const RANKS = 8;
const COLLECTION = "projects/p/databases/(default)/documents/rows";
const KIND = FieldPath.parse("kind");
const RANK = FieldPath.parse("rank");

export interface RandomRun {
  readonly start: ReadonlyMap<string, Row>;
  readonly end: ReadonlyMap<string, Row>;
  readonly history: readonly RecordedTransaction[];
  readonly aborted: number;
  /** ABORTED answers that came from a lock wait that ran out: there must be none. */
  readonly timedOut: number;
}

/** Runs random transactions side by side on one database and records what each saw. Same seed, same choices. */
export async function runRandomTransactions(options: {
  readonly seed: number;
  readonly documents: number;
  readonly workers: number;
  readonly transactionsEach: number;
}): Promise<RandomRun> {
  const world = new World(options.seed, options.documents);
  const start = world.snapshot();
  const workers = Array.from({ length: options.workers }, (_, worker) =>
    world.work(`worker ${worker}`, options.transactionsEach),
  );
  await Promise.all(workers);
  const { history, aborted, timedOut } = world;
  return { start, end: world.snapshot(), history, aborted, timedOut };
}

class World {
  readonly history: RecordedTransaction[] = [];
  aborted = 0;
  timedOut = 0;
  private readonly store = new Database({ projectId: "p", databaseId: "(default)" }, () => 1_700_000_000_000);
  private readonly transactions = new Transactions(this.store, { maxLockWaitMs: 10_000 });
  private version = 0;

  constructor(
    private state: number,
    private readonly documents: number,
  ) {
    for (let i = 0; i < documents; i++) {
      if (this.pick(4) > 0) this.store.commit([this.toWrite(idOf(i), this.randomRow())]);
    }
  }

  snapshot(): Map<string, Row> {
    return new Map(this.store.run(allRows()).map((document) => [lastIdOf(document), toRow(document)]));
  }

  async work(label: string, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      try {
        await this.oneTransaction(`${label}, transaction ${i}`);
      } catch (error) {
        if (!(error instanceof StatusError) || error.code !== StatusCode.ABORTED) throw error;
        this.aborted++;
        if (error.message.includes("timeout")) this.timedOut++;
      }
    }
  }

  private async oneTransaction(label: string): Promise<void> {
    const isPlainWrite = this.pick(6) === 0;
    const isReadOnly = !isPlainWrite && this.pick(6) === 0;
    const transaction = isPlainWrite
      ? undefined
      : this.transactions.begin(isReadOnly ? { readOnly: {} } : {});
    const reads = transaction ? await this.randomReads(transaction) : { documents: [], queries: [] };
    if (transaction && this.pick(10) === 0) {
      this.transactions.rollback(transaction.id);
      return;
    }
    const writes = isReadOnly ? new Map<string, Row | undefined>() : this.randomWrites();
    const { commitTime } = await this.transactions.commit(
      transaction,
      [...writes].map(([id, row]) => this.toWrite(id, row)),
    );
    const time = isReadOnly ? transaction?.readTime : commitTime;
    this.history.push({ label, micros: time?.toMicros() ?? 0, isReadOnly, ...reads, writes });
  }

  private async randomReads(
    transaction: Transaction,
  ): Promise<{ documents: DocumentRead[]; queries: QueryRead[] }> {
    const documents: DocumentRead[] = [];
    const queries: QueryRead[] = [];
    for (let i = 1 + this.pick(3); i > 0; i--) {
      for (let ticks = this.pick(3); ticks > 0; ticks--) await tick();
      if (this.pick(2) === 0) {
        const id = this.randomId();
        const [document] = await this.transactions.read(transaction, [`${COLLECTION}/${id}`]);
        documents.push({ id, row: document && toRow(document) });
      } else {
        const kind = this.pick(KINDS);
        const limit = this.pick(2) === 0 ? 1 + this.pick(3) : undefined;
        const result = await this.transactions.query(transaction, rowsOfKind(kind, limit));
        const found = result.documents.map((document) => [lastIdOf(document), toRow(document)] as const);
        queries.push({ kind, limit, found });
      }
    }
    return { documents, queries };
  }

  private randomWrites(): Map<string, Row | undefined> {
    const writes = new Map<string, Row | undefined>();
    for (let i = this.pick(3); i >= 0; i--) {
      writes.set(this.randomId(), this.pick(4) === 0 ? undefined : this.randomRow());
    }
    return writes;
  }

  private randomRow(): Row {
    return { kind: this.pick(KINDS), rank: this.pick(RANKS), version: ++this.version };
  }

  private randomId(): string {
    return idOf(this.pick(this.documents));
  }

  private toWrite(id: string, row: Row | undefined): Write {
    const name = `${COLLECTION}/${id}`;
    if (!row) return { kind: "delete", name, fields: new Map(), transforms: [] };
    const fields = new Map(
      Object.entries(row).map(([key, value]) => [key, BigInt(value)] as [string, Value]),
    );
    return { kind: "set", name, fields, transforms: [] };
  }

  /** An integer from 0 to below `bound`, by a small linear congruential generator. */
  private pick(bound: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * bound);
  }
}

function idOf(i: number): string {
  return `row-${String(i).padStart(3, "0")}`;
}

function lastIdOf(document: StoredDocument): string {
  return document.name.slice(COLLECTION.length + 1);
}

function toRow({ fields }: StoredDocument): Row {
  const number = (key: string) => Number(fields.get(key));
  return { kind: number("kind"), rank: number("rank"), version: number("version") };
}

function allRows(): Query {
  const orders = [{ path: FieldPath.DOCUMENT_NAME, direction: "asc" as const }];
  const parent = COLLECTION.slice(0, -"/rows".length);
  return { parent, collectionId: "rows", allDescendants: false, orderBy: [], orders, offset: 0 };
}

function rowsOfKind(kind: number, limit: number | undefined): Query {
  const byRank = { path: RANK, direction: "asc" as const };
  return {
    ...allRows(),
    where: { kind: "field", path: KIND, op: "==", value: BigInt(kind) },
    orderBy: [byRank],
    orders: [byRank, ...allRows().orders],
    ...(limit === undefined ? {} : { limit }),
  };
}
