import { z } from "zod";
import { firebaseAccess } from "./auth.ts";
import { conversationStatus } from "./conversation.ts";
import { endpoint } from "./endpoint.ts";
import { messageText } from "./event.ts";
import { LIMITS } from "./limits.ts";
import { email, id, line, metadata } from "./primitives.ts";
import { samples } from "./samples.ts";

/** What a visitor says of themself; all optional. */
export const visitorFacts = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  email: email.optional(),
  locale: z
    .string()
    .max(LIMITS.MAX_LOCALE_CHARS)
    .regex(/^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag")
    .optional(),
});
export type VisitorFacts = z.output<typeof visitorFacts>;

export const startSessionBody = z.strictObject({
  visitor: visitorFacts.optional(),
  message: messageText.optional(),
  groupId: id.optional(),
  sessionToken: z.string().max(LIMITS.MAX_SESSION_TOKEN_CHARS).optional(),
  metadata: metadata.optional(),
});
export type StartSession = z.output<typeof startSessionBody>;

export const session = z
  .object({
    sessionToken: z.string(),
    visitorId: id,
    conversationId: id,
    threadId: id,
    status: conversationStatus,
    firebase: firebaseAccess,
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof session>;

export const widgetConfig = z
  .object({
    /** Whether an agent of the default group could take a conversation now. */
    available: z.boolean(),
    maxMessageLengthChars: z.number().int(),
    locales: z.array(z.string()),
  })
  .meta({ id: "WidgetConfig" });
export type WidgetConfig = z.infer<typeof widgetConfig>;

const folder = "Widget";

export const widgetEndpoints = {
  startSession: endpoint({
    name: "startSession",
    method: "POST",
    path: "/v1/widget/session",
    access: "public",
    errors: ["not_found"],
    audience: "visitors",
    folder,
    summary: "Start or resume a visitor's conversation",
    description:
      "201 for a new conversation. 200 when the session token's visitor has an open one, to which the message is appended.",
    body: startSessionBody,
    response: session,
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
  getWidgetConfig: endpoint({
    name: "getWidgetConfig",
    method: "GET",
    path: "/v1/widget/config",
    access: "public",
    audience: "visitors",
    folder,
    summary: "What the widget needs before a conversation",
    response: widgetConfig,
    example: { response: { available: true, maxMessageLengthChars: 16_000, locales: ["en", "de"] } },
  }),
};
