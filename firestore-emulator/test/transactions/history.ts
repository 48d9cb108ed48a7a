/** What a transaction read and wrote, to be checked against a serial execution. */
export interface Row {
  readonly kind: number;
  readonly rank: number;
  /** Unique for each write, so that a stale read shows. */
  readonly version: number;
}

export interface DocumentRead {
  readonly id: string;
  readonly row: Row | undefined;
}

/** "where kind == k order by rank, id limit n" */
export interface QueryRead {
  readonly kind: number;
  readonly limit: number | undefined;
  readonly found: readonly (readonly [id: string, row: Row])[];
}

export interface RecordedTransaction {
  readonly label: string;
  /** Place in the serial order: the commit time, or the read time of a read-only transaction. */
  readonly micros: number;
  readonly isReadOnly: boolean;
  readonly documents: readonly DocumentRead[];
  readonly queries: readonly QueryRead[];
  /** undefined deletes. */
  readonly writes: ReadonlyMap<string, Row | undefined>;
}

/**
 * Replays the transactions one after the other in the order of their times and compares everything they read.
 * Throws with the first difference: then no such serial order explains the history.
 */
export function checkSerializable(
  start: ReadonlyMap<string, Row>,
  history: readonly RecordedTransaction[],
): Map<string, Row> {
  const state = new Map(start);
  const inOrder = [...history].sort(
    (a, b) => a.micros - b.micros || Number(a.isReadOnly) - Number(b.isReadOnly),
  );
  for (const transaction of inOrder) {
    for (const read of transaction.documents) {
      expectSame(transaction, `document ${read.id}`, read.row, state.get(read.id));
    }
    for (const query of transaction.queries) {
      expectSame(transaction, `kind ${query.kind} limit ${query.limit}`, query.found, run(state, query));
    }
    for (const [id, row] of transaction.writes) {
      if (row) state.set(id, row);
      else state.delete(id);
    }
  }
  return state;
}

function run(state: ReadonlyMap<string, Row>, { kind, limit }: QueryRead): (readonly [string, Row])[] {
  return [...state]
    .filter(([, row]) => row.kind === kind)
    .sort(([aId, a], [bId, b]) => a.rank - b.rank || (aId < bId ? -1 : 1))
    .slice(0, limit);
}

function expectSame(transaction: RecordedTransaction, what: string, seen: unknown, serial: unknown): void {
  const [actual, expected] = [JSON.stringify(seen), JSON.stringify(serial)];
  if (actual !== expected) {
    throw new Error(`${transaction.label} read ${what} as ${actual}; a serial execution gives ${expected}`);
  }
}
