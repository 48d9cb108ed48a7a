import type { FirebaseAccess } from "@livechat/contract";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { Api } from "./api.ts";
import { Connection } from "./connection.ts";
import { LiveData } from "./live-data.ts";
import { PollingSource } from "./polling-source.ts";
import { ServerTime } from "./server-time.ts";
import { SignedInDatabase } from "./signed-in-database.ts";

/** Refused this often in a row, the rules mean it: no new sign-in helps. */
const MOST_REFUSALS = 2;

interface Deps {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** A new custom token for whoever is signed in. @throws ChatError */
  access(): Promise<FirebaseAccess>;
  /** The caller's token is not taken any more. */
  onSignedOut(error: ChatError): void;
  /** A call went wrong in a way that may pass; null: one went well. */
  onProblem(problem: ChatError | null): void;
}

/** What both clients stand on: the API, the server's time, the state of the connection, and what is watched. */
export class ClientShell {
  readonly api: Api;
  readonly serverTime: ServerTime;
  readonly connection: Connection;
  readonly live: LiveData;
  private readonly database: SignedInDatabase;
  private readonly disposables = new Disposables();
  private refusals = 0;

  constructor(private readonly deps: Deps) {
    const { platform } = deps;
    const onProblem = (problem: ChatError | null) => deps.onProblem(problem);
    this.api = new Api(deps.api, platform);
    this.serverTime = new ServerTime(platform.clock);
    this.connection = new Connection(platform.network);
    const fallback = new PollingSource({ api: this.api, platform, onProblem });
    this.live = new LiveData({ clock: platform.clock, fallback });
    this.database = new SignedInDatabase({
      platform,
      serverTime: this.serverTime,
      access: () => deps.access(),
      onProblem,
      onLost: () => void this.listen(null),
    });
    this.disposables.add(this.live.isPolling.listen((isPolling) => this.connection.polling(isPolling)));
  }

  /** An API client of its own with the same token, for calls that outlive the sign-in. */
  apiWithToken(): Api {
    const api = new Api(this.deps.api, this.deps.platform);
    api.token = this.api.token;
    return api;
  }

  /** Signs in to the database and listens by it, anew if it did before. What is watched goes on. */
  async listen(given: FirebaseAccess | null): Promise<void> {
    this.live.use(null);
    try {
      const db = await this.database.open(given);
      if (db) this.live.use(db);
    } catch (error) {
      this.deps.onSignedOut(toChatError(error));
    }
  }

  /** Whether another sign-in may help against this refusal of the rules. */
  mayRecover(error: ChatError): boolean {
    this.refusals += 1;
    return (error.isSignedOut || error.type === "authorization") && this.refusals <= MOST_REFUSALS;
  }

  /** What is watched has been brought: the rules refuse none of it. */
  noRefusal(): void {
    this.refusals = 0;
  }

  async close(): Promise<void> {
    this.live.use(null);
    await this.database.close();
  }

  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.connection.stop();
    await this.close();
  }
}
