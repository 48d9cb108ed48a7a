/** A rules source with the arithmetic between offsets and places in it. */
export class SourceText {
  private readonly lineStarts: number[] = [0];
  /** Offsets of the second halves of surrogate pairs. */
  private surrogates: readonly number[] | undefined;

  constructor(
    readonly text: string,
    readonly fileName: string,
  ) {
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) === 10) this.lineStarts.push(i + 1);
    }
  }

  /** Characters before an offset: where a character outside of the basic plane is one, not two. */
  charactersBefore(offset: number): number {
    this.surrogates ??= [...this.text.matchAll(/[\uDC00-\uDFFF]/g)].map(({ index }) => index);
    return offset - this.surrogates.filter((at) => at < offset).length;
  }

  /** Line and column of an offset, both counted from 1. */
  place(offset: number): Place {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.lineStarts[low] ?? 0) + 1 };
  }
}

export interface Place {
  readonly line: number;
  readonly column: number;
}
