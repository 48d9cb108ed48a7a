import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import {
  deletablePageQuery,
  email,
  id,
  includeDeletedQuery,
  instant,
  line,
  pageOf,
  softDelete,
  timeRangeQuery,
  timestamps,
  webAddress,
} from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

export const agentRole = z.enum(["agent", "supervisor", "admin"]);
export type AgentRole = z.infer<typeof agentRole>;

export const agentStatus = z.enum(["online", "offline", "away"]);
export type AgentStatus = z.infer<typeof agentStatus>;

/** People, and bots that are told by a webhook and answer by the API. */
export const agentKind = z.enum(["human", "bot"]);
export type AgentKind = z.infer<typeof agentKind>;

export const agent = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    role: agentRole,
    /** A bot is told by a webhook and answers by the API. */
    kind: agentKind.optional(),
    status: agentStatus,
    acceptingChats: z.boolean(),
    maxConcurrentChats: z.number().int(),
    activeChats: z.number().int(),
    groupIds: z.array(id),
    avatarUrl: z.string().nullable(),
    lastAssignedAt: instant.nullable(),
    ...timestamps,
    ...softDelete,
  })
  .meta({ id: "Agent" });
export type Agent = z.infer<typeof agent>;

/** Of eight letters and more, those that attackers try first, in small letters. Source: NCSC, Pwned Passwords top 100. */
const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  "password passw0rd passwort qwertyui qwertyuiop qwertzui iloveyou sunshine princess football baseball superman trustno1 starwars".split(
    " ",
  ),
);

/** Counted in bytes because bcrypt ignores everything after the 72nd: longer ones are refused, never cut. */
export const newPassword = z
  .string()
  .refine((value) => {
    const bytes = new TextEncoder().encode(value).length;
    return value.isWellFormed() && bytes >= LIMITS.MIN_PASSWORD_BYTES && bytes <= LIMITS.MAX_PASSWORD_BYTES;
  }, `must be ${LIMITS.MIN_PASSWORD_BYTES} to ${LIMITS.MAX_PASSWORD_BYTES} bytes of UTF-8`)
  .refine((value) => !value.includes("\0"), "must not hold a NUL character")
  .refine((value) => value.trim() !== "", "must not be blank")
  .refine((value) => !COMMON_PASSWORDS.has(value.toLowerCase()), "is one of the first that everybody tries")
  .meta({
    format: "password",
    description: `${LIMITS.MIN_PASSWORD_BYTES} to ${LIMITS.MAX_PASSWORD_BYTES} bytes of UTF-8`,
  });

const maxConcurrentChats = z.number().int().min(LIMITS.MIN_CONCURRENT_CHATS).max(LIMITS.MAX_CONCURRENT_CHATS);

export const createAgentBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS),
  email,
  password: newPassword,
  role: agentRole.optional(),
  maxConcurrentChats: maxConcurrentChats.optional(),
  acceptingChats: z.boolean().optional(),
  avatarUrl: webAddress.nullable().optional(),
});
export type CreateAgent = z.output<typeof createAgentBody>;

export const updateAgentBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  email: email.optional(),
  password: newPassword.optional(),
  role: agentRole.optional(),
  status: agentStatus.optional(),
  acceptingChats: z.boolean().optional(),
  maxConcurrentChats: maxConcurrentChats.optional(),
  avatarUrl: webAddress.nullable().optional(),
});
export type UpdateAgent = z.output<typeof updateAgentBody>;

/** What an agent may change of themself; everything else needs an admin. */
export const SELF_EDITABLE_AGENT_FIELDS = ["name", "avatarUrl", "status", "acceptingChats"] as const;

export const agentStats = z
  .object({
    activeChats: z.number().int(),
    assignedTotal: z.number().int(),
    closedTotal: z.number().int(),
    transferredOutTotal: z.number().int(),
    messagesSentTotal: z.number().int(),
    averageFirstResponseSeconds: z.number().nullable(),
    averageHandlingSeconds: z.number().nullable(),
  })
  .meta({ id: "AgentStats" });
export type AgentStats = z.infer<typeof agentStats>;

export const heartbeatBody = z.strictObject({
  /** Names one console of the agent, so that several can be open at once. */
  consoleId: id,
  /** True when this console is being closed: its lease ends now. */
  leaving: z.boolean().optional(),
  /** Whether it is on the screen: while one is, nothing is pushed. Unless said otherwise it is. */
  visible: z.boolean().optional(),
  /** The conversation that is open on it. Colleagues who have it open too are told; of who supervises nobody is. */
  conversationId: id.optional(),
  /** Whether something is being written there now. */
  writing: z.boolean().optional(),
  /** Conversations that its list shows now: who has one of them open is told. */
  listed: z.array(id).max(LIMITS.MAX_LISTED_LOOKS).optional(),
});

export const presence = z
  .object({
    agentId: id,
    status: agentStatus,
    leaseExpiresAt: instant.nullable(),
    /** Who else has the conversation open that is open on this console. */
    looking: z.array(z.object({ agentId: id, writing: z.boolean() })),
    /** Who else has one of the conversations open that this console lists. */
    lookingAtListed: z.array(z.object({ conversationId: id, agentId: id, writing: z.boolean() })),
    nextHeartbeatSeconds: z.number().int(),
    /** A session that nobody uses for so long ends: the console that is left alone signs out. null: none does. */
    idleEndSeconds: z.number().int().nullable(),
  })
  .meta({ id: "Presence" });
export type Presence = z.infer<typeof presence>;

/** To be sent to the agent by whoever asked for it. Whoever has it may set the password. */
export const inviteLink = z.object({ url: z.string(), expiresAt: instant }).meta({ id: "InviteLink" });
export type InviteLink = z.infer<typeof inviteLink>;

const inviteSample = {
  url: "https://example.web.app/console/accept-invite#token=anna0000000000000001.secret",
  expiresAt: "2026-03-05T09:00:00.000Z",
};

const agentParams = z.strictObject({ id });
const folder = "Agents";

export const agentEndpoints = {
  createAgent: endpoint({
    name: "createAgent",
    method: "POST",
    path: "/v1/agents",
    access: "admin",
    scope: "agents:write",
    audit: "agent.created",
    errors: ["already_exists"],
    folder,
    summary: "Create an agent",
    description: "The e-mail is unique, case-insensitively, among agents that are not deleted.",
    body: createAgentBody,
    response: agent,
    statuses: [201],
    example: {
      body: {
        name: "Anna Berg",
        email: "anna@livechat.test",
        password: "livechat-demo",
        maxConcurrentChats: 5,
      },
      response: samples.agent,
    },
  }),
  listAgents: endpoint({
    name: "listAgents",
    method: "GET",
    path: "/v1/agents",
    access: "agent",
    scope: "agents:read",
    folder,
    summary: "List agents",
    query: deletablePageQuery.extend({
      role: agentRole.optional(),
      status: agentStatus.optional(),
      groupId: id.optional(),
      kind: agentKind.optional(),
    }),
    response: pageOf(agent),
    example: { response: samplePage(samples.agent) },
  }),
  getAgent: endpoint({
    name: "getAgent",
    method: "GET",
    path: "/v1/agents/{id}",
    access: "agent",
    scope: "agents:read",
    errors: ["not_found"],
    folder,
    summary: "Read an agent",
    params: agentParams,
    query: includeDeletedQuery,
    response: agent,
    example: { response: samples.agent },
  }),
  getAgentStats: endpoint({
    name: "getAgentStats",
    method: "GET",
    path: "/v1/agents/{id}/stats",
    access: "agent",
    scope: "reports:read",
    errors: ["not_found"],
    folder,
    summary: "Read an agent's statistics",
    description: "For the agent themself, supervisors and admins. Times are cut to whole UTC days.",
    params: agentParams,
    query: timeRangeQuery.extend(includeDeletedQuery.shape),
    response: agentStats,
    example: {
      response: {
        activeChats: 1,
        assignedTotal: 12,
        closedTotal: 10,
        transferredOutTotal: 1,
        messagesSentTotal: 64,
        averageFirstResponseSeconds: 21.5,
        averageHandlingSeconds: 340,
      },
    },
  }),
  updateAgent: endpoint({
    name: "updateAgent",
    method: "PATCH",
    path: "/v1/agents/{id}",
    access: "agent",
    scope: "agents:write",
    audit: "agent.updated",
    errors: ["not_found", "already_exists", "not_allowed"],
    folder,
    summary: "Change an agent",
    description: "Agents may change their own name, avatarUrl, status and acceptingChats; admins everything.",
    params: agentParams,
    body: updateAgentBody,
    response: agent,
    example: { body: { status: "online", acceptingChats: true }, response: samples.agent },
  }),
  inviteAgent: endpoint({
    name: "inviteAgent",
    method: "POST",
    path: "/v1/agents/{id}/invite",
    access: "admin",
    audit: "agent.invited",
    errors: ["not_found"],
    folder,
    summary: "Make a link by which an agent sets the first password",
    description: "The link works once, for 72 hours. Another one ends it.",
    params: agentParams,
    response: inviteLink,
    example: { response: inviteSample },
  }),
  resetAgentPassword: endpoint({
    name: "resetAgentPassword",
    method: "POST",
    path: "/v1/agents/{id}/reset-password",
    access: "admin",
    audit: "agent.password_reset",
    errors: ["not_found"],
    folder,
    summary: "Make a link by which an agent sets another password",
    description: "The link works once, for 72 hours. The password of before is good until then.",
    params: agentParams,
    response: inviteLink,
    example: { response: inviteSample },
  }),
  deleteAgent: endpoint({
    name: "deleteAgent",
    method: "DELETE",
    path: "/v1/agents/{id}",
    access: "admin",
    scope: "agents:write",
    audit: "agent.deleted",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Delete an agent",
    description: "Soft: it can be restored. The agent's active conversations are routed anew.",
    params: agentParams,
    response: noContent,
  }),
  restoreAgent: endpoint({
    name: "restoreAgent",
    method: "POST",
    path: "/v1/agents/{id}/restore",
    access: "admin",
    scope: "agents:write",
    audit: "agent.restored",
    errors: ["not_found", "already_exists"],
    folder,
    summary: "Restore a deleted agent",
    params: agentParams,
    response: agent,
    example: { response: samples.agent },
  }),
  heartbeat: endpoint({
    name: "heartbeat",
    method: "POST",
    path: "/v1/agents/{id}/heartbeat",
    access: "agent",
    errors: ["not_found"],
    folder,
    summary: "Renew a console's lease",
    description: "For the agent themself. When the last lease of an agent ends, the agent shows as away.",
    params: agentParams,
    body: heartbeatBody,
    response: presence,
    example: {
      body: { consoleId: "console-1" },
      response: {
        agentId: samples.ids.agent,
        status: "online",
        leaseExpiresAt: samples.at,
        looking: [],
        lookingAtListed: [],
        nextHeartbeatSeconds: 20,
        idleEndSeconds: 43_200,
      },
    },
  }),
};
