export interface TranscriptLine {
  readonly at: string;
  /** Empty: the system says it. */
  readonly author: string;
  readonly text: string;
}

export interface Transcript {
  readonly language: string;
  readonly title: string;
  readonly lines: readonly TranscriptLine[];
  /** Said at the end when not all is there. */
  readonly cut: string | null;
}
