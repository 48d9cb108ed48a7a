import type { Clock, Visibility } from "./platform.ts";

export const PACE_LIMITS = {
  /** Nothing is withheld longer than this; what changes faster is told once in it. */
  EVERY_MS: 250,
} as const;

/** One of the things that share a pace. */
export interface PacedTelling {
  /** Tells within `EVERY_MS`, in place of what has not been told yet. */
  tell(run: () => void): void;
  /** Tells now, in place of what has not been told yet. */
  tellNow(run: () => void): void;
  /** Forgets what has not been told yet. */
  stop(): void;
}

interface Deps {
  clock: Clock;
  visibility: Pick<Visibility, "isVisible">;
}

/**
 * Spares the page: what is new after a pause is told as soon as the page is idle, and of what follows faster than
 * `EVERY_MS` the last. All that share a pace are told in one turn: the page is drawn once, and what one change does to
 * several lists is never seen by halves.
 */
export class Pace {
  private readonly withheld = new Map<PacedTelling, () => void>();
  private turnAt = Number.NEGATIVE_INFINITY;
  private isDue = false;

  constructor(private readonly deps: Deps) {}

  /** For one more thing whose news may come fast. */
  telling(): PacedTelling {
    const forget = () => void this.withheld.delete(telling);
    const telling: PacedTelling = {
      tell: (run) => this.offer(telling, run),
      tellNow: (run) => {
        forget();
        run();
      },
      stop: forget,
    };
    return telling;
  }

  private offer(telling: PacedTelling, run: () => void): void {
    const { clock, visibility } = this.deps;
    // Browsers hold back the timers of a page that nobody sees. Nothing is drawn there.
    if (!visibility.isVisible()) {
      telling.tellNow(run);
      return;
    }
    this.withheld.set(telling, run);
    if (this.isDue) return;
    this.isDue = true;
    const since = clock.now() - this.turnAt;
    // A clock that was set back says nothing of how long ago the last turn was.
    const wait = since < 0 ? 0 : Math.max(0, PACE_LIMITS.EVERY_MS - since);
    clock.after(wait, () => this.takeTurn());
  }

  private takeTurn(): void {
    this.isDue = false;
    this.turnAt = this.deps.clock.now();
    const runs = [...this.withheld.values()];
    this.withheld.clear();
    for (const run of runs) run();
  }
}
