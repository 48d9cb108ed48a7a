import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { filesSettings, filesSettingsInput } from "./file.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  id,
  includeDeletedQuery,
  line,
  pageOf,
  softDelete,
  timestamps,
  writtenText,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

export const routingStrategy = z.enum(["round_robin", "least_loaded", "sticky"]);
export type RoutingStrategy = z.infer<typeof routingStrategy>;

/** Where an agent stands in a group: tried first, normally, last, or (supervisor) never automatically. */
export const agentPriority = z.enum(["first", "normal", "last", "supervisor"]);
export type AgentPriority = z.infer<typeof agentPriority>;

const seconds = z.number().int().min(1).max(LIMITS.MAX_DEADLINE_SECONDS);

export const groupSettings = z.object({
  /** A conversation whose owner wrote nothing for this long is requeued, and not assigned to them again. null: off. */
  answerDeadlineSeconds: seconds.nullable(),
  /** A conversation is closed when its visitor wrote nothing for this long after an agent's message. null: off. */
  visitorInactivitySeconds: seconds.nullable(),
  /** Conversations of an agent who is disconnected are requeued after this long. null: never. */
  agentGoneSeconds: seconds.nullable(),
  /** More waiting conversations than this are refused. null: no limit. */
  maxQueueLength: z.number().int().min(1).max(LIMITS.MAX_QUEUE_LENGTH).nullable(),
  /** By agent id; whoever is not named is "normal". */
  priorities: z.record(id, agentPriority),
});
export type GroupSettings = z.infer<typeof groupSettings>;

export const DEFAULT_GROUP_SETTINGS: GroupSettings = {
  answerDeadlineSeconds: null,
  visitorInactivitySeconds: null,
  agentGoneSeconds: 60,
  maxQueueLength: null,
  priorities: {},
};

/**
 * What becomes of a conversation that would begin to wait while the group is closed.
 * - `offline`: it is stored as an offline message, and routed when the group opens
 * - `queue`: it waits, and is routed when the group opens
 * - another group: it waits there, by that group's own hours
 */
export const whenClosed = z.union([z.enum(["offline", "queue"]), z.strictObject({ groupId: id })]);
export type WhenClosed = z.infer<typeof whenClosed>;

export const DEFAULT_GROUP_HOURS = {
  scheduleId: null,
  whenClosed: "offline",
  pauseDeadlinesWhenClosed: false,
} as const satisfies Pick<Group, "scheduleId" | "whenClosed" | "pauseDeadlinesWhenClosed">;

export const group = z
  .object({
    id,
    name: z.string(),
    description: z.string(),
    routingStrategy,
    isDefault: z.boolean(),
    agentIds: z.array(id),
    settings: groupSettings,
    /** The business hours that the group keeps. null: it is always open. */
    scheduleId: id.nullable(),
    whenClosed,
    /** Whether answer and inactivity deadlines count business time alone. */
    pauseDeadlinesWhenClosed: z.boolean(),
    /** What may be sent in the group's conversations. */
    files: filesSettings,
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "Group" });
export type Group = z.infer<typeof group>;

const settingsInput = z.strictObject(groupSettings.partial().shape);

const editable = {
  description: writtenText(LIMITS.MAX_DESCRIPTION_CHARS).optional(),
  routingStrategy: routingStrategy.optional(),
  isDefault: z.boolean().optional(),
  settings: settingsInput.optional(),
  scheduleId: id.nullable().optional(),
  whenClosed: whenClosed.optional(),
  pauseDeadlinesWhenClosed: z.boolean().optional(),
  files: filesSettingsInput.optional(),
};

export const createGroupBody = z.strictObject({ name: line(LIMITS.MAX_NAME_CHARS), ...editable });
export type CreateGroup = z.output<typeof createGroupBody>;

export const updateGroupBody = z.strictObject({ name: line(LIMITS.MAX_NAME_CHARS).optional(), ...editable });
export type UpdateGroup = z.output<typeof updateGroupBody>;

export const addAgentsBody = z.strictObject({
  agentIds: z.array(id).min(1).max(LIMITS.MAX_AGENTS_PER_CALL),
});

const groupParams = z.strictObject({ id });
const folder = "Groups";

export const groupEndpoints = {
  createGroup: endpoint({
    name: "createGroup",
    method: "POST",
    path: "/v1/groups",
    access: "admin",
    scope: "groups:write",
    audit: "group.created",
    errors: ["already_exists"],
    folder,
    summary: "Create a group",
    description: "The first group is the default one. Making one the default un-makes the other.",
    body: createGroupBody,
    response: group,
    statuses: [201],
    example: {
      body: {
        name: "Sales",
        description: "Questions before the purchase",
        routingStrategy: "round_robin",
      },
      response: samples.group,
    },
  }),
  listGroups: endpoint({
    name: "listGroups",
    method: "GET",
    path: "/v1/groups",
    access: "agent",
    scope: "groups:read",
    folder,
    summary: "List groups",
    query: deletablePageQuery,
    response: pageOf(group),
    example: { response: samplePage(samples.group) },
  }),
  getGroup: endpoint({
    name: "getGroup",
    method: "GET",
    path: "/v1/groups/{id}",
    access: "agent",
    scope: "groups:read",
    errors: ["not_found"],
    folder,
    summary: "Read a group",
    params: groupParams,
    query: includeDeletedQuery,
    response: group,
    example: { response: samples.group },
  }),
  updateGroup: endpoint({
    name: "updateGroup",
    method: "PATCH",
    path: "/v1/groups/{id}",
    access: "admin",
    scope: "groups:write",
    audit: "group.updated",
    errors: ["not_found", "already_exists", "not_allowed"],
    folder,
    summary: "Change a group",
    params: groupParams,
    body: updateGroupBody,
    response: group,
    example: {
      body: { routingStrategy: "least_loaded" },
      response: { ...samples.group, routingStrategy: "least_loaded" },
    },
  }),
  deleteGroup: endpoint({
    name: "deleteGroup",
    method: "DELETE",
    path: "/v1/groups/{id}",
    access: "admin",
    scope: "groups:write",
    audit: "group.deleted",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Delete a group",
    description: "Soft. Its waiting conversations move to the default group, which cannot be deleted itself.",
    params: groupParams,
    response: noContent,
  }),
  restoreGroup: endpoint({
    name: "restoreGroup",
    method: "POST",
    path: "/v1/groups/{id}/restore",
    access: "admin",
    scope: "groups:write",
    audit: "group.restored",
    errors: ["not_found", "already_exists"],
    folder,
    summary: "Restore a deleted group",
    params: groupParams,
    response: group,
    example: { response: samples.group },
  }),
  addGroupAgents: endpoint({
    name: "addGroupAgents",
    method: "POST",
    path: "/v1/groups/{id}/agents",
    access: "admin",
    scope: "groups:write",
    audit: "group.agents_added",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Put agents into a group",
    description: "All or none: an unknown or deleted agent is named in the error and nothing is changed.",
    params: groupParams,
    body: addAgentsBody,
    response: group,
    example: { body: { agentIds: [samples.ids.agent] }, response: samples.group },
  }),
  removeGroupAgent: endpoint({
    name: "removeGroupAgent",
    method: "DELETE",
    path: "/v1/groups/{id}/agents/{agentId}",
    access: "admin",
    scope: "groups:write",
    audit: "group.agent_removed",
    errors: ["not_found"],
    folder,
    summary: "Take an agent out of a group",
    description: "Running conversations stay with the agent.",
    params: z.strictObject({ id, agentId: id }),
    response: noContent,
  }),
};
