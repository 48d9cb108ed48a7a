import type { Dispose } from "./disposables.ts";

/** Whoever wants to be told of something that happens. */
export class Listeners<T> {
  private readonly all = new Set<(news: T) => void>();

  add(listener: (news: T) => void): Dispose {
    this.all.add(listener);
    return () => this.all.delete(listener);
  }

  /** Tells everybody who listens now. */
  readonly tell = (news: T): void => {
    for (const listener of [...this.all]) listener(news);
  };
}
