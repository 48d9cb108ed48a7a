import type { Agent, Event, FirebaseAccess, Group, Notification } from "@livechat/contract";
import { Disposables, type Dispose } from "../../platform/disposables.ts";
import { Listeners } from "../../platform/listeners.ts";
import type {
  ConversationSides,
  GroupConversations,
  LiveConversation,
  LiveDatabase,
  LiveSource,
  Observer,
  Participant,
  ParticipantUpdate,
  QueueSummary,
  Visitor,
} from "../../platform/live-database.ts";
import type { Platform } from "../../platform/platform.ts";
import {
  type Asked,
  errorSaid,
  type Line,
  ListReader,
  type News,
  type ToPage,
  type ToWorker,
} from "./messages.ts";

export const WORKER_LIMITS = {
  /** So long a worker has to end its streams in order; then it is ended itself, as it would be with its page. */
  CLOSE_MS: 1_000,
} as const;

interface Deps {
  /** To a worker that serves one database by it. */
  line: Line<ToWorker, ToPage>;
  platform: Pick<Platform, "clock" | "network" | "visibility">;
  /** Ends the line. @param isInOrder whether the worker has closed the database; else nothing more is to be had of it. */
  end(isInOrder: boolean): void;
}

interface Call {
  resolve(): void;
  reject(error: unknown): void;
}

/** The database of `LiveDatabase` in a worker: what it brings costs the page what has changed. */
export class WorkerDatabase implements LiveDatabase {
  private readonly observers = new Map<number, { observer: Observer<unknown>; lists: ListReader }>();
  private readonly calls = new Map<number, Call>();
  private readonly signedOut = new Listeners<void>();
  private readonly disposables = new Disposables();
  private lastId = 0;

  constructor(
    access: FirebaseAccess,
    private readonly deps: Deps,
  ) {
    const { line, platform } = deps;
    line.addEventListener("message", ({ data }) => this.hear(data));
    this.say({ kind: "open", access, isVisible: platform.visibility.isVisible() });
    this.disposables.add(
      platform.visibility.onChange((isVisible) => this.say({ kind: "visible", isVisible })),
      platform.network.onChange(() => this.say({ kind: "network" })),
    );
  }

  signIn(customToken: string): Promise<void> {
    return this.ask("signIn", customToken);
  }

  onSignedOut(listener: () => void): Dispose {
    return this.signedOut.add(listener);
  }

  updateParticipant(sides: ConversationSides, uid: string, update: ParticipantUpdate): Promise<void> {
    return this.ask("updateParticipant", sides, uid, update);
  }

  async close(): Promise<void> {
    const { platform, end } = this.deps;
    this.disposables.dispose();
    this.observers.clear();
    const isInOrder = await new Promise<boolean>((resolve) => {
      const stopWaiting = platform.clock.after(WORKER_LIMITS.CLOSE_MS, () => resolve(false));
      const closed = (inOrder: boolean) => {
        stopWaiting();
        resolve(inOrder);
      };
      this.ask("close").then(
        () => closed(true),
        () => closed(false),
      );
    });
    end(isInOrder);
  }

  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose {
    return this.watch("watchConversation", observer, id);
  }

  watchEvents(of: { conversationId: string; visitorId?: string }, observer: Observer<Event[]>): Dispose {
    return this.watch("watchEvents", observer, of);
  }

  watchOtherSide(sides: ConversationSides, observer: Observer<Participant[]>): Dispose {
    return this.watch("watchOtherSide", observer, sides);
  }

  watchQueueSummary(groupId: string, observer: Observer<QueueSummary | null>): Dispose {
    return this.watch("watchQueueSummary", observer, groupId);
  }

  watchAgents(observer: Observer<Agent[]>): Dispose {
    return this.watch("watchAgents", observer);
  }

  watchGroups(observer: Observer<Group[]>): Dispose {
    return this.watch("watchGroups", observer);
  }

  watchVisitor(id: string, observer: Observer<Visitor | null>): Dispose {
    return this.watch("watchVisitor", observer, id);
  }

  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Dispose {
    return this.watch("watchOwnConversations", observer, agentId);
  }

  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Dispose {
    return this.watch("watchWaiting", observer, groupId);
  }

  watchGroupConversations(of: GroupConversations, observer: Observer<LiveConversation[]>): Dispose {
    return this.watch("watchGroupConversations", observer, of);
  }

  watchNotifications(agentId: string, observer: Observer<Notification[]>): Dispose {
    return this.watch("watchNotifications", observer, agentId);
  }

  private watch<T>(what: keyof LiveSource, observer: Observer<T>, of?: unknown): Dispose {
    const id = ++this.lastId;
    this.observers.set(id, { observer: observer as Observer<unknown>, lists: new ListReader() });
    this.say({ kind: "watch", id, what, of });
    return () => {
      // Once it is closed there is nobody to tell.
      if (this.observers.delete(id)) this.say({ kind: "stop", id });
    };
  }

  private ask(asked: Asked, ...by: unknown[]): Promise<void> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      this.say({ kind: "ask", id, asked, by });
    });
  }

  private say(message: ToWorker): void {
    this.deps.line.postMessage(message);
  }

  private hear(message: ToPage): void {
    if (message.kind === "signedOut") this.signedOut.tell();
    else if (message.kind === "news") this.take(message.news);
    else if (message.kind === "answer") {
      const call = this.calls.get(message.id);
      this.calls.delete(message.id);
      if (message.error) call?.reject(errorSaid(message.error));
      else call?.resolve();
    }
  }

  private take(news: readonly News[]): void {
    const thrown: unknown[] = [];
    for (const one of news) {
      // Whoever fails over one list keeps no other from being told.
      try {
        this.bring(one);
      } catch (error) {
        thrown.push(error);
      }
    }
    this.say({ kind: "taken" });
    if (thrown.length > 0) throw thrown[0];
  }

  /** What comes for a watch that has been stopped meanwhile is for nobody. */
  private bring(news: News): void {
    const watched = this.observers.get(news.id);
    if (!watched) return;
    const { observer, lists } = watched;
    if ("failed" in news) {
      this.observers.delete(news.id);
      observer.failed(errorSaid(news.failed));
    } else observer.next("list" in news ? lists.read(news.list) : news.value, news.isCurrent);
  }
}
