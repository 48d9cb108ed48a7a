import { endpoints } from "@livechat/contract";
import { deleteDraft, readDraft, saveDraft } from "../features/drafts/drafts.ts";
import { route } from "../server/endpoint.ts";

export const draftRoutes = [
  route(endpoints.getDraft, ({ params, query, caller }, ctx) =>
    readDraft({ conversationId: params.id, mode: query.mode, caller, orEmpty: query.orEmpty ?? false }, ctx),
  ),

  route(endpoints.saveDraft, ({ params, body, caller }, ctx) =>
    saveDraft(body, { conversationId: params.id, caller }, ctx),
  ),

  route(endpoints.deleteDraft, async ({ params, query, caller }, ctx) => {
    await deleteDraft({ conversationId: params.id, mode: query.mode, caller }, ctx);
    return null;
  }),
];
