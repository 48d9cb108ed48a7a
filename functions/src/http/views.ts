import { endpoints } from "@livechat/contract";
import { createView, deleteView, updateView } from "../features/views/change-views.ts";
import { listViewConversations } from "../features/views/list-conversations.ts";
import { listViews } from "../features/views/read-views.ts";
import { route } from "../server/endpoint.ts";

export const viewRoutes = [
  route(endpoints.createView, ({ body, caller }, ctx) => createView(body, caller, ctx)),

  route(endpoints.listViews, ({ query, caller }, ctx) => listViews(query, caller, ctx)),

  route(endpoints.updateView, ({ params, body, caller }, ctx) =>
    updateView(params.id, body, { caller, ctx }),
  ),

  route(endpoints.deleteView, async ({ params, caller }, ctx) => {
    await deleteView(params.id, caller, ctx);
    return null;
  }),

  route(endpoints.listViewConversations, ({ params, query, caller }, ctx) =>
    listViewConversations(params.id, { page: query, caller }, ctx),
  ),
];
