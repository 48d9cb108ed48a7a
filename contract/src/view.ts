import { z } from "zod";
import {
  conversation,
  conversationChannel,
  conversationPriority,
  conversationStatus,
} from "./conversation.ts";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instantInput, line, pageOf, pageQuery, softDelete, timestamps } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(10)]);
const ids = z.array(id).min(1).max(LIMITS.MAX_GROUPS_PER_RESOURCE);

/** Who has the conversation: whoever looks, nobody, or an agent. */
export const ASSIGNED_TO_ME = "me";
export const ASSIGNED_TO_NOBODY = "none";

/** What all must hold. Of several values of one kind, one must hold. What is null or left out asks for nothing. */
export const viewFilter = z.strictObject({
  status: oneOrMore(conversationStatus).nullable().optional(),
  /** `me`, `none`, or an agent's id. */
  assignee: id.nullable().optional(),
  groupIds: ids.nullable().optional(),
  tagIds: ids.nullable().optional(),
  /** Whether the conversation is open and the last word the visitor's. */
  unreplied: z.boolean().nullable().optional(),
  snoozed: z.boolean().nullable().optional(),
  /** Whether a note of the last 30 days mentions whoever looks. */
  mentionsMe: z.boolean().nullable().optional(),
  priority: oneOrMore(conversationPriority).nullable().optional(),
  channel: oneOrMore(conversationChannel).nullable().optional(),
  /** The first moment that counts, and the first that counts no more. */
  createdFrom: instantInput.nullable().optional(),
  createdTo: instantInput.nullable().optional(),
});
export type ViewFilter = z.output<typeof viewFilter>;

/** `newest` and `oldest` by the last activity. */
export const viewSort = z.enum(["longestWaiting", "newest", "oldest"]);
export type ViewSort = z.infer<typeof viewSort>;
export const viewVisibility = z.enum(["mine", "group", "everyone"]);

/** A saved filter over conversations. Everybody sees by it what they may see, and no more. */
export const view = z
  .object({
    id,
    name: z.string(),
    visibility: viewVisibility,
    /** Whose view it is, of visibility `group`. */
    groupId: id.nullable(),
    ownerId: id,
    filter: viewFilter,
    sort: viewSort,
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "View" });
export type View = z.infer<typeof view>;

const own = {
  name: line(LIMITS.MAX_NAME_CHARS),
  visibility: viewVisibility.optional(),
  groupId: id.nullable().optional(),
  filter: viewFilter,
  sort: viewSort.optional(),
};
export const createViewBody = z.strictObject(own);
export type CreateView = z.output<typeof createViewBody>;
export const updateViewBody = createViewBody.partial();
export type UpdateView = z.output<typeof updateViewBody>;

const params = z.strictObject({ id });
const folder = "Views";
const sample: z.input<typeof view> = {
  id: "view0000000000000001",
  name: "Urgent refunds",
  visibility: "everyone",
  groupId: null,
  ownerId: samples.ids.agent,
  filter: { status: "active", tagIds: [samples.ids.tag], priority: ["high", "urgent"] },
  sort: "longestWaiting",
  createdAt: samples.at,
  updatedAt: samples.at,
  isDeleted: false,
  deletedAt: null,
};
const { name, visibility, filter, sort } = sample;

export const viewEndpoints = {
  createView: endpoint({
    name: "createView",
    method: "POST",
    path: "/v1/views",
    access: "agent",
    errors: ["not_found", "not_allowed"],
    audit: "view.created",
    folder,
    summary: "Save a view",
    description: "One's own by anyone; those of a group and of everyone by supervisors and admins.",
    body: createViewBody,
    response: view,
    statuses: [201],
    example: { body: { name, visibility, filter, sort }, response: sample },
  }),
  listViews: endpoint({
    name: "listViews",
    method: "GET",
    path: "/v1/views",
    access: "agent",
    folder,
    summary: "List the views",
    description:
      "One's own, those of one's groups and of everyone; supervisors and admins see those of all groups.",
    query: pageQuery,
    response: pageOf(view),
    example: { response: samplePage(sample) },
  }),
  updateView: endpoint({
    name: "updateView",
    method: "PATCH",
    path: "/v1/views/{id}",
    access: "agent",
    errors: ["not_found"],
    audit: "view.updated",
    folder,
    summary: "Change a view",
    description: "`filter` is replaced as a whole.",
    params,
    body: updateViewBody,
    response: view,
    example: { body: { name: "Refunds" }, response: { ...sample, name: "Refunds" } },
  }),
  deleteView: endpoint({
    name: "deleteView",
    method: "DELETE",
    path: "/v1/views/{id}",
    access: "agent",
    errors: ["not_found"],
    audit: "view.deleted",
    folder,
    summary: "Delete a view",
    params,
    response: noContent,
  }),
  listViewConversations: endpoint({
    name: "listViewConversations",
    method: "GET",
    path: "/v1/views/{id}/conversations",
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "List the conversations of a view",
    description:
      "Of those that the caller may see, exactly those that the view's filter names, in its order.",
    params,
    query: pageQuery,
    response: pageOf(conversation),
    example: { response: samplePage(samples.conversation) },
  }),
};
