export const KEPT_OPEN_LIMITS = {
  /** More own conversations than this are not kept open: an agent of a hundred chats reads none of them at once. */
  MOST: 30,
  /** So often one of them may make room for another. */
  EVERY_MS: 1_000,
} as const;

interface Choice {
  /** The ids of the conversations that are kept open. */
  readonly ids: readonly string[];
  /** After so many milliseconds another has its turn; null: none waits for one. */
  readonly againMs: number | null;
}

/**
 * Which own conversations are kept open: all of them up to `MOST`, and of more those with the newest activity. To open
 * one costs its events and two listeners. Of hundreds that are written in all the time each would be among the first for a
 * moment: so one changes at a time.
 */
export class KeptOpen {
  private ids: readonly string[] = [];
  private changedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param own the newest activity first.
   * @param now milliseconds of a clock that never goes back.
   * @param isHurried whether all change at once.
   */
  choose(own: readonly string[], now: number, isHurried = false): Choice {
    const { MOST, EVERY_MS } = KEPT_OPEN_LIMITS;
    const places = new Map(own.map((id, at) => [id, at]));
    const first = own.slice(0, MOST);
    if (isHurried) return this.keep(first, null);
    const kept = this.ids.filter((id) => places.has(id));
    const others = first.filter((id) => !kept.includes(id));
    kept.push(...others.splice(0, MOST - kept.length));
    const [next] = others;
    if (next === undefined) return this.keep(kept, null);
    const since = now - this.changedAt;
    if (since < EVERY_MS) return this.keep(kept, EVERY_MS - since);
    this.changedAt = now;
    const last = kept.reduce((a, b) => ((places.get(a) ?? 0) > (places.get(b) ?? 0) ? a : b));
    return this.keep([...kept.filter((id) => id !== last), next], others.length > 1 ? EVERY_MS : null);
  }

  /** What is the same stays the same object. */
  private keep(ids: readonly string[], againMs: number | null): Choice {
    const isSame = ids.length === this.ids.length && ids.every((id, at) => id === this.ids[at]);
    if (!isSame) this.ids = ids;
    return { ids: this.ids, againMs };
  }
}
