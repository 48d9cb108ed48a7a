import type { AuditEntry } from "@livechat/contract";
import type { Transaction } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { notFound } from "../platform/error.ts";
import { auditEntries } from "./audit.ts";
import type { Collection } from "./collection.ts";
import type { Occurrence } from "./occurrences.ts";
import { recordOccurrences } from "./record-occurrences.ts";
import { serialized } from "./serialized.ts";
import { SYNC_LAG_SECONDS } from "./sync.ts";

/** What happens outside of the database, once, after the commit. */
export type Effect = () => Promise<void>;

/** A change of the configuration, as the command that makes it tells it. */
export type AuditedChange = Pick<AuditEntry, "action" | "target" | "before" | "after">;

type Written = Pick<Transaction, "create" | "set" | "update" | "delete">;

/**
 * A transaction as commands see it: Firestore's own, and beside it what a command would otherwise have to remember
 * after the commit. The callback may run several times; what an attempt collected is dropped when it runs again.
 */
export class Tx implements Written {
  readonly effects: Effect[] = [];
  readonly occurrences: Occurrence[] = [];

  readonly create: Transaction["create"];
  readonly set: Transaction["set"];
  readonly update: Transaction["update"];
  readonly delete: Transaction["delete"];
  readonly getAll: Transaction["getAll"];
  readonly get: Transaction["get"];

  constructor(
    transaction: Transaction,
    private readonly ctx: Context,
  ) {
    this.create = transaction.create.bind(transaction) as Transaction["create"];
    this.set = transaction.set.bind(transaction) as Transaction["set"];
    this.update = transaction.update.bind(transaction) as Transaction["update"];
    this.delete = transaction.delete.bind(transaction);
    this.getAll = transaction.getAll.bind(transaction) as Transaction["getAll"];
    this.get = transaction.get.bind(transaction) as Transaction["get"];
  }

  /** The document, or null when there is none. */
  async find<T>(collection: Collection<T>, id: string): Promise<T | null> {
    const found = collection.parse(await this.get(collection.ref(this.ctx.db, id)));
    this.ctx.precondition?.look(id, found as object | null);
    return found;
  }

  /** The document, soft-deleted or not. @throws ChatError `not_found` when there is none. */
  async need<T>(collection: Collection<T>, id: string): Promise<T> {
    const found = await this.find(collection, id);
    if (found === null) throw notFound(collection.label);
    return found;
  }

  /** The document that is not soft-deleted. @throws ChatError `not_found`. */
  async needActive<T extends { isDeleted: boolean }>(collection: Collection<T>, id: string): Promise<T> {
    const found = await this.need(collection, id);
    if (found.isDeleted) throw notFound(collection.label);
    return found;
  }

  /** Runs the effect once, after the commit, in the order of the calls; never when the transaction fails. */
  afterCommit(effect: Effect): void {
    this.effects.push(effect);
  }

  /** Tells webhooks, bots and the event feed what this commit made happen. */
  occurred(occurrence: Occurrence): void {
    this.occurrences.push(occurrence);
  }

  /** Writes the entry of the audit log that belongs to a change of the configuration. */
  audit({ action, target, before, after }: AuditedChange): void {
    const { ctx } = this;
    const id = ctx.newId();
    this.create(auditEntries.ref(ctx.db, id), {
      id,
      actor: ctx.actor ?? { type: "system", id: null },
      action,
      target,
      before,
      after,
      requestId: ctx.requestId ?? null,
      createdAt: ctx.now(),
    });
  }
}

export interface TransactOptions {
  /** Calls in this process with the same key run one after the other: see `serialized`. */
  readonly key?: string;
  readonly maxAttempts?: number;
  /** The one change of a call that creates: with an `Idempotency-Key` it is made once. Its result can be serialized. */
  readonly repeatable?: boolean;
}

/**
 * Runs one change: a pure callback inside a Firestore transaction, then the effects that it asked for.
 * @throws what the callback throws; nothing is stored and no effect runs then.
 */
export async function transact<T>(
  ctx: Context,
  change: (tx: Tx) => Promise<T>,
  { key, maxAttempts, repeatable }: TransactOptions = {},
): Promise<T> {
  const once = repeatable ? ctx.repeatable : undefined;
  const run = async () => {
    let effects: readonly Effect[] = [];
    let attempts = 0;
    const attempt = async (transaction: Transaction) => {
      attempts += 1;
      const startedAt = ctx.now();
      const tx = new Tx(transaction, ctx);
      const result = await (once ? once.once(tx, () => change(tx)) : change(tx));
      const tell = await recordOccurrences(tx, tx.occurrences, ctx);
      runAgainWhenOld(startedAt, attempts, ctx);
      effects = tell ? [...tx.effects, tell] : tx.effects;
      return result;
    };
    const result = await ctx.db.runTransaction(attempt, maxAttempts === undefined ? {} : { maxAttempts });
    ctx.precondition?.settle();
    return { result, effects };
  };
  const { result, effects } = await (key === undefined ? run() : serialized(ctx.db, key, run));
  for (const effect of effects) await effect();
  return result;
}

/**
 * What is written carries the time at which it was decided, and lists in the order of changes are read up to a moment ago:
 * an attempt that has taken longer than half of that is made again, so that its changes do not appear behind a reader.
 */
const MAX_ATTEMPT_MILLIS = (SYNC_LAG_SECONDS * 1000) / 2;
/** The last one is committed however long it takes: a slow database shall not refuse what is asked of it. */
const ATTEMPTS_FOR_FRESHNESS = 2;
const ABORTED = 10;

function runAgainWhenOld(startedAt: Date, attempts: number, ctx: Context): void {
  if (attempts > ATTEMPTS_FOR_FRESHNESS || ctx.now().getTime() - startedAt.getTime() <= MAX_ATTEMPT_MILLIS)
    return;
  throw Object.assign(new Error("The attempt took too long."), { code: ABORTED });
}

const CONFIGURATION_ATTEMPTS = 10;

/**
 * A change of the company's own data (agents, groups, tags, settings), which few people change, and seldom. Options, or their `key`
 * alone, name what it touches, when that is less than the whole configuration. Whoever calls must still have the right to when it
 * is committed.
 */
export function configure<T>(
  ctx: Context,
  change: (tx: Tx) => Promise<T>,
  options: string | Pick<TransactOptions, "key" | "repeatable"> = {},
): Promise<T> {
  const { key = "configuration", repeatable = false } =
    typeof options === "string" ? { key: options } : options;
  const checked = async (tx: Tx) => {
    await ctx.recheck?.(tx);
    return change(tx);
  };
  return transact(ctx, checked, { key, repeatable, maxAttempts: CONFIGURATION_ATTEMPTS });
}
