/** Every limit of the contract, with its unit in its name. Rules, validation and docs use these. */
export const LIMITS = {
  MAX_BODY_BYTES: 256 * 1024,
  MAX_JSON_DEPTH: 32,
  MAX_MESSAGE_LENGTH_CHARS: 16_000,
  MAX_METADATA_BYTES: 8 * 1024,
  /** Nobody guesses a key of so many url-safe characters: 132 bits. */
  MIN_START_KEY_CHARS: 22,
  MIN_EVENT_ID_CHARS: 8,
  MAX_EVENT_ID_CHARS: 64,
  MIN_PASSWORD_BYTES: 8,
  MAX_PASSWORD_BYTES: 72,
  MAX_NAME_CHARS: 100,
  MAX_EMAIL_CHARS: 254,
  MAX_DESCRIPTION_CHARS: 1_000,
  MAX_URL_CHARS: 2_000,
  MAX_LOCALE_CHARS: 35,
  MAX_SHORTCUT_CHARS: 50,
  /** Groups that one canned response, view or schedule names. */
  MAX_GROUPS_PER_RESOURCE: 25,
  MAX_ID_CHARS: 128,
  MAX_NOTE_LENGTH_CHARS: 2_000,
  /** All notes of a visitor stand in one document. */
  MAX_NOTES_PER_VISITOR: 50,
  MAX_LAST_MESSAGE_CHARS: 500,
  MIN_CONCURRENT_CHATS: 1,
  MAX_CONCURRENT_CHATS: 100,
  DEFAULT_CONCURRENT_CHATS: 5,
  DEFAULT_PAGE_ITEMS: 25,
  MAX_PAGE_ITEMS: 100,
  MAX_PAGE_TOKEN_CHARS: 2_000,
  MAX_AGENTS_PER_CALL: 500,
  /** Both are lists in one document. */
  MAX_AGENTS_PER_GROUP: 2_000,
  MAX_GROUPS_PER_AGENT: 500,
  /** So many conversations at once are given to one agent by force. */
  MAX_ACTIVE_CONVERSATIONS: 1_000,
  /** Conversations of a list of which a heartbeat asks who looks: a query takes 30 values, one is the open one. */
  MAX_LISTED_LOOKS: 29,
  MAX_TAGS_PER_CONVERSATION: 50,
  MAX_CONVERSATIONS_PER_CALL: 100,
  /** Agents whom one note mentions; further names are text. */
  MAX_MENTIONS_PER_NOTE: 20,
  /** Far longer than ours are: what somebody took for a session token starts a new visitor, as any unknown one. */
  MAX_SESSION_TOKEN_CHARS: 4_000,
  MAX_FILE_BYTES: 100 * 1024 * 1024,
  MAX_FILE_NAME_CHARS: 255,
  MAX_FILES_PER_MESSAGE: 10,
  MAX_FILES_PER_HOUR: 1_000,
  MAX_FILE_DAYS: 3_650,
  MAX_FILE_TYPES: 50,
  MAX_LOGO_BYTES: 512 * 1024,
  MAX_ALT_TEXT_CHARS: 1_000,
  MAX_DEADLINE_SECONDS: 7 * 24 * 3600,
  MAX_QUEUE_LENGTH: 10_000,
  /** Of one report: a year, and what a comparison of whole weeks or months takes beyond it. */
  MAX_REPORT_DAYS: 400,
  MAX_SUBJECT_CHARS: 200,
  MAX_BAN_REASON_CHARS: 200,
  /** Wider networks are whole providers: a ban of them would close the chat. */
  MIN_BANNED_PREFIX_IPV4_BITS: 16,
  MIN_BANNED_PREFIX_IPV6_BITS: 32,
  MAX_TIME_ZONE_CHARS: 64,
  MAX_INTERVALS_PER_DAY: 12,
  MAX_SCHEDULE_EXCEPTIONS: 200,
  MAX_LOCALES: 40,
  MAX_LABEL_CHARS: 300,
  MAX_FORM_FIELDS: 30,
  MAX_FORM_ANSWER_CHARS: 4_000,
  MAX_HOME_ENTRIES: 6,
  MAX_HOME_ENTRY_CHARS: 200,
  MAX_GREETINGS: 20,
  MAX_GREETING_CHARS: 1_000,
  MAX_GREETING_RULES: 10,
  /** Of seconds and of pages in a greeting's rule. */
  MAX_GREETING_COUNT: 86_400,
  MAX_ALLOWED_DOMAINS: 100,
  MAX_RATING_COMMENT_CHARS: 2_000,
  MAX_IDENTITY_TOKEN_CHARS: 16_000,
  MAX_EXTERNAL_ID_CHARS: 500,
  MAX_WIDGET_TEXT_CHARS: 1_000,
  MAX_WIDGET_TEXTS: 120,
  /** All settings of a widget as JSON: a widget's document holds them twice, and Firestore takes 1 MiB. */
  MAX_WIDGET_SETTINGS_BYTES: 200 * 1024,
  /** How far from the server's time a participant's typingUntil may lie. */
  TYPING_WINDOW_SECONDS: 15,
  /** A participant's document is written no sooner than this after it was written before. */
  PARTICIPANT_UPDATES_APART_SECONDS: 2,
  /** Of so many of a visitor's last conversations, an agent who may see one may read who the visitor is. */
  VISITOR_CONVERSATIONS_ASKED: 5,
  /** So long after it was minted a visitor's sign-in may read: the longest that an ended session can still do. */
  VISITOR_SIGN_IN_SECONDS: 3600,
  /** A closed conversation of so many threads or events is not reopened: a visitor's message opens a new one. */
  MAX_THREADS_PER_CONVERSATION: 50,
  MAX_EVENTS_PER_CONVERSATION: 2_000,
  /** An open conversation of so many events takes no more messages. */
  MAX_EVENTS_WHILE_OPEN: 10_000,
  MAX_WEBHOOKS: 200,
  /** A secret that was replaced signs for a day more. */
  MAX_SIGNING_SECRETS: 10,
  MAX_EVENT_TYPES_PER_WEBHOOK: 50,
  MAX_CONCURRENT_BOT_CHATS: 500,
  MIN_REPLY_DEADLINE_SECONDS: 5,
  MAX_REPLY_DEADLINE_SECONDS: 600,
  DEFAULT_REPLY_DEADLINE_SECONDS: 60,
  MAX_CHOICES: 10,
  JWT_LIFETIME_SECONDS: 7 * 24 * 3600,
  MAX_DEVICE_TOKEN_CHARS: 1_000,
  /** One more ends the one that was not used for the longest time. */
  MAX_AGENT_SESSIONS: 20,
  MAX_USER_AGENT_CHARS: 200,
  /** Candidates named in one explained decision; larger groups say that the list was capped. */
  MAX_DECISION_CANDIDATES: 20,
} as const;
