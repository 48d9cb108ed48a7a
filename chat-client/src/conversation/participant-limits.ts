/** What typing and read receipts may cost: at most 20 writes a minute for each person in a conversation. */
export const PARTICIPANT_LIMITS = {
  /** Pause between two writes that say "still typing". */
  TYPING_EVERY_MS: 4_000,
  /** How long one of them holds: two pauses, so that one may be lost. */
  TYPING_AHEAD_MS: 8_000,
  /** A read receipt waits so long for typing or a message, which carry it along. */
  RECEIPT_AFTER_MS: 3_000,
  /** Pause between any two writes. The rules want two seconds; one more for what the network delays. */
  APART_MS: 3_000,
  /** A receipt that was refused, as after another tab's write, is written again so much later, */
  AGAIN_AFTER_MS: 5_000,
  /** and so often. Lost access refuses all of them, and is told by the listeners. */
  TRIES: 4,
} as const;
