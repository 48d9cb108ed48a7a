import type { Agent, Conversation, Event, Group, Notification, Page } from "@livechat/contract";
import { type ChatError, toChatError } from "../platform/chat-error.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { GroupConversations } from "../platform/live-database.ts";
import {
  type LiveConversation,
  type LiveSource,
  NEWEST_EVENTS,
  type Observer,
  type QueueSummary,
} from "../platform/live-database.ts";
import type { Platform } from "../platform/platform.ts";
import type { Api } from "./api.ts";

/** How often the API is asked in place of a listener. */
export const POLL_LIMITS = {
  /** After something has changed. */
  SOON_MS: 3_000,
  /** Each time that nothing has changed, the pause grows by this factor, up to the longest. */
  GROWTH: 1.5,
  LONGEST_MS: 15_000,
  /** While the page is hidden. */
  HIDDEN_MS: 60_000,
  /** Who is in the team, the agent itself among them, and which groups there are. */
  TEAM_MS: 15_000,
  PAGE_ITEMS: 100,
} as const;

const BEYOND_ANY_SEQ = 1_000_000_000;

interface Deps {
  api: Api;
  platform: Pick<Platform, "clock" | "visibility">;
  /** Why the API does not answer; null once it does. */
  onProblem(problem: ChatError | null): void;
}

interface Question<T> {
  ask(): Promise<T>;
  observer: Observer<T>;
  /** The shortest and the longest pause. */
  soonMs?: number;
  longestMs?: number;
}

/** Everything that is known, of all pages that have come so far. */
class EventLog {
  private readonly bySeq = new Map<number, Event>();

  constructor(
    private readonly api: Api,
    private readonly path: string,
  ) {}

  /** Asks for what is newer than what is known; at first for the newest. */
  async read(): Promise<Event[]> {
    const last = Math.max(0, ...this.bySeq.keys());
    const range = last === 0 ? `beforeSeq=${BEYOND_ANY_SEQ}` : `afterSeq=${last}`;
    const limit = Math.min(NEWEST_EVENTS, POLL_LIMITS.PAGE_ITEMS);
    const { items } = await this.api.get<Page<Event>>(`${this.path}?${range}&limit=${limit}`);
    for (const event of items) this.bySeq.set(event.seq, event);
    return [...this.bySeq.values()].sort((a, b) => a.seq - b.seq);
  }
}

const live = ({ queue, ...conversation }: Conversation): LiveConversation => ({
  ...conversation,
  queue: queue && { queuedAt: queue.queuedAt },
});

const byWaiting = (a: LiveConversation, b: LiveConversation) =>
  Date.parse(a.queue?.queuedAt ?? "") - Date.parse(b.queue?.queuedAt ?? "");

/** The API, asked again and again, in place of listeners that cannot be had. Nobody is seen typing this way. */
export class PollingSource implements LiveSource {
  constructor(private readonly deps: Deps) {}

  watchConversation(id: string, observer: Observer<LiveConversation | null>): Dispose {
    const { api } = this.deps;
    return this.poll({
      ask: async () => live(await api.get<Conversation>(`/v1/conversations/${id}`)),
      observer,
    });
  }

  watchEvents({ conversationId }: { conversationId: string }, observer: Observer<Event[]>): Dispose {
    const log = new EventLog(this.deps.api, `/v1/conversations/${conversationId}/events`);
    return this.poll({ ask: () => log.read(), observer });
  }

  /** Who types and has seen what is not told by the API. */
  watchOtherSide(): Dispose {
    return () => {};
  }

  /** The API tells each visitor's own place: whoever finds no summary asks for that. */
  watchQueueSummary(_groupId: string, observer: Observer<QueueSummary | null>): Dispose {
    const { LONGEST_MS } = POLL_LIMITS;
    return this.poll({ ask: async () => null, observer, soonMs: LONGEST_MS, longestMs: LONGEST_MS });
  }

  watchAgents(observer: Observer<Agent[]>): Dispose {
    return this.pollTeam("/v1/agents", observer);
  }

  watchGroups(observer: Observer<Group[]>): Dispose {
    return this.pollTeam("/v1/groups", observer);
  }

  /** The API does not tell who a visitor is. */
  watchVisitor(): Dispose {
    return () => {};
  }

  watchOwnConversations(agentId: string, observer: Observer<LiveConversation[]>): Dispose {
    return this.pollConversations(`agentId=${agentId}&status=active`, observer);
  }

  watchWaiting(groupId: string, observer: Observer<LiveConversation[]>): Dispose {
    return this.pollConversations(`groupId=${groupId}&status=pending`, {
      ...observer,
      next: (list, isCurrent) => observer.next([...list].sort(byWaiting), isCurrent),
    });
  }

  watchGroupConversations(
    { groupId, status }: GroupConversations,
    observer: Observer<LiveConversation[]>,
  ): Dispose {
    return this.pollConversations(`groupId=${groupId}&status=${status}`, observer);
  }

  watchNotifications(_agentId: string, observer: Observer<Notification[]>): Dispose {
    return this.pollTeam("/v1/notifications", observer);
  }

  private pollConversations(query: string, observer: Observer<LiveConversation[]>): Dispose {
    const path = `/v1/conversations?${query}&limit=${POLL_LIMITS.PAGE_ITEMS}`;
    const ask = async () => (await this.deps.api.get<Page<Conversation>>(path)).items.map(live);
    return this.poll({ ask, observer });
  }

  private pollTeam<T>(path: string, observer: Observer<T[]>): Dispose {
    const { TEAM_MS } = POLL_LIMITS;
    return this.poll({ ask: () => this.readAll<T>(path), observer, soonMs: TEAM_MS, longestMs: TEAM_MS });
  }

  private async readAll<T>(path: string): Promise<T[]> {
    const all: T[] = [];
    let token: string | null = "";
    while (token !== null) {
      const from: string = token && `&pageToken=${encodeURIComponent(token)}`;
      const page: Page<T> = await this.deps.api.get(`${path}?limit=${POLL_LIMITS.PAGE_ITEMS}${from}`);
      all.push(...page.items);
      token = page.nextPageToken;
    }
    return all;
  }

  /** Asks at once, then again after pauses, and as soon as the page is looked at again. */
  private poll<T>(question: Question<T>): Dispose {
    const { soonMs = POLL_LIMITS.SOON_MS, longestMs = POLL_LIMITS.LONGEST_MS } = question;
    const { clock, visibility } = this.deps.platform;
    let pauseMs = soonMs;
    let last = "";
    let hasEnded = false;
    let stopTimer: Dispose = () => {};
    const turn = async () => {
      stopTimer();
      const text = await this.ask(question, () => hasEnded);
      if (hasEnded) return;
      pauseMs = text === null || text === last ? Math.min(pauseMs * POLL_LIMITS.GROWTH, longestMs) : soonMs;
      last = text ?? last;
      stopTimer();
      stopTimer = clock.after(visibility.isVisible() ? pauseMs : POLL_LIMITS.HIDDEN_MS, () => void turn());
    };
    const stopWatching = visibility.onChange((isVisible) => isVisible && void turn());
    void turn();
    return () => {
      hasEnded = true;
      stopTimer();
      stopWatching();
    };
  }

  /** What was answered, as text to compare; null when nothing was. */
  private async ask<T>({ ask, observer }: Question<T>, hasEnded: () => boolean): Promise<string | null> {
    try {
      const value = await ask();
      if (hasEnded()) return null;
      this.deps.onProblem(null);
      observer.next(value, true);
      return JSON.stringify(value);
    } catch (thrown) {
      if (hasEnded()) return null;
      const error = toChatError(thrown);
      if (error.isTemporary) this.deps.onProblem(error);
      else observer.failed(error);
      return null;
    }
  }
}
