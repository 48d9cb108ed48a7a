import type { FirebaseAccess } from "@livechat/contract";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { LiveDatabase } from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import { Attempts } from "./attempts.ts";
import type { ServerTime } from "./server-time.ts";

interface Deps {
  platform: Platform;
  serverTime: ServerTime;
  /** A new custom token. @throws ChatError */
  access(): Promise<FirebaseAccess>;
  /** Why the API gives no token; null once it does. */
  onProblem(problem: ChatError | null): void;
  /** The sign-in was lost and could not be renewed. */
  onLost(): void;
}

/**
 * A visitor's rules take a sign-in for an hour after it was minted (`VISITOR_SIGN_IN_SECONDS`): it is renewed before,
 * without a listener noticing.
 */
const RENEW_AFTER_MS = 50 * 60_000;

/** The database that is listened to, signed in. One at a time: to open it again overtakes what was opened before. */
export class SignedInDatabase {
  private db: LiveDatabase | null = null;
  private attempts: Attempts | null = null;
  private readonly whileOpen = new Disposables();

  constructor(private readonly deps: Deps) {}

  /**
   * Opens it, however long the network is away. null when it was closed or opened again meanwhile.
   * @param given what a call has just brought; else a new token is asked for.
   * @throws ChatError when another attempt makes no sense.
   */
  async open(given: FirebaseAccess | null): Promise<LiveDatabase | null> {
    const closed = this.close();
    const attempts = new Attempts(this.deps.platform);
    this.attempts = attempts;
    await closed;
    try {
      let access = given;
      const db = await attempts.until(() => {
        const first = access;
        access = null;
        return this.signIn(first, () => this.attempts === attempts);
      });
      if (this.attempts === attempts) return this.keep(db, attempts);
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
    this.whileOpen.dispose();
    this.db = null;
    await db?.close();
  }

  private keep(db: LiveDatabase, attempts: Attempts): LiveDatabase {
    this.db = db;
    this.whileOpen.add(db.onSignedOut(() => this.deps.onLost()));
    this.renewLater(db, attempts);
    return db;
  }

  private renewLater(db: LiveDatabase, attempts: Attempts): void {
    const renew = async () => {
      const { customToken } = await attempts.until(() => this.deps.access());
      this.deps.serverTime.learn(customToken);
      await db.signIn(customToken);
      if (this.db === db) this.renewLater(db, attempts);
    };
    // Whoever is refused a new token loses the listeners too: the rules say so, and the client hears it there.
    this.whileOpen.add(this.deps.platform.clock.after(RENEW_AFTER_MS, () => void renew().catch(() => {})));
  }

  private async signIn(given: FirebaseAccess | null, isAsked: () => boolean): Promise<LiveDatabase> {
    const { platform, serverTime } = this.deps;
    const access = given ?? (await this.ask(isAsked));
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

  /** @param isAsked whether anybody still waits for the answer. */
  private async ask(isAsked: () => boolean): Promise<FirebaseAccess> {
    const tell = (problem: ChatError | null) => isAsked() && this.deps.onProblem(problem);
    try {
      const access = await this.deps.access();
      tell(null);
      return access;
    } catch (thrown) {
      const error = toChatError(thrown);
      if (error.isTemporary) tell(error);
      throw error;
    }
  }
}
