import type { Dispose } from "../platform/disposables.ts";
import type { LiveDatabase, Observer, Visitor } from "../platform/live-database.ts";

interface Watch {
  visitorId: string;
  observer: Observer<Visitor | null>;
  stop: Dispose;
}

/** Listeners to visitors that go on when the database is opened anew. */
export class VisitorWatches {
  private readonly watches = new Set<Watch>();
  private db: LiveDatabase | null = null;

  /** From now on by this database; null: by none until there is one again. */
  use(db: LiveDatabase | null): void {
    this.db = db;
    for (const watch of this.watches) this.begin(watch);
  }

  add(visitorId: string, observer: Observer<Visitor | null>): Dispose {
    const watch: Watch = { visitorId, observer, stop: () => {} };
    this.watches.add(watch);
    this.begin(watch);
    return () => {
      watch.stop();
      this.watches.delete(watch);
    };
  }

  private begin(watch: Watch): void {
    watch.stop();
    watch.stop = this.db?.watchVisitor(watch.visitorId, watch.observer) ?? (() => {});
  }
}
