/** Limits of WebChannel, with units. */
export const WEBCHANNEL_LIMITS = {
  /** Told to the client, which gives a silent back channel up after 1.5 times this. */
  KEEPALIVE_MS: 30_000,
  /** A long poll without news is answered with a noop after this, unless the client asks for less. */
  LONG_POLL_MS: 25_000,
  /** A session without a back channel for this long belongs to a client that is gone. */
  SESSION_IDLE_MS: 60_000,
  /** Browsers keep the whole text of a streaming answer: start a new one after this much. */
  BACK_CHANNEL_BYTES: 2_097_152,
  /** Arrays are sent together up to about this much. */
  CHUNK_CHARS: 524_288,
  /**
   * What may be on the way to a client that has not acknowledged it; then its streams pause. More than a back channel
   * carries, because clients acknowledge when they open the next one.
   */
  WINDOW_CHARS: 4_194_304,
  /** What may be on the way in all: answers to writes are not held back. Then the session is given up. */
  MAX_QUEUED_CHARS: 67_108_864,
  /** What browsers open to one host by HTTP/1.1. */
  BROWSER_CONNECTIONS: 6,
  /** How long a back channel may stay open in a browser whose connections are all back channels. */
  FULL_BROWSER_HOLD_MS: 100,
  MAX_BODY_BYTES: 33_554_432,
  MAX_MESSAGES_PER_POST: 1_000,
  /** How far apart message numbers in one session may get: anything else is not our client. */
  MAX_MESSAGE_GAP: 2_000,
  MAX_SESSIONS: 20_000,
} as const;

/** The WebChannel protocol and server versions told in the handshake (VER=8; SVER as Google's servers send it). */
export const PROTOCOL_VERSION = 8;
export const SERVER_VERSION = 14;
