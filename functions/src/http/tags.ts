import { endpoints } from "@livechat/contract";
import { route } from "../server/endpoint.ts";
import { createTag, deleteTag, restoreTag, updateTag } from "../tags/change-tags.ts";
import { mergeTag } from "../tags/merge-tag.ts";
import { listTags, readTag } from "../tags/read-tags.ts";

export const tagRoutes = [
  route(endpoints.createTag, ({ body }, ctx) => createTag(body, ctx)),

  route(endpoints.listTags, ({ query, caller }, ctx) => listTags(query, caller, ctx)),

  route(endpoints.getTag, ({ params, query, caller }, ctx) =>
    readTag(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.updateTag, ({ params, body }, ctx) => updateTag(params.id, body, ctx)),

  route(endpoints.deleteTag, async ({ params }, ctx) => {
    await deleteTag(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreTag, ({ params }, ctx) => restoreTag(params.id, ctx)),

  route(endpoints.mergeTag, ({ params, body }, ctx) => mergeTag(params.id, body.intoTagId, ctx)),
];
