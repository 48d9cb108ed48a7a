import { z } from "zod";
import { firebaseAccess } from "./auth.ts";
import { conversationChannel, conversationStatus } from "./conversation.ts";
import { endpoint, noContent } from "./endpoint.ts";
import { event, eventId, messageText } from "./event.ts";
import { filesSettings } from "./file.ts";
import { formAnswers, shownField } from "./form.ts";
import { greetingCount, shownGreeting } from "./greeting.ts";
import { shownHome } from "./home.ts";
import { LIMITS } from "./limits.ts";
import { languageTag } from "./locale.ts";
import { email, id, instant, metadata } from "./primitives.ts";
import { samples } from "./samples.ts";
import { visitorFacts } from "./visitor-facts.ts";
import {
  consentSettings,
  DEFAULT_WIDGET_SETTINGS,
  identityMode,
  offlineForm,
  preChatForm,
  ratingSettings,
  widgetTheme,
} from "./widget-settings.ts";

const sessionToken = z.string().max(LIMITS.MAX_SESSION_TOKEN_CHARS);

const startKey = z
  .string()
  .min(LIMITS.MIN_START_KEY_CHARS)
  .max(LIMITS.MAX_ID_CHARS)
  .regex(/^[A-Za-z0-9_-]+$/, "must be url-safe");

/** The version of the text that the visitor has agreed to. */
const consentGiven = z.strictObject({ version: z.string().max(LIMITS.MAX_NAME_CHARS) });

export const preChatAnswers = z.strictObject({
  formId: z.literal("preChat"),
  /** The widget's version whose form was shown. Checked is the one that is published now. */
  version: z.number().int(),
  fields: formAnswers,
});
export type PreChatAnswers = z.output<typeof preChatAnswers>;

export const startSessionBody = z.strictObject({
  visitor: visitorFacts.optional(),
  message: messageText.optional(),
  /** The sender's own id of `message`: sending it again changes nothing. */
  messageId: eventId.optional(),
  groupId: id.optional(),
  sessionToken: sessionToken.optional(),
  /**
   * A random key of whoever has no session token yet. Starting again with the same one, as when the answer was lost, gives the
   * same session. Keep it as secret as the token, and forget it once the answer is there.
   */
  key: startKey.optional(),
  metadata: metadata.optional(),
  /** The default widget unless given. */
  widgetId: id.optional(),
  /** false: only the session; the conversation begins with the first message, form or file. */
  startConversation: z.boolean().optional(),
  form: preChatAnswers.optional(),
  consent: consentGiven.optional(),
  /** The greeting that the visitor answers: it stands as the conversation's first event. */
  greetingId: id.optional(),
});
export type StartSession = z.output<typeof startSessionBody>;

const sessionOf = { sessionToken: z.string(), visitorId: id, firebase: firebaseAccess };

export const session = z
  .object({
    ...sessionOf,
    conversationId: id,
    threadId: id,
    status: conversationStatus,
    channel: conversationChannel,
    /** The message that was sent along, as it is stored. */
    message: event.optional(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof session>;

/** A session whose visitor has no open conversation. */
export const idleSession = z
  .object({
    ...sessionOf,
    conversationId: z.null(),
    threadId: z.null(),
    status: z.null(),
    channel: z.null(),
  })
  .meta({ id: "IdleSession" });
export type IdleSession = z.infer<typeof idleSession>;
export const anySession = z.union([session, idleSession]);
export type AnySession = z.infer<typeof anySession>;

export const offlineMessageBody = z.strictObject({
  widgetId: id.optional(),
  sessionToken: sessionToken.optional(),
  visitor: visitorFacts.extend({ email }),
  message: messageText,
  groupId: id.optional(),
  /** Answers to the widget's offline form. */
  fields: formAnswers.optional(),
  metadata: metadata.optional(),
  consent: consentGiven.optional(),
});
export type OfflineMessage = z.output<typeof offlineMessageBody>;

export const countGreetingsBody = z.strictObject({
  widgetId: id.optional(),
  counts: z
    .array(greetingCount)
    .min(1)
    .max(LIMITS.MAX_GREETINGS * 4),
});
export type CountGreetings = z.output<typeof countGreetingsBody>;

/** The hours of the group in which a conversation would wait. */
export const widgetHours = z.object({
  isOpen: z.boolean(),
  /** null while open, and where it never opens. */
  nextOpeningAt: instant.nullable(),
  nextChangeAt: instant.nullable(),
  timeZone: z.string(),
});

/** What stands on and beside the launcher, before anything else of the widget is loaded. */
export const launcherTexts = z.object({
  open: z.string(),
  close: z.string(),
  /** In front of the number of unread messages. */
  unread: z.string(),
  failed: z.string(),
  dismiss: z.string(),
});
export type LauncherTexts = z.infer<typeof launcherTexts>;

/** A published widget as its pages see it, in one language. */
export const widgetConfig = z
  .object({
    widgetId: id,
    version: z.number().int(),
    /** Whether somebody could take a conversation now. */
    available: z.boolean(),
    /** How many of the group's agents are online, with room for another conversation or without. */
    agentsOnline: z.number().int(),
    /** Whether so many wait that nobody else is let in. */
    queueFull: z.boolean(),
    /**
     * How long it has usually taken lately until somebody answered, in seconds of business time. null: that cannot be said,
     * or nobody is there.
     */
    usualAnswerSeconds: z.number().int().nullable(),
    /** null: always open. */
    hours: widgetHours.nullable(),
    /** The group in which a conversation would wait now. null: there is none yet. */
    groupId: id.nullable(),
    maxMessageLengthChars: z.number().int(),
    /** The languages of the widget's own texts. */
    locales: z.array(z.string()),
    theme: widgetTheme,
    /** Where the logo is, as a path of the API. null: there is none. */
    logoUrl: z.string().nullable(),
    /** The launcher's texts in this language. */
    launcher: launcherTexts,
    /** What replaces the widget's own texts in this language, by name. */
    texts: z.record(z.string(), z.string()),
    preChat: z.object({ when: preChatForm.shape.when, fields: z.array(shownField) }),
    offline: z.object({ mode: offlineForm.shape.mode, fields: z.array(shownField) }),
    consent: consentSettings,
    rating: ratingSettings,
    /** What visitors may send. */
    files: filesSettings.pick({ visitors: true, allowedTypes: true, maxBytes: true, maxPerMessage: true }),
    greetings: z.array(shownGreeting),
    /** What the widget's home offers. */
    home: shownHome,
    identity: identityMode,
    sound: z.boolean(),
  })
  .meta({ id: "WidgetConfig" });
export type WidgetConfig = z.infer<typeof widgetConfig>;

const folder = "Widget";

const { theme, consent, rating, identity, sound } = DEFAULT_WIDGET_SETTINGS;
const sampleConfig = {
  widgetId: "default",
  version: 1,
  available: false,
  agentsOnline: 0,
  queueFull: false,
  usualAnswerSeconds: null,
  hours: {
    isOpen: false,
    nextOpeningAt: "2026-03-02T07:00:00.000Z",
    nextChangeAt: "2026-03-02T07:00:00.000Z",
    timeZone: "Europe/Zurich",
  },
  groupId: samples.group.id,
  maxMessageLengthChars: LIMITS.MAX_MESSAGE_LENGTH_CHARS,
  locales: ["en", "de"],
  theme,
  logoUrl: null,
  launcher: {
    open: "Open chat",
    close: "Close chat",
    unread: "unread messages",
    failed: "The chat could not be loaded. Try again",
    dismiss: "Dismiss",
  },
  texts: { welcome: "Hello! How can we help?" },
  preChat: { when: "never", fields: [] },
  offline: { mode: "form", fields: [] },
  consent,
  rating,
  files: {
    visitors: "afterFirstReply",
    allowedTypes: ["image/*", "application/pdf"],
    maxBytes: 26_214_400,
    maxPerMessage: 10,
  },
  greetings: [],
  home: { entries: [{ id: "delivery", text: "When does my order arrive?", url: null }] },
  identity,
  sound,
};

export const widgetEndpoints = {
  startSession: endpoint({
    name: "startSession",
    method: "POST",
    path: "/v1/widget/session",
    access: "public",
    errors: ["not_found"],
    audience: "visitors",
    limit: "sessions",
    folder,
    summary: "Start or resume a visitor's conversation",
    description:
      "201 for a new conversation. 200 when the session token's visitor has an open one, to which the message is appended. With `startConversation: false` it is a session alone, unless a conversation is open: 201 for a new visitor's, 200 for a known one's. Facts and metadata that are sent along reach the open conversation, too. A pre-chat form that the widget asks for is checked here, too: 400 names its fields as `form.fields.<id>`.",
    body: startSessionBody,
    response: anySession,
    statuses: [201, 200],
    example: {
      body: {
        visitor: { name: "Vera", email: "vera@example.com", locale: "en" },
        message: "Where is my order?",
        metadata: { page: "/pricing" },
      },
      response: samples.session,
    },
  }),
  leaveOfflineMessage: endpoint({
    name: "leaveOfflineMessage",
    limit: "sessions",
    method: "POST",
    path: "/v1/widget/offline-messages",
    access: "public",
    errors: ["not_found"],
    audience: "visitors",
    folder,
    summary: "Leave a message for when somebody is there",
    description:
      "A conversation of the channel `offline`, which waits for its group to open. To a conversation that waits already the message is appended, and it keeps its place.",
    body: offlineMessageBody,
    response: session,
    statuses: [201],
    example: {
      body: { visitor: { name: "Vera", email: "vera@example.com" }, message: "Do you ship to Norway?" },
      response: { ...samples.session, channel: "offline" },
    },
  }),
  countGreetings: endpoint({
    name: "countGreetings",
    limit: "counters",
    method: "POST",
    path: "/v1/widget/greeting-counts",
    access: "public",
    errors: ["not_found"],
    audience: "visitors",
    folder,
    summary: "Tell what became of greetings",
    description: "One call a page at most. Of greetings that the widget does not have nothing is counted.",
    body: countGreetingsBody,
    response: noContent,
    example: { body: { counts: [{ greetingId: "welcome", type: "shown" }] } },
  }),
  getWidgetConfig: endpoint({
    name: "getWidgetConfig",
    method: "GET",
    path: "/v1/widget/config",
    access: "public",
    audience: "visitors",
    folder,
    errors: ["not_found"],
    summary: "What the widget needs before a conversation",
    description:
      "Of the default widget unless one is named, for its group or the one that is asked for. With an `ETag`: caches may keep it for up to 30 seconds, and never past `hours.nextChangeAt`.",
    query: z.strictObject({
      widget: id.optional(),
      locale: languageTag.optional(),
      groupId: id.optional(),
    }),
    response: widgetConfig,
    statuses: [200, 304],
    example: { response: sampleConfig },
  }),
  getWidgetLogo: endpoint({
    name: "getWidgetLogo",
    method: "GET",
    path: "/v1/widget/logos/{id}",
    access: "public",
    audience: "visitors",
    folder,
    errors: ["not_found", "service_unavailable"],
    summary: "A widget's logo",
    description:
      "The `logoUrl` of a configuration: a WebP of at most 320 pixels. Another logo has another address, so that caches may keep it for ever.",
    params: z.strictObject({ id }),
    response: z.string(),
    contentTypes: ["image/webp"],
    // How every WebP begins; the dots are its length.
    example: { response: "RIFF....WEBP" },
  }),
};
