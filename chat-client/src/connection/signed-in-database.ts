import type { FirebaseAccess } from "@livechat/contract";
import { ChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { LiveDatabase } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { Attempts } from "./attempts.ts";
import type { ServerTime } from "./server-time.ts";

interface Deps {
  platform: Platform;
  serverTime: ServerTime;
  /** A new custom token. @throws ChatError */
  access(): Promise<FirebaseAccess>;
  /** Why it is not open yet; null once it is. */
  onProblem(problem: ChatError | null): void;
  /** The sign-in was lost and could not be renewed. */
  onLost(): void;
}

/** The database that is listened to, signed in. One at a time: to open it again overtakes what was opened before. */
export class SignedInDatabase {
  private db: LiveDatabase | null = null;
  private attempts: Attempts | null = null;
  private unwatch: Dispose = () => {};

  constructor(private readonly deps: Deps) {}

  /**
   * Opens it, however long the network is away. null when it was closed or opened again meanwhile.
   * @param given what a call has just brought; else a new token is asked for.
   * @throws ChatError when another attempt makes no sense.
   */
  async open(given: FirebaseAccess | null): Promise<LiveDatabase | null> {
    const closed = this.close();
    const attempts = new Attempts(this.deps.platform, (problem) => {
      if (this.attempts === attempts) this.deps.onProblem(problem);
    });
    this.attempts = attempts;
    await closed;
    try {
      let access = given;
      const db = await attempts.until(() => {
        const first = access;
        access = null;
        return this.signIn(first);
      });
      if (this.attempts === attempts) return this.keep(db);
      await db.close();
    } catch (error) {
      if (this.attempts === attempts) throw error;
    }
    return null;
  }

  async close(): Promise<void> {
    const { db } = this;
    this.attempts?.stop();
    this.attempts = null;
    this.unwatch();
    this.db = null;
    await db?.close();
  }

  private keep(db: LiveDatabase): LiveDatabase {
    this.db = db;
    this.unwatch = db.onSignedOut(() => this.deps.onLost());
    return db;
  }

  private async signIn(given: FirebaseAccess | null): Promise<LiveDatabase> {
    const { platform, serverTime } = this.deps;
    const access = given ?? (await this.deps.access());
    serverTime.learn(access.customToken);
    const db = await platform.openDatabase(access).catch((cause: unknown) => {
      throw new ChatError("network", "The chat could not be loaded.", { cause });
    });
    try {
      await db.signIn(access.customToken);
      return db;
    } catch (error) {
      await db.close();
      throw error;
    }
  }
}
