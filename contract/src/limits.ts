/** Every limit of the contract, with its unit in its name. Rules, validation and docs use these. */
export const LIMITS = {
  MAX_BODY_BYTES: 256 * 1024,
  MAX_JSON_DEPTH: 32,
  MAX_MESSAGE_LENGTH_CHARS: 16_000,
  MAX_METADATA_BYTES: 8 * 1024,
  MIN_EVENT_ID_CHARS: 8,
  MAX_EVENT_ID_CHARS: 64,
  MIN_PASSWORD_BYTES: 8,
  MAX_PASSWORD_BYTES: 72,
  MAX_NAME_CHARS: 100,
  MAX_EMAIL_CHARS: 254,
  MAX_DESCRIPTION_CHARS: 1_000,
  MAX_URL_CHARS: 2_000,
  MAX_LOCALE_CHARS: 35,
  MAX_ID_CHARS: 128,
  MAX_NOTE_LENGTH_CHARS: 2_000,
  MAX_LAST_MESSAGE_CHARS: 500,
  MIN_CONCURRENT_CHATS: 1,
  MAX_CONCURRENT_CHATS: 100,
  DEFAULT_CONCURRENT_CHATS: 5,
  DEFAULT_PAGE_ITEMS: 25,
  MAX_PAGE_ITEMS: 100,
  MAX_PAGE_TOKEN_CHARS: 2_000,
  MAX_AGENTS_PER_CALL: 500,
  MAX_TAGS_PER_CONVERSATION: 50,
  /** Far longer than ours are: what somebody took for a session token starts a new visitor, as any unknown one. */
  MAX_SESSION_TOKEN_CHARS: 4_000,
  MAX_DEADLINE_SECONDS: 7 * 24 * 3600,
  MAX_QUEUE_LENGTH: 10_000,
  /** How far from the server's time a participant's typingUntil may lie. */
  TYPING_WINDOW_SECONDS: 15,
  /** Of so many of a visitor's last conversations, an agent who may see one may read who the visitor is. */
  VISITOR_CONVERSATIONS_ASKED: 5,
  JWT_LIFETIME_SECONDS: 7 * 24 * 3600,
  /** Candidates named in one explained decision; larger groups say that the list was capped. */
  MAX_DECISION_CANDIDATES: 20,
} as const;
