import type { FirebaseAccess } from "@livechat/contract";
import { ChatError } from "../../platform/chat-error.ts";
import type { Dispose } from "../../platform/disposables.ts";
import type { LiveSource, Observer } from "../../platform/live-database.ts";
import type { Visibility } from "../../platform/platform.ts";
import {
  type Line,
  ListWriter,
  type News,
  sayError,
  type ToPage,
  type ToWorker,
  type WorkersDatabase,
} from "./messages.ts";

type Open = (access: FirebaseAccess, visibility: Pick<Visibility, "isVisible">) => WorkersDatabase;
type Heard<Kind extends ToWorker["kind"]> = Extract<ToWorker, { kind: Kind }>;
type Watch = (...args: unknown[]) => Dispose;

/** Opens the database that the page asks for, and tells the page what it brings. */
export function serveDatabase(line: Line<ToPage, ToWorker>, open: Open): void {
  const server = new DatabaseServer(line, open);
  line.addEventListener("message", ({ data }) => server.hear(data));
}

class DatabaseServer {
  private db: WorkersDatabase | null = null;
  private isVisible = true;
  private readonly stops = new Map<number, Dispose>();
  private readonly news: Outgoing;

  constructor(
    private readonly line: Line<ToPage, ToWorker>,
    private readonly open: Open,
  ) {
    this.news = new Outgoing((news) => line.postMessage({ kind: "news", news }));
  }

  hear(message: ToWorker): void {
    if (message.kind === "open") this.begin(message);
    else if (message.kind === "visible") this.isVisible = message.isVisible;
    else if (message.kind === "network") this.reconnect();
    else if (message.kind === "ask") void this.answer(message);
    else if (message.kind === "watch") this.watch(message);
    else if (message.kind === "stop") this.stop(message.id);
    else this.news.taken();
  }

  private begin({ access, isVisible }: Heard<"open">): void {
    this.isVisible = isVisible;
    this.db = this.open(access, { isVisible: () => this.isVisible });
    this.db.onSignedOut(() => this.line.postMessage({ kind: "signedOut" }));
  }

  private reconnect(): void {
    // One that is closed meanwhile has nothing to connect.
    void this.db?.reconnect().catch(() => {});
  }

  private async answer({ id, asked, by }: Heard<"ask">): Promise<void> {
    const answered = (error: ReturnType<typeof sayError> | null) =>
      this.line.postMessage({ kind: "answer", id, error });
    const { db } = this;
    if (asked === "close") this.db = null;
    try {
      if (!db) throw new ChatError("internal", "The database is not open.");
      await (db[asked] as (...by: unknown[]) => Promise<void>).apply(db, [...by]);
      answered(null);
    } catch (error) {
      answered(sayError(error));
    }
  }

  private watch({ id, what, of }: Heard<"watch">): void {
    if (!this.db) return;
    const lists = new ListWriter();
    const observer: Observer<unknown> = {
      next: (value, isCurrent) =>
        this.news.tell(id, () =>
          Array.isArray(value) ? { id, list: lists.write(value), isCurrent } : { id, value, isCurrent },
        ),
      failed: (error) => this.news.tell(id, () => ({ id, failed: sayError(error) })),
    };
    const watch = this.db[what] as LiveSource[typeof what] & Watch;
    this.stops.set(id, watch.apply(this.db, of === undefined ? [observer] : [of, observer]));
  }

  private stop(id: number): void {
    this.stops.get(id)?.();
    this.stops.delete(id);
    this.news.forget(id);
  }
}

/**
 * News on their way to the page: all of one turn together, and no more before the page has taken what it was told. Of what
 * comes meanwhile it is told the last of each watch, so that a busy page is never behind by more than it can take at once.
 */
class Outgoing {
  private readonly waiting = new Map<number, () => News>();
  private isTaking = false;
  private isDue = false;

  constructor(private readonly post: (news: News[]) => void) {}

  /** @param say what is told is written down only when the page is ready for it. */
  tell(id: number, say: () => News): void {
    this.waiting.set(id, say);
    this.postSoon();
  }

  forget(id: number): void {
    this.waiting.delete(id);
  }

  taken(): void {
    this.isTaking = false;
    if (this.waiting.size > 0) this.postSoon();
  }

  private postSoon(): void {
    if (this.isTaking || this.isDue) return;
    this.isDue = true;
    queueMicrotask(() => this.postNow());
  }

  private postNow(): void {
    this.isDue = false;
    const news = [...this.waiting.values()].map((say) => say());
    this.waiting.clear();
    if (news.length === 0) return;
    this.isTaking = true;
    this.post(news);
  }
}
