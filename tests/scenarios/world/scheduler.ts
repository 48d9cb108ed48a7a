import type { Emulator } from "firestore-emulator";
import { type Gate, rpcError } from "./direct-connection.ts";
import type { Random } from "./random.ts";

/** How often requests are hit, of 1,000 each. */
export interface FaultRates {
  /** Commits answered ABORTED and not applied, as contention does. */
  readonly aborted: number;
  /** Requests answered UNAVAILABLE and not run. */
  readonly unavailable: number;
  /** Commits applied whose answer is lost. */
  readonly answerLost: number;
}

export const NO_FAULTS: FaultRates = { aborted: 0, unavailable: 0, answerLost: 0 };

const PERMILLE = 1_000;
const ABORTED = 10;
const UNAVAILABLE = 14;
/** Turns of the event loop without any change after which nothing more happens by itself. */
const QUIET_TURNS = 2;
const MAX_TURNS = 10_000;

/** One simulated process: a request handler or a task, which may die between any two of its requests. */
export class Process {
  requests = 0;
  isDead = false;
  isDone = false;
  /** Requests that wait at the gate or run in the database. */
  outstanding = 0;
  transaction: Uint8Array | undefined;

  constructor(
    readonly name: string,
    /** Dies at this request: before it runs when even, after it ran and before the answer when odd. */
    readonly diesAt: number | null,
  ) {}

  get isLive(): boolean {
    return !this.isDead && !this.isDone;
  }
}

interface Parked {
  readonly process: Process;
  readonly go: () => void;
}

const never = new Promise<never>(() => undefined);

/**
 * Runs processes one request at a time, in an order that a seed decides: what happens between two requests of a process
 * is any interleaving of the others' requests, and the same seed makes the same one.
 */
export class Scheduler {
  private parked: Parked[] = [];
  private running = 0;
  private changes = 0;
  private live = new Set<Process>();
  /** The order in which requests ran: names an interleaving. */
  readonly trace: string[] = [];

  constructor(
    private readonly emulator: Emulator,
    private readonly projectId: string,
    private readonly random: Random,
    private faults: FaultRates,
  ) {}

  /** From now on nothing fails any more: the time to recover. */
  stopFaults(): void {
    this.faults = NO_FAULTS;
  }

  /** The gate of one process's client. */
  gateOf(process: Process): Gate {
    return async (method, request, run) => {
      if (method === "rollback") return run();
      if (process.isDead) return never;
      const at = process.requests++;
      process.outstanding += 1;
      await this.turn(process, method);
      // It died of another request, while this one had not left it.
      if (process.isDead) return never;
      try {
        return await this.pass(process, { method, at, request }, run);
      } finally {
        process.outstanding -= 1;
        this.changes += 1;
      }
    };
  }

  /** Runs all to their end, or death, in some order of requests. */
  async runAll(started: readonly { process: Process; work: Promise<unknown> }[]): Promise<void> {
    for (const { process, work } of started) {
      this.live.add(process);
      const done = () => {
        process.isDone = true;
        this.changes += 1;
      };
      work.then(done, done);
    }
    for (;;) {
      await this.quiet();
      const next = this.parked.length > 0 ? this.random.pick(this.parked) : undefined;
      if (!next) {
        if ([...this.live].some(({ isLive }) => isLive)) throw new Error(`Stuck: ${this.describe()}`);
        this.live.clear();
        return;
      }
      this.parked = this.parked.filter((other) => other !== next);
      this.changes += 1;
      next.go();
    }
  }

  private describe(): string {
    return [...this.live]
      .filter(({ isLive }) => isLive)
      .map(({ name }) => name)
      .join(", ");
  }

  private turn(process: Process, method: string): Promise<void> {
    this.changes += 1;
    return new Promise((resolve) => {
      const go = () => {
        this.trace.push(`${process.name}:${method}`);
        resolve();
      };
      this.parked.push({ process, go });
    });
  }

  private async pass<T>(
    process: Process,
    { method, at, request }: { method: string; at: number; request: Record<string, unknown> },
    run: () => Promise<T>,
  ): Promise<T> {
    const dies = process.diesAt !== null && at === process.diesAt >> 1;
    if (dies && process.diesAt !== null && (process.diesAt & 1) === 0) return this.die(process);
    const isCommit = method === "commit";
    if (this.strikes(this.faults.unavailable)) throw rpcError(UNAVAILABLE, "Injected: unavailable.");
    if (isCommit && this.strikes(this.faults.aborted)) throw rpcError(ABORTED, "Injected: aborted.");
    const result = await this.execute(run);
    if (isCommit && bytesOf(request.transaction)) process.transaction = undefined;
    else process.transaction = transactionIn(result) ?? process.transaction;
    // Also where it died of another request meanwhile: nobody else lets go of a transaction that has begun since.
    if (dies || process.isDead) return this.die(process);
    if (isCommit && this.strikes(this.faults.answerLost)) throw rpcError(UNAVAILABLE, "Injected: lost.");
    return result;
  }

  private async execute<T>(run: () => Promise<T>): Promise<T> {
    this.running += 1;
    try {
      return await run();
    } finally {
      this.running -= 1;
      this.changes += 1;
    }
  }

  /** The process never runs again. The database finds out that it is gone and lets go of its locks. */
  private die(process: Process): Promise<never> {
    process.isDead = true;
    this.changes += 1;
    const { transactions } = this.database();
    if (process.transaction && process.transaction.length > 0) {
      try {
        transactions.rollback(process.transaction);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
      }
    }
    return never;
  }

  private strikes(permille: number): boolean {
    return permille > 0 && this.random.below(PERMILLE) < permille;
  }

  private database() {
    return this.emulator.context.databases.get({ projectId: this.projectId, databaseId: "(default)" });
  }

  private lockWaiters(): number {
    const { transactions } = this.database();
    // The queue is the emulator's own affair; only a test that orders its requests needs to look inside.
    const { queue } = transactions as unknown as { queue: { waiters: unknown[] } };
    return queue.waiters.length;
  }

  /** Nothing goes on: every live process waits at the gate or, in the database, for another's lock. */
  private async quiet(): Promise<void> {
    let quietTurns = 0;
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const before = this.changes;
      await new Promise(setImmediate);
      const isIdle = this.running === this.lockWaiters() && this.everyoneWaits();
      quietTurns = isIdle && before === this.changes ? quietTurns + 1 : 0;
      if (quietTurns >= QUIET_TURNS) return;
    }
    throw new Error(`Never quiet: ${this.describe()}`);
  }

  private everyoneWaits(): boolean {
    return [...this.live].every((process) => !process.isLive || process.outstanding > 0);
  }
}

function bytesOf(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array && value.length > 0 ? value : undefined;
}

function transactionIn(result: unknown): Uint8Array | undefined {
  const first: unknown = Array.isArray(result) ? result[0] : result;
  if (typeof first !== "object" || first === null || !("transaction" in first)) return undefined;
  return bytesOf(first.transaction);
}
