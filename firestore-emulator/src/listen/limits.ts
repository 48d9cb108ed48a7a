/** Limits of listening, with units. */
export const LISTEN_LIMITS = {
  /** Clients take a stream that is silent for 2 minutes for dead. */
  HEARTBEAT_MS: 30_000,
  /**
   * How long a query's results are followed after its last listener left. The web SDK's tests of existence
   * filters wait 10 s for production to stop.
   */
  QUERY_TRACKED_MS: 5_000,
  MAX_TARGETS_PER_STREAM: 1_000,
  /** Memory for news that wait for a slow client, beyond the first results that it asked for. */
  MAX_WAITING_BYTES: 16_777_216,
  MAX_DOCUMENTS_PER_TARGET: 10_000,
} as const;
