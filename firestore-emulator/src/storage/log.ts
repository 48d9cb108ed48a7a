/** Dropped entries that may stay in the array before it is cut. */
const MAX_DROPPED = 1_024;

/** Entries in order of time: added at the end, dropped from the front, found by their time. */
export class Log<T extends { readonly micros: number }> {
  private entries: T[] = [];
  private start = 0;

  get length(): number {
    return this.entries.length - this.start;
  }

  get first(): T | undefined {
    return this.entries[this.start];
  }

  add(entry: T): void {
    this.entries.push(entry);
  }

  dropFirst(): void {
    this.entries[this.start] = undefined as never;
    this.start++;
    if (this.start === this.entries.length || this.start > Math.max(MAX_DROPPED, this.entries.length / 2)) {
      this.entries = this.entries.slice(this.start);
      this.start = 0;
    }
  }

  /** The first entry later than a time; undefined when there is none. */
  firstAfter(micros: number): T | undefined {
    return this.entries[this.positionAfter(micros)];
  }

  /** The entries later than a time, oldest first. */
  *after(micros: number): Generator<T> {
    for (let i = this.positionAfter(micros); i < this.entries.length; i++) yield this.entries[i] as T;
  }

  private positionAfter(micros: number): number {
    let low = this.start;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.entries[middle] as T).micros > micros) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
