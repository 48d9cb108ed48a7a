import type { Firestore } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";

/** What of one collection of answers a process keeps; when there are more, all are forgotten and read anew. */
const MAX_ENTRIES = 1_000;

interface Entry<T> {
  readonly value: Promise<T>;
  readonly until: number;
}

/**
 * Answers of the database that may be a little old, kept in this process's memory: what every page of a site asks for.
 * A change is known everywhere once the time is over, and at once in the process that makes it and forgets.
 */
export class Remembered<T> {
  private readonly byDatabase = new WeakMap<Firestore, Map<string, Entry<T>>>();

  /** @param seconds how old an answer may be: a figure, or what the configuration says */
  constructor(private readonly seconds: number | ((ctx: Context) => number)) {}

  /** The answer under a key, read unless it is remembered. Several who ask at once cause one read; an error is not kept. */
  get(key: string, read: () => Promise<T>, ctx: Context): Promise<T> {
    const entries = this.entriesOf(ctx);
    const known = entries.get(key);
    const now = ctx.now().getTime();
    if (known && now < known.until) return known.value;
    if (entries.size >= MAX_ENTRIES) entries.clear();
    const entry = { value: read(), until: now + this.secondsIn(ctx) * 1000 };
    entries.set(key, entry);
    entry.value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
    return entry.value;
  }

  /** Forgets everything that was read from this database. */
  forget({ db }: Pick<Context, "db">): void {
    this.byDatabase.delete(db);
  }

  private secondsIn(ctx: Context): number {
    return typeof this.seconds === "number" ? this.seconds : this.seconds(ctx);
  }

  private entriesOf({ db }: Context): Map<string, Entry<T>> {
    const entries = this.byDatabase.get(db) ?? new Map<string, Entry<T>>();
    this.byDatabase.set(db, entries);
    return entries;
  }
}
