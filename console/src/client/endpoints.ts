import type { endpoints } from "@livechat/contract";

export type Contract = typeof endpoints;

/**
 * What pages call beside the client's own calls: the method and path of each, as the contract has them (a test
 * compares). Written out here so that no page loads the contract's schemas.
 */
export const CALLS = {
  addConversationTag: "PUT /v1/conversations/{id}/tags/{tagId}",
  addGroupAgents: "POST /v1/groups/{id}/agents",
  assignConversation: "POST /v1/conversations/{id}/assign",
  changePassword: "POST /v1/auth/change-password",
  createAgent: "POST /v1/agents",
  createGroup: "POST /v1/groups",
  createTag: "POST /v1/tags",
  deleteAgent: "DELETE /v1/agents/{id}",
  deleteFile: "DELETE /v1/files/{id}",
  deleteGroup: "DELETE /v1/groups/{id}",
  deleteTag: "DELETE /v1/tags/{id}",
  getAgentStats: "GET /v1/agents/{id}/stats",
  getAssignment: "GET /v1/conversations/{id}/assignment",
  listAgents: "GET /v1/agents",
  listConversations: "GET /v1/conversations",
  listGroups: "GET /v1/groups",
  listTags: "GET /v1/tags",
  removeConversationTag: "DELETE /v1/conversations/{id}/tags/{tagId}",
  removeGroupAgent: "DELETE /v1/groups/{id}/agents/{agentId}",
  reopenConversation: "POST /v1/conversations/{id}/reopen",
  restoreAgent: "POST /v1/agents/{id}/restore",
  restoreGroup: "POST /v1/groups/{id}/restore",
  restoreTag: "POST /v1/tags/{id}/restore",
  updateAgent: "PATCH /v1/agents/{id}",
  updateGroup: "PATCH /v1/groups/{id}",
  updateTag: "PATCH /v1/tags/{id}",
} as const satisfies Partial<Record<keyof Contract, `${string} /v1/${string}`>>;

export type CallName = keyof typeof CALLS;
