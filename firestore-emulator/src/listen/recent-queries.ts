import type { Timestamp } from "../model/timestamp.ts";
import { LISTEN_LIMITS } from "./limits.ts";

/** The queries to which nobody listens any more, but somebody did a moment ago, by their keys. */
export class RecentQueries {
  /** In the order of leaving, in microseconds. */
  private readonly leftAt = new Map<string, number>();

  left(key: string, now: Timestamp): void {
    this.forgetOld(now);
    this.leftAt.delete(key);
    this.leftAt.set(key, now.toMicros());
  }

  has(key: string, now: Timestamp): boolean {
    this.forgetOld(now);
    return this.leftAt.has(key);
  }

  private forgetOld(now: Timestamp): void {
    const oldest = now.toMicros() - LISTEN_LIMITS.QUERY_TRACKED_MS * 1_000;
    for (const [key, micros] of this.leftAt) {
      if (micros >= oldest) return;
      this.leftAt.delete(key);
    }
  }
}
