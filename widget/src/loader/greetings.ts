import type { GreetingCountType, ShownGreeting, WidgetConfig } from "@livechat/contract";
import { greetingToShow } from "@livechat/contract/greetings";
import type { Memory } from "./memory.ts";

/** So many of the last events are known, here and to agents. */
const MAX_EVENTS = 10;
/** Time may have made rules hold by then, and the page's address may be another one: no function of the page is patched for that. */
const CHECK_EVERY_MS = 1_000;

interface Deps {
  memory: Memory;
  locale(): string;
  /** Whether a greeting may be shown now: not over an open chat, for example. */
  mayShow(): boolean;
  /** null: takes it away. */
  show(greeting: ShownGreeting | null): void;
}

/** Which greeting is shown, and what became of those that were. */
export class Greetings {
  current: ShownGreeting | null = null;
  /** What is to be counted of this page: each kind once for each greeting. */
  readonly counts = new Map<string, { greetingId: string; type: GreetingCountType }>();
  readonly #deps: Deps;
  #config: WidgetConfig | null = null;
  /** The greeting that the visitor opened the chat from. */
  #opened: string | null = null;
  #events: { name: string; at: string; data: object | undefined }[] = [];
  #pageAt = Date.now();
  #url = location.href;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  use(config: WidgetConfig): void {
    this.#config = config;
    this.stop();
    if (config.greetings?.length) this.#timer = setInterval(() => this.check(), CHECK_EVERY_MS);
    this.check();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The page's own script says that the visitor has done something. Returns the last such events. */
  track(name: string, data?: object): object[] {
    this.#events = [...this.#events.slice(1 - MAX_EVENTS), { name, at: new Date().toISOString(), data }];
    this.check();
    return this.#events;
  }

  /** The visitor is on another page of a single-page app. */
  turnPage(): void {
    const { memory } = this.#deps;
    this.#url = location.href;
    this.#pageAt = Date.now();
    memory.countPage();
    this.check();
  }

  /** Shows the first greeting whose rules hold. */
  check(): void {
    const { memory, locale, mayShow } = this.#deps;
    if (location.href !== this.#url) this.turnPage();
    if (this.current || !this.#config || !mayShow()) return;
    const { visit, known } = memory;
    const now = Date.now();
    const situation = {
      url: this.#url,
      referrer: document.referrer,
      timeOnPage: (now - this.#pageAt) / 1000,
      timeOnSite: (now - visit.at) / 1000,
      pages: visit.pages,
      returning: memory.isReturning,
      event: this.#events.map(({ name }) => name),
      language: locale(),
      isOpen: this.#config.hours?.isOpen ?? true,
      now,
      visitAt: visit.at,
    };
    const found = greetingToShow(this.#config.greetings ?? [], situation, known.seen);
    if (found) this.#show(found);
  }

  showById(id: string): void {
    const found = this.#config?.greetings.find((greeting) => greeting.id === id);
    if (found) this.#show(found);
  }

  /** The visitor wants no more of it, or opens the chat from it. Another one may come with the next check. */
  end(type: "dismissed" | "opened"): void {
    if (!this.current) return;
    const { id } = this.current;
    if (type === "opened") this.#opened = id;
    this.#count(id, type);
    this.#deps.memory.store(true);
    this.hide();
  }

  /** A conversation has begun. */
  answered(): void {
    if (this.#opened) this.#count(this.#opened, "answered");
    this.#opened = null;
  }

  /** Takes it away without a word. */
  hide(): void {
    if (!this.current) return;
    this.current = null;
    this.#deps.show(null);
  }

  #show(greeting: ShownGreeting): void {
    this.current = greeting;
    this.#deps.memory.saw(greeting.id);
    this.#count(greeting.id, "shown");
    this.#deps.show(greeting);
  }

  #count(greetingId: string, type: GreetingCountType): void {
    this.counts.set(greetingId + type, { greetingId, type });
  }
}
