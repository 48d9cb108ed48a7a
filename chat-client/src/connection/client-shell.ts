import type { FirebaseAccess } from "@livechat/contract";
import { ChatError, toChatError } from "../platform/chat-error.ts";
import { Disposables } from "../platform/disposables.ts";
import type { Platform } from "../platform/platform.ts";
import { Api } from "./api.ts";
import { Connection } from "./connection.ts";
import type { LiveData } from "./live-data.ts";
import type { ServerTime } from "./server-time.ts";
import type { SignedInDatabase } from "./signed-in-database.ts";

/** What listens, as a module: it may be loaded later than the rest. */
export type LiveParts = typeof import("./live-parts.ts");

interface Live {
  readonly data: LiveData;
  readonly database: SignedInDatabase;
  readonly serverTime: ServerTime;
}

/** Refused this often in a row, the rules mean it: no new sign-in helps. */
const MOST_REFUSALS = 2;

interface Deps {
  /** Where the API is, without a slash at the end: "" for the page's own origin. */
  api: string;
  platform: Platform;
  /** Why no answer came, where that can be found out. */
  explain?: (base: string, platform: Platform) => Promise<ChatError | null>;
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
  readonly connection: Connection;
  private attached: Live | null = null;
  private readonly disposables = new Disposables();
  private refusals = 0;

  constructor(private readonly deps: Deps) {
    const { platform } = deps;
    this.api = new Api(deps.api, platform, deps.explain);
    this.connection = new Connection(platform.network);
  }

  /** What is watched. Only once its parts are attached. */
  get live(): LiveData {
    return this.needLive().data;
  }

  /** The server's clock, as far as it is known. Only once the parts are attached. */
  get serverTime(): ServerTime {
    return this.needLive().serverTime;
  }

  /** From now on there is something to listen by. Again changes nothing. */
  attach({ LiveData, PollingSource, ServerTime, SignedInDatabase }: LiveParts): void {
    if (this.attached) return;
    const { platform } = this.deps;
    const onProblem = (problem: ChatError | null) => this.deps.onProblem(problem);
    const serverTime = new ServerTime(platform.clock);
    const fallback = new PollingSource({ api: this.api, platform, onProblem });
    const data = new LiveData({ clock: platform.clock, fallback });
    const database = new SignedInDatabase({
      platform,
      serverTime,
      access: () => this.deps.access(),
      onProblem,
      onLost: () => void this.listen(null),
    });
    this.attached = { data, database, serverTime };
    this.disposables.add(data.isPolling.listen((isPolling) => this.connection.polling(isPolling)));
  }

  /** An API client of its own with this token, for calls that outlive the sign-in. */
  apiWithToken(token: string): Api {
    const api = new Api(this.deps.api, this.deps.platform);
    api.token = token;
    return api;
  }

  /** Signs in to the database and listens by it, anew if it did before. What is watched goes on. */
  async listen(given: FirebaseAccess | null): Promise<void> {
    const { data, database } = this.needLive();
    data.use(null);
    try {
      const db = await database.open(given);
      if (db) data.use(db);
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
    this.attached?.data.use(null);
    await this.attached?.database.close();
  }

  async destroy(): Promise<void> {
    this.disposables.dispose();
    this.connection.stop();
    await this.close();
  }

  private needLive(): Live {
    if (!this.attached) throw new ChatError("internal", "There is nothing to listen by yet.");
    return this.attached;
  }
}
