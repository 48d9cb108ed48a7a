import type { StoredAgent } from "../store/agents.ts";
import type { StoredConversation } from "../store/conversations.ts";

/** As whom somebody looks. The role of whoever calls is their credentials'; the groups stand in the agent. */
export interface Viewer extends Pick<StoredAgent, "id" | "role"> {
  readonly groupIds: readonly string[];
}

/** Which conversations an agent may see: their own and those of their groups; supervisors and admins, every one. */
export function agentSees(
  { id, role, groupIds }: Viewer,
  { assignedAgentId, groupId }: Pick<StoredConversation, "assignedAgentId" | "groupId">,
): boolean {
  return role !== "agent" || assignedAgentId === id || groupIds.includes(groupId);
}
