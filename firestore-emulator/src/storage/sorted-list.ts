/** Entries per chunk before it is split in two. */
const MAX_CHUNK_ENTRIES = 256;

/** Which part of a list to walk. Both tests are monotone along the walk: first before, then inside, then after. */
export interface ScanRange<T> {
  readonly reverse: boolean;
  isBefore(entry: T): boolean;
  isAfter(entry: T): boolean;
}

/** A list kept in order: inserts, removals and searches take logarithmic time, walks go either way. */
export class SortedList<T> {
  private chunks: T[][] = [];

  /** @param compare a total order: no two entries are equal */
  constructor(
    private readonly compare: (a: T, b: T) => number,
    entries: T[] = [],
  ) {
    entries.sort(compare);
    const half = MAX_CHUNK_ENTRIES / 2;
    for (let i = 0; i < entries.length; i += half) this.chunks.push(entries.slice(i, i + half));
  }

  get size(): number {
    return this.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  add(entry: T): void {
    const at = this.chunkFor(entry);
    const chunk = this.chunks[at];
    if (!chunk) {
      this.chunks.push([entry]);
      return;
    }
    chunk.splice(this.positionIn(chunk, entry), 0, entry);
    if (chunk.length > MAX_CHUNK_ENTRIES) {
      this.chunks.splice(at + 1, 0, chunk.splice(chunk.length >>> 1));
    }
  }

  /** Removes the entry that compares as equal, if there is one. */
  remove(entry: T): void {
    const at = this.chunkFor(entry);
    const chunk = this.chunks[at];
    if (!chunk) return;
    const position = this.positionIn(chunk, entry);
    const found = chunk[position];
    if (found === undefined || this.compare(found, entry) !== 0) return;
    chunk.splice(position, 1);
    if (chunk.length === 0) this.chunks.splice(at, 1);
  }

  /** Walks the entries of a range. The list must not change meanwhile. */
  *scan(range: ScanRange<T>): Generator<T> {
    if (range.reverse) yield* this.scanBackwards(range);
    else yield* this.scanForwards(range);
  }

  private *scanForwards(range: ScanRange<T>): Generator<T> {
    let at = firstWhere(this.chunks, (chunk) => !range.isBefore(chunk[chunk.length - 1] as T));
    let position = firstWhere(this.chunks[at] ?? [], (entry) => !range.isBefore(entry));
    for (; at < this.chunks.length; at++, position = 0) {
      const chunk = this.chunks[at] as T[];
      for (; position < chunk.length; position++) {
        const entry = chunk[position] as T;
        if (range.isAfter(entry)) return;
        yield entry;
      }
    }
  }

  private *scanBackwards(range: ScanRange<T>): Generator<T> {
    // Walking down, what lies at the end of the list comes first: isBefore holds for a tail of it.
    let at = firstWhere(this.chunks, (chunk) => range.isBefore(chunk[0] as T)) - 1;
    let position = firstWhere(this.chunks[at] ?? [], (entry) => range.isBefore(entry)) - 1;
    while (at >= 0) {
      const chunk = this.chunks[at] as T[];
      for (; position >= 0; position--) {
        const entry = chunk[position] as T;
        if (range.isAfter(entry)) return;
        yield entry;
      }
      at--;
      position = (this.chunks[at]?.length ?? 0) - 1;
    }
  }

  /** The chunk that holds the entry or should. Written out, as it decides the speed of every commit. */
  private chunkFor(entry: T): number {
    const { chunks, compare } = this;
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = chunks[middle] as T[];
      if (compare(chunk[chunk.length - 1] as T, entry) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private positionIn(chunk: readonly T[], entry: T): number {
    const { compare } = this;
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(chunk[middle] as T, entry) >= 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Index of the first item for which a monotone test holds; the length when there is none. */
function firstWhere<T>(items: readonly T[], test: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
