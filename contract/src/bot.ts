import { z } from "zod";
import { agent } from "./agent.ts";
import { conversation } from "./conversation.ts";
import { endpoint, noContent } from "./endpoint.ts";
import { event, eventId, messageText } from "./event.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  instant,
  line,
  pageOf,
  webAddress,
  writtenText,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

export const bot = agent
  .extend({
    webhookUrl: z.string(),
    /** So long a visitor waits for the bot's answer before people take over. */
    replyDeadlineSeconds: z.number().int(),
    /** Where a conversation goes that the bot hands off; null: into the queue of its own group. */
    fallbackGroupId: id.nullable(),
    isAi: z.boolean(),
    greeting: z.string().nullable(),
    failuresInARow: z.number().int(),
    /** Set while routing assigns nothing to it, after three failures in a row. */
    pausedUntil: instant.nullable(),
  })
  .meta({ id: "Bot" });
export type Bot = z.infer<typeof bot>;

/** With what it calls and is told with, shown once. */
export const newBot = bot.extend({ apiKey: z.string(), webhookSecret: z.string() }).meta({ id: "NewBot" });
export type NewBot = z.infer<typeof newBot>;

const settings = {
  avatarUrl: webAddress.nullable().optional(),
  maxConcurrentChats: z.number().int().min(1).max(LIMITS.MAX_CONCURRENT_BOT_CHATS).optional(),
  replyDeadlineSeconds: z
    .number()
    .int()
    .min(LIMITS.MIN_REPLY_DEADLINE_SECONDS)
    .max(LIMITS.MAX_REPLY_DEADLINE_SECONDS)
    .optional(),
  fallbackGroupId: id.nullable().optional(),
  isAi: z.boolean().optional(),
  greeting: messageText.nullable().optional(),
};
const webhookUrl = z.string().min(1).max(LIMITS.MAX_URL_CHARS);

export const createBotBody = z.strictObject({ name: line(LIMITS.MAX_NAME_CHARS), webhookUrl, ...settings });
export type CreateBot = z.output<typeof createBotBody>;

export const updateBotBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  webhookUrl: webhookUrl.optional(),
  status: z.enum(["online", "offline"]).optional(),
  ...settings,
});
export type UpdateBot = z.output<typeof updateBotBody>;

const threadId = id;
const option = z.strictObject({ id, label: line(LIMITS.MAX_LABEL_CHARS) });
export const choices = z.strictObject({
  text: messageText,
  options: z
    .array(option)
    .min(1)
    .max(LIMITS.MAX_CHOICES)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, "must not name an option twice"),
});

export const botEventBody = z.union([
  z.strictObject({ threadId, id: eventId.optional(), text: messageText }),
  z.strictObject({ threadId, id: eventId.optional(), choices }),
]);
export type BotEvent = z.output<typeof botEventBody>;

export const botThreadBody = z.strictObject({ threadId });
export const handOffBody = z.strictObject({
  threadId,
  groupId: id.optional(),
  reason: line(LIMITS.MAX_LABEL_CHARS),
  summary: writtenText(LIMITS.MAX_NOTE_LENGTH_CHARS).optional(),
  textForVisitor: messageText.optional(),
});
export type BotHandOff = z.output<typeof handOffBody>;

/** `data.object` of a `bot.turn`. */
export const botTurn = z.object({
  conversationId: id,
  threadId: id,
  turnId: z.string(),
  seq: z.number().int(),
  events: z.array(event),
  visitor: z.object({ id, name: z.string().nullable(), email: z.string().nullable() }),
  locale: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
});
export type BotTurn = z.infer<typeof botTurn>;

const params = z.strictObject({ id });
const folder = "Bots";
const sample = {
  ...samples.agent,
  id: "robbie00000000000001",
  name: "Robbie",
  email: "robbie00000000000001@bot.invalid",
  kind: "bot",
  maxConcurrentChats: 100,
  webhookUrl: "https://bot.example.com/livechat",
  replyDeadlineSeconds: 60,
  fallbackGroupId: null,
  isAi: false,
  greeting: null,
  failuresInARow: 0,
  pausedUntil: null,
};
const secrets = {
  apiKey: `lc_live_${sample.id}_43-url-safe-characters-of-a-random-secret-0`,
  webhookSecret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
};
const said = {
  ...samples.event,
  id: "turn-0001",
  authorType: "bot",
  authorId: sample.id,
  text: "What is your order's number?",
};
const threadBody = { threadId: samples.thread.id };
const NOT_OWNER =
  "Where `threadId` is not the active thread, or the bot does not own it, the answer is 409 `not_owner` and nothing is stored.";
const act = { access: "agent", scope: "bot", folder, params } as const;

export const botEndpoints = {
  createBot: endpoint({
    name: "createBot",
    method: "POST",
    path: "/v1/bots",
    access: "admin",
    scope: "agents:write",
    audit: "bot.created",
    folder,
    summary: "Make a bot",
    description:
      "A bot is an agent that is told by a signed webhook and answers by the API. `apiKey` and `webhookSecret` are shown once. Put it into groups as any agent; its address is checked as a webhook's is.",
    body: createBotBody,
    response: newBot,
    statuses: [201],
    example: {
      body: { name: sample.name, webhookUrl: sample.webhookUrl },
      response: { ...sample, ...secrets },
    },
  }),
  listBots: endpoint({
    name: "listBots",
    method: "GET",
    path: "/v1/bots",
    access: "admin",
    scope: "agents:read",
    folder,
    summary: "List the bots",
    query: deletablePageQuery,
    response: pageOf(bot),
    example: { response: samplePage(sample) },
  }),
  getBot: endpoint({
    name: "getBot",
    method: "GET",
    path: "/v1/bots/{id}",
    access: "admin",
    scope: "agents:read",
    errors: ["not_found"],
    folder,
    summary: "Read a bot",
    params,
    query: includeDeletedQuery,
    response: bot,
    example: { response: sample },
  }),
  updateBot: endpoint({
    name: "updateBot",
    method: "PATCH",
    path: "/v1/bots/{id}",
    access: "admin",
    scope: "agents:write",
    audit: "bot.updated",
    errors: ["not_found"],
    folder,
    summary: "Change a bot",
    params,
    body: updateBotBody,
    response: bot,
    example: { body: { replyDeadlineSeconds: 30 }, response: { ...sample, replyDeadlineSeconds: 30 } },
  }),
  deleteBot: endpoint({
    name: "deleteBot",
    method: "DELETE",
    path: "/v1/bots/{id}",
    access: "admin",
    scope: "agents:write",
    audit: "agent.deleted",
    errors: ["not_found"],
    folder,
    summary: "Delete a bot",
    description:
      "Soft: it can be restored. Its conversations are routed anew, and its API key is refused from now on; a restored bot has it again, unless an admin had revoked it.",
    params,
    response: noContent,
  }),
  restoreBot: endpoint({
    name: "restoreBot",
    method: "POST",
    path: "/v1/bots/{id}/restore",
    access: "admin",
    scope: "agents:write",
    audit: "agent.restored",
    errors: ["not_found"],
    folder,
    summary: "Restore a deleted bot",
    params,
    response: bot,
    example: { response: sample },
  }),
  addBotEvent: endpoint({
    ...act,
    name: "addBotEvent",
    method: "POST",
    path: "/v1/bot/conversations/{id}/events",
    errors: ["not_found", "not_owner", "already_exists"],
    summary: "Say something as a bot, or offer choices",
    description: `${NOT_OWNER} With the turn's id as \`id\` a turn that is told twice is answered once.`,
    body: botEventBody,
    response: event,
    statuses: [201, 200],
    example: { body: { ...threadBody, id: said.id, text: said.text }, response: said },
  }),
  showBotTyping: endpoint({
    ...act,
    name: "showBotTyping",
    method: "POST",
    path: "/v1/bot/conversations/{id}/typing",
    errors: ["not_found", "not_owner"],
    summary: "Show for ten seconds that the bot is typing",
    description: NOT_OWNER,
    body: botThreadBody,
    response: noContent,
    example: { body: threadBody },
  }),
  handOffConversation: endpoint({
    ...act,
    name: "handOffConversation",
    method: "POST",
    path: "/v1/bot/conversations/{id}/handoff",
    errors: ["not_found", "not_owner"],
    summary: "Hand a conversation off to people",
    description: `${NOT_OWNER} The summary becomes a private note. No bot gets the conversation again until it is closed.`,
    body: handOffBody,
    response: conversation,
    example: {
      body: { ...threadBody, reason: "Wants a refund", summary: "Order 1234 arrived broken." },
      response: samples.waiting,
    },
  }),
  closeBotConversation: endpoint({
    ...act,
    name: "closeBotConversation",
    method: "POST",
    path: "/v1/bot/conversations/{id}/close",
    errors: ["not_found", "not_owner"],
    summary: "Close a conversation as a bot",
    description: NOT_OWNER,
    body: botThreadBody,
    response: conversation,
    example: { body: threadBody, response: samples.closed },
  }),
  requestPerson: endpoint({
    name: "requestPerson",
    method: "POST",
    path: "/v1/conversations/{id}/request-person",
    access: "agentOrVisitor",
    errors: ["not_found", "conversation_closed"],
    folder,
    summary: "Ask for a person",
    description:
      "For the conversation's visitor, who needs no word of the bot for it. The conversation goes to people: into the queue, or, where the group is closed, its offline way (`channel`). No bot gets it again until it is closed. Changes nothing where a person has it.",
    params,
    response: conversation,
    example: { response: samples.waiting },
  }),
};
