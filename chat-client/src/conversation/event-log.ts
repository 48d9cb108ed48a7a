import type { Event, Page } from "@livechat/contract";
import type { ClientShell } from "../connection/client-shell.ts";
import type { Dispose } from "../platform/disposables.ts";
import type { Clock } from "../platform/platform.ts";

export const EVENT_LOG_LIMITS = {
  /** A listener must have brought within this time what the API has confirmed. */
  CONFIRMED_WITHIN_MS: 5_000,
  EARLIER_PAGE_ITEMS: 100,
  /** Until what was missed is asked for again, when that failed. */
  MISSED_AGAIN_MS: 5_000,
} as const;

/** The events of one conversation as far as they are known here. Events never change: what has come stays. */
export class EventLog {
  private readonly events = new Map<string, Event>();
  /** Confirmed by the API and not yet brought, with what ends the waiting for each. */
  private readonly awaited = new Map<string, Dispose>();
  private isBegun = false;
  private mayHaveEarlier = false;
  /** Up to which event everything was brought, but for what was missed. */
  private broughtUpTo: number | null = null;
  /** Between the newest that are watched and what had been brought before: more came than is watched. */
  private readonly missed: { after: number; before: number }[] = [];

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
    this.noteMissed(list);
  }

  private noteMissed(list: readonly Event[]): void {
    const [first, last] = [list[0]?.seq, list.at(-1)?.seq];
    if (first === undefined || last === undefined) return;
    const after = this.broughtUpTo;
    if (after !== null && first > after + 1) this.missed.push({ after, before: first });
    this.broughtUpTo = Math.max(after ?? 0, last);
  }

  get isMissing(): boolean {
    return this.missed.length > 0;
  }

  /** Reads a page of what was missed, the newest first. @throws ChatError */
  async readMissed(): Promise<Event[]> {
    const [gap] = this.missed;
    if (!gap) return [];
    const items = await this.read(`afterSeq=${gap.after}&beforeSeq=${gap.before}`);
    gap.before = items[0]?.seq ?? gap.before;
    if (!this.isFull(items)) this.missed.shift();
    return items;
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
    const items = await this.read(`beforeSeq=${before}`);
    this.mayHaveEarlier = this.isFull(items) && items[0]?.seq !== 1;
    return items;
  }

  private async read(range: string): Promise<Event[]> {
    const limit = EVENT_LOG_LIMITS.EARLIER_PAGE_ITEMS;
    const path = `/v1/conversations/${this.conversationId}/events?${range}&limit=${limit}`;
    const { items } = await this.deps.shell.api.get<Page<Event>>(path);
    for (const event of items) this.events.set(event.id, event);
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
