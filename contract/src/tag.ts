import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  line,
  pageOf,
  softDelete,
  timestamps,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/, "must be a colour like #1A73E8");

export const tag = z
  .object({ id, name: z.string(), color: z.string(), ...timestamps, ...softDelete })
  .meta({ id: "Tag" });
export type Tag = z.infer<typeof tag>;

export const DEFAULT_TAG_COLOR = "#607D8B";

export const createTagBody = z.strictObject({ name: line(LIMITS.MAX_NAME_CHARS), color: color.optional() });
export type CreateTag = z.output<typeof createTagBody>;

export const updateTagBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  color: color.optional(),
});
export type UpdateTag = z.output<typeof updateTagBody>;

export const mergeTagBody = z.strictObject({ intoTagId: id });

const tagParams = z.strictObject({ id });
const folder = "Tags";

export const tagEndpoints = {
  createTag: endpoint({
    name: "createTag",
    method: "POST",
    path: "/v1/tags",
    access: "admin",
    scope: "tags:write",
    audit: "tag.created",
    errors: ["already_exists"],
    folder,
    summary: "Create a tag",
    body: createTagBody,
    response: tag,
    statuses: [201],
    example: { body: { name: "Refund", color: "#1A73E8" }, response: samples.tag },
  }),
  listTags: endpoint({
    name: "listTags",
    method: "GET",
    path: "/v1/tags",
    access: "agent",
    scope: "tags:read",
    folder,
    summary: "List tags",
    query: deletablePageQuery,
    response: pageOf(tag),
    example: { response: samplePage(samples.tag) },
  }),
  getTag: endpoint({
    name: "getTag",
    method: "GET",
    path: "/v1/tags/{id}",
    access: "agent",
    scope: "tags:read",
    errors: ["not_found"],
    folder,
    summary: "Read a tag",
    params: tagParams,
    query: includeDeletedQuery,
    response: tag,
    example: { response: samples.tag },
  }),
  updateTag: endpoint({
    name: "updateTag",
    method: "PATCH",
    path: "/v1/tags/{id}",
    access: "admin",
    scope: "tags:write",
    audit: "tag.updated",
    errors: ["not_found", "already_exists"],
    folder,
    summary: "Change a tag",
    params: tagParams,
    body: updateTagBody,
    response: tag,
    example: { body: { color: "#D93025" }, response: { ...samples.tag, color: "#D93025" } },
  }),
  deleteTag: endpoint({
    name: "deleteTag",
    method: "DELETE",
    path: "/v1/tags/{id}",
    access: "admin",
    scope: "tags:write",
    audit: "tag.deleted",
    errors: ["not_found"],
    folder,
    summary: "Delete a tag",
    params: tagParams,
    response: noContent,
  }),
  restoreTag: endpoint({
    name: "restoreTag",
    method: "POST",
    path: "/v1/tags/{id}/restore",
    access: "admin",
    scope: "tags:write",
    audit: "tag.restored",
    errors: ["not_found", "already_exists"],
    folder,
    summary: "Restore a deleted tag",
    params: tagParams,
    response: tag,
    example: { response: samples.tag },
  }),
  mergeTag: endpoint({
    name: "mergeTag",
    method: "POST",
    path: "/v1/tags/{id}/merge",
    access: "admin",
    scope: "tags:write",
    audit: "tag.merged",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Merge a tag into another",
    description:
      "Conversations, canned responses and saved views that have the tag get the other in its place, some at each call; the tag is deleted with the last of them. Repeat the call until `isDone`. Each conversation is told as `conversation.untagged` and `conversation.tagged`, and has a new `updatedAt`; reports keep the tag that a conversation had when it was closed.",
    params: tagParams,
    body: mergeTagBody,
    response: z.object({
      tag,
      /** How many were changed by this call. */
      moved: z.number().int(),
      isDone: z.boolean(),
    }),
    example: {
      body: { intoTagId: samples.ids.tag },
      response: { tag: samples.tag, moved: 12, isDone: true },
    },
  }),
};
