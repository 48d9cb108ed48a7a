import type { Event, Page } from "@livechat/contract";
import type { ClientShell } from "../connection/client-shell.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock } from "../platform/platform.ts";

export const EVENT_LOG_LIMITS = {
  /** A listener must have brought within this time what the API has confirmed. */
  CONFIRMED_WITHIN_MS: 5_000,
  EARLIER_PAGE_ITEMS: 100,
} as const;

/** The events of one conversation as far as they are known here. Events never change: what has come stays. */
export class EventLog {
  private readonly events = new Map<string, Event>();
  /** Confirmed by the API and not yet brought, with what ends the waiting for each. */
  private readonly awaited = new Map<string, Dispose>();
  private isBegun = false;
  private mayHaveEarlier = false;

  constructor(
    private readonly conversationId: string,
    private readonly deps: { shell: Pick<ClientShell, "api" | "live">; clock: Clock },
  ) {}

  get byId(): ReadonlyMap<string, Event> {
    return this.events;
  }

  /** Whether there may be more before the first that is known. */
  get hasEarlier(): boolean {
    return this.mayHaveEarlier;
  }

  /** The newest events, as they were watched. */
  bring(list: readonly Event[]): void {
    for (const event of list) {
      this.events.set(event.id, event);
      this.awaited.get(event.id)?.();
      this.awaited.delete(event.id);
    }
    if (!this.isBegun) this.mayHaveEarlier = this.isFull(list) && list[0]?.seq !== 1;
    this.isBegun ||= list.length > 0;
  }

  /** The API has stored this event: whoever is watched has to bring it soon. */
  confirm(event: Event): void {
    if (this.events.has(event.id)) return;
    const { clock, shell } = this.deps;
    const distrust = () => shell.live.distrust();
    this.awaited.set(event.id, clock.after(EVENT_LOG_LIMITS.CONFIRMED_WITHIN_MS, distrust));
    this.events.set(event.id, event);
  }

  /** Reads the page before the first that is known. @throws ChatError */
  async readEarlier(): Promise<Event[]> {
    const before = Math.min(...[...this.events.values()].map(({ seq }) => seq));
    const range = `beforeSeq=${before}&limit=${EVENT_LOG_LIMITS.EARLIER_PAGE_ITEMS}`;
    const path = `/v1/conversations/${this.conversationId}/events?${range}`;
    const { items } = await this.deps.shell.api.get<Page<Event>>(path);
    for (const event of items) this.events.set(event.id, event);
    this.mayHaveEarlier = this.isFull(items) && items[0]?.seq !== 1;
    return items;
  }

  stop(): void {
    for (const stop of this.awaited.values()) stop();
    this.awaited.clear();
  }

  private isFull(page: readonly Event[]): boolean {
    return page.length >= EVENT_LOG_LIMITS.EARLIER_PAGE_ITEMS;
  }
}
