import { endpoints } from "@livechat/contract";
import { beginFromOutside } from "../chat/begin-from-outside.ts";
import { listConversations } from "../chat/list-conversations.ts";
import { markUnread } from "../chat/mark-unread.ts";
import { readConversationEvents } from "../chat/read-events.ts";
import { snoozeConversation, unsnoozeConversation } from "../chat/snooze.ts";
import { updateConversation } from "../chat/update-conversation.ts";
import { findConversation, readConversation } from "../conversation/read-conversation.ts";
import { actOnMany } from "../features/bulk/bulk-actions.ts";
import { exportConversations } from "../features/export/export-conversations.ts";
import { readTranscript } from "../features/transcripts/read-transcript.ts";
import { Reply, route } from "../server/endpoint.ts";
import { tagConversation } from "../tags/tag-conversation.ts";

export const conversationRoutes = [
  route(endpoints.getTranscript, async ({ params, query, caller }, ctx) => {
    const format = query.format ?? "text";
    const { text, contentType, fileName } = await readTranscript(params.id, { format, caller }, ctx);
    return new Reply(200, text, {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    });
  }),

  route(endpoints.exportConversations, async ({ query, caller }, ctx) => {
    const body = exportConversations({ range: query, caller }, ctx);
    return new Reply(200, body as never, {
      "Content-Type": "application/x-ndjson",
      "Content-Disposition": 'attachment; filename="conversations.ndjson"',
    });
  }),

  route(endpoints.createConversation, ({ body, caller }, ctx) => beginFromOutside(body, caller, ctx)),

  route(endpoints.listConversations, ({ query, caller }, ctx) => listConversations(query, caller, ctx)),

  route(endpoints.getConversation, ({ params, caller }, ctx) => readConversation(params.id, caller, ctx)),

  route(endpoints.updateConversation, ({ params, body, caller }, ctx) =>
    updateConversation(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.snoozeConversation, ({ params, body, caller }, ctx) =>
    snoozeConversation(params.id, { until: new Date(body.until), caller }, ctx),
  ),

  route(endpoints.unsnoozeConversation, ({ params, caller }, ctx) =>
    unsnoozeConversation(params.id, caller, ctx),
  ),

  route(endpoints.markUnread, ({ params, caller }, ctx) => markUnread(params.id, caller, ctx)),

  route(endpoints.bulkConversations, async ({ body, caller }, ctx) => {
    return { results: await actOnMany(body, caller, ctx) };
  }),

  route(endpoints.listConversationEvents, async ({ params, query, caller }, ctx) => {
    const conversation = await findConversation(params.id, caller, ctx);
    return readConversationEvents(conversation.id, query, caller, ctx);
  }),

  route(endpoints.addConversationTag, ({ params: { id, tagId }, caller }, ctx) =>
    tagConversation({ conversationId: id, tagId, tagged: true }, caller, ctx),
  ),

  route(endpoints.removeConversationTag, ({ params: { id, tagId }, caller }, ctx) =>
    tagConversation({ conversationId: id, tagId, tagged: false }, caller, ctx),
  ),
];
