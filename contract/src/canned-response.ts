import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  instant,
  line,
  pageOf,
  queryBoolean,
  softDelete,
  timestamps,
  writtenText,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

/** What an agent types after the slash: no spaces, so that the end of it is plain. */
const shortcut = line(LIMITS.MAX_SHORTCUT_CHARS).refine(
  (value) => /^[^\s/#]+$/u.test(value),
  "must not hold spaces, / or #",
);
const responseText = writtenText(LIMITS.MAX_MESSAGE_LENGTH_CHARS).refine(
  (value) => value.trim() !== "",
  "must not be empty",
);
const localeTag = z
  .string()
  .max(LIMITS.MAX_LOCALE_CHARS)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "must be a language tag such as de or pt-BR");
const groupIds = z.array(id).min(1).max(LIMITS.MAX_GROUPS_PER_RESOURCE).nullable();
const tagIds = z.array(id).max(LIMITS.MAX_TAGS_PER_CONVERSATION);

export const cannedResponse = z
  .object({
    id,
    shortcut: z.string(),
    title: z.string(),
    /** May hold `{{visitor.name|there}}` with a fallback, `{{agent.name}}`, and `{{ask:Order number}}`. */
    text: z.string(),
    /** The groups whose agents may use it; null: all. */
    groupIds: z.array(id).nullable(),
    isPrivate: z.boolean(),
    /** Whose it is, when it is private. */
    ownerId: id.nullable(),
    /** Tags that the console puts on the conversation with it. */
    tagIds: z.array(id),
    locale: z.string().nullable(),
    usageCount: z.number().int(),
    lastUsedAt: instant.nullable(),
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "CannedResponse" });
export type CannedResponse = z.infer<typeof cannedResponse>;

export const createCannedResponseBody = z.strictObject({
  shortcut,
  title: line(LIMITS.MAX_NAME_CHARS),
  text: responseText,
  groupIds: groupIds.optional(),
  isPrivate: z.boolean().optional(),
  tagIds: tagIds.optional(),
  locale: localeTag.nullable().optional(),
});
export type CreateCannedResponse = z.output<typeof createCannedResponseBody>;

export const updateCannedResponseBody = createCannedResponseBody.omit({ isPrivate: true }).partial();
export type UpdateCannedResponse = z.output<typeof updateCannedResponseBody>;

export const cannedResponseQuery = deletablePageQuery.extend({
  /** In shortcut, title or text, in any case of letters. */
  q: z.string().max(LIMITS.MAX_NAME_CHARS).optional(),
  groupId: id.optional(),
  mine: queryBoolean.optional(),
});
export type CannedResponseQuery = z.output<typeof cannedResponseQuery>;

const params = z.strictObject({ id });
const folder = "Canned responses";
const sample = {
  id: "greeting00000000001",
  shortcut: "hello",
  title: "Greeting",
  text: "Hello {{visitor.name|there}}, this is {{agent.name}}. How can I help?",
  groupIds: null,
  isPrivate: false,
  ownerId: null,
  tagIds: [],
  locale: "en",
  usageCount: 12,
  lastUsedAt: samples.at,
  createdAt: samples.at,
  updatedAt: samples.at,
  isDeleted: false,
  deletedAt: null,
};

export const cannedResponseEndpoints = {
  createCannedResponse: endpoint({
    name: "createCannedResponse",
    method: "POST",
    path: "/v1/canned-responses",
    access: "agent",
    scope: "canned_responses:write",
    errors: ["not_found", "already_exists"],
    audit: "canned_response.created",
    folder,
    summary: "Create a canned response",
    description:
      "Private ones by anyone, for themselves; shared ones by supervisors and admins. A shortcut is unique, in any case of letters, among those that one person sees.",
    body: createCannedResponseBody,
    response: cannedResponse,
    statuses: [201],
    example: {
      body: { shortcut: "hello", title: "Greeting", text: sample.text, locale: "en" },
      response: sample,
    },
  }),
  listCannedResponses: endpoint({
    name: "listCannedResponses",
    method: "GET",
    path: "/v1/canned-responses",
    access: "agent",
    scope: "canned_responses:read",
    folder,
    summary: "List canned responses",
    description:
      "What is for the caller's groups and the caller's own; supervisors and admins see all shared ones.",
    query: cannedResponseQuery,
    response: pageOf(cannedResponse),
    example: { response: samplePage(sample) },
  }),
  getCannedResponse: endpoint({
    name: "getCannedResponse",
    method: "GET",
    path: "/v1/canned-responses/{id}",
    access: "agent",
    scope: "canned_responses:read",
    errors: ["not_found"],
    folder,
    summary: "Read a canned response",
    params,
    query: includeDeletedQuery,
    response: cannedResponse,
    example: { response: sample },
  }),
  updateCannedResponse: endpoint({
    name: "updateCannedResponse",
    method: "PATCH",
    path: "/v1/canned-responses/{id}",
    access: "agent",
    scope: "canned_responses:write",
    errors: ["not_found", "already_exists"],
    audit: "canned_response.updated",
    folder,
    summary: "Change a canned response",
    params,
    body: updateCannedResponseBody,
    response: cannedResponse,
    example: {
      body: { title: "Greeting in English" },
      response: { ...sample, title: "Greeting in English" },
    },
  }),
  deleteCannedResponse: endpoint({
    name: "deleteCannedResponse",
    method: "DELETE",
    path: "/v1/canned-responses/{id}",
    access: "agent",
    scope: "canned_responses:write",
    errors: ["not_found"],
    audit: "canned_response.deleted",
    folder,
    summary: "Delete a canned response",
    params,
    response: noContent,
  }),
  restoreCannedResponse: endpoint({
    name: "restoreCannedResponse",
    method: "POST",
    path: "/v1/canned-responses/{id}/restore",
    access: "agent",
    scope: "canned_responses:write",
    errors: ["not_found", "already_exists"],
    audit: "canned_response.restored",
    folder,
    summary: "Restore a deleted canned response",
    params,
    response: cannedResponse,
    example: { response: sample },
  }),
};
