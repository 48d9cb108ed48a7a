import { endpoints } from "@livechat/contract";
import { listConversations } from "../chat/list-conversations.ts";
import { findVisitor, listVisitors } from "../features/visitors/read-visitors.ts";
import { updateVisitor } from "../features/visitors/update-visitor.ts";
import { addVisitorNote, deleteVisitorNote, listVisitorNotes } from "../features/visitors/visitor-notes.ts";
import { route } from "../server/endpoint.ts";
import { toVisitor } from "../store/visitors.ts";

export const visitorRoutes = [
  route(endpoints.listVisitors, ({ query, caller }, ctx) => listVisitors(query, caller, ctx)),

  route(endpoints.getVisitor, async ({ params, caller }, ctx) =>
    toVisitor(await findVisitor(params.id, caller, ctx)),
  ),

  route(endpoints.updateVisitor, ({ params, body, caller }, ctx) =>
    updateVisitor(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.listVisitorConversations, async ({ params, query, caller }, ctx) => {
    const { id } = await findVisitor(params.id, caller, ctx);
    return listConversations({ ...query, visitorId: id }, caller, ctx);
  }),

  route(endpoints.listVisitorNotes, ({ params, caller }, ctx) =>
    listVisitorNotes({ visitorId: params.id, caller }, ctx),
  ),

  route(endpoints.addVisitorNote, ({ params, body, caller }, ctx) =>
    addVisitorNote(body.text, { visitorId: params.id, caller }, ctx),
  ),

  route(endpoints.deleteVisitorNote, async ({ params, caller }, ctx) => {
    await deleteVisitorNote(params.noteId, { visitorId: params.id, caller }, ctx);
    return null;
  }),
];
