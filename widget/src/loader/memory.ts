/** Of this browser: since when it is known, and when it saw which greeting. */
const KNOWN_KEY = "livechat:known";
/** Of this tab. */
const VISIT_KEY = "livechat:visit";

type Area = "localStorage" | "sessionStorage";

/** A private window may forbid storage: what is known is then known for as long as the page lives. */
function tryTo<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}

const read = <T>(area: Area, key: string): T | null =>
  tryTo(() => JSON.parse(window[area].getItem(key) ?? "null"));
const write = (area: Area, key: string, value: unknown) =>
  tryTo(() => window[area].setItem(key, JSON.stringify(value)));

/** Whether there is a session to come back to, or a message still to be sent. */
export const hasSession = () =>
  tryTo(() => Object.keys(localStorage).some((key) => /^livechat:(session|outbox:)/.test(key)));

/** How many pages of this site the tab has behind it, as far as the browser tells without anything being stored. */
const pagesBefore = (): number =>
  ((window as { navigation?: { entries(): unknown[] } }).navigation?.entries().length ?? 1) - 1;

interface Visit {
  /** Milliseconds since 1970. */
  at: number;
  pages: number;
  isOpen: boolean;
  /** Whether the visitor has done something, so that it is stored. */
  hasActed: boolean;
}

interface Known {
  since: number;
  seen: Record<string, number>;
}

/**
 * What is remembered of a visitor for greetings, and whether the chat was open. Nothing of it is stored before the
 * visitor's first act: until then a visit is what the browser tells of it.
 */
export class Memory {
  readonly visit = read<Visit>("sessionStorage", VISIT_KEY) ?? {
    at: Date.now(),
    pages: pagesBefore(),
    isOpen: false,
    hasActed: false,
  };
  readonly known = read<Known>("localStorage", KNOWN_KEY) ?? { since: Date.now(), seen: {} };
  readonly isReturning = this.known.since < this.visit.at;

  constructor() {
    this.countPage();
  }

  countPage(): void {
    this.visit.pages += 1;
    this.store();
  }

  /** `acts`: the visitor does something here, so that from now on it is stored. */
  store(acts = false): void {
    this.visit.hasActed ||= acts;
    if (!this.visit.hasActed) return;
    write("sessionStorage", VISIT_KEY, this.visit);
    write("localStorage", KNOWN_KEY, this.known);
  }

  saw(greetingId: string): void {
    this.known.seen[greetingId] = Date.now();
    this.store();
  }

  /** Nobody was here. */
  forget(): void {
    this.visit.hasActed = false;
    this.known.seen = {};
    tryTo(() => sessionStorage.removeItem(VISIT_KEY));
    tryTo(() => localStorage.removeItem(KNOWN_KEY));
  }
}
