import { randomBytes } from "node:crypto";
import type { NewObject } from "../buckets/storage.ts";
import type { StoredObject } from "../buckets/stored-object.ts";
import type { HashedWriter } from "../bytes/hashed-writer.ts";
import { StorageError } from "../server/storage-error.ts";

/** As Google's: a session is good for a week. */
export const SESSION_LIFETIME_MS = 7 * 24 * 3_600_000;

/** A resumable upload between its first request and its last. */
export interface Session {
  readonly id: string;
  readonly asked: NewObject;
  /** From `X-Upload-Content-Length`: the store takes neither more nor less. */
  readonly declaredBytes: number | null;
  /** The `Origin` of the request that began it: the only one whose pages may read the answers. */
  readonly origin: string | null;
  /** What the client says the checksums are. */
  readonly expected: { readonly md5Hash?: string; readonly crc32c?: string };
  readonly expiresAt: number;
  readonly writer: HashedWriter;
  /** Set once the object is there; the session then answers with it, whatever is sent. */
  finished: StoredObject | null;
  /** Ends the request that is sending bytes now; a later request takes its place. */
  interrupt: (() => Promise<void>) | null;
}

export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  begin(asked: Omit<Session, "id" | "expiresAt" | "finished" | "interrupt">, lifetimeMs: number): Session {
    const id = randomBytes(48).toString("base64url");
    const expiresAt = this.#clock() + lifetimeMs;
    const session: Session = { ...asked, id, expiresAt, finished: null, interrupt: null };
    this.#sessions.set(id, session);
    return session;
  }

  /** @throws StorageError 404 when it never was or was cancelled, 410 when its time is over */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new StorageError(404, "notFound", "No such upload session.");
    if (session.expiresAt <= this.#clock())
      throw new StorageError(410, "gone", "The upload session is over.");
    return session;
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  async cancel(session: Session): Promise<void> {
    this.#sessions.delete(session.id);
    await session.interrupt?.();
    if (session.finished === null) await session.writer.discard();
  }

  /** Forgets sessions whose time is over, with the bytes that they hold. */
  async prune(): Promise<void> {
    for (const session of this.#sessions.values()) {
      if (session.expiresAt <= this.#clock()) await this.cancel(session);
    }
  }

  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await this.cancel(session);
  }
}
