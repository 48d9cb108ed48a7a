import type { UpdateData } from "firebase-admin/firestore";
import type { StoredAgent } from "../store/agents.ts";
import type { Fields } from "../store/collection.ts";
import { withDerived } from "./with-derived.ts";

export type AgentFields = UpdateData<Partial<Fields<StoredAgent>>>;

/**
 * The fields to write for a change of an agent: the changed ones and those derived from them, never the whole
 * document, because its other fields are Timestamps in Firestore.
 */
export function agentChange(
  agent: StoredAgent,
  changes: Partial<StoredAgent>,
  at: Date,
): { agent: StoredAgent; fields: AgentFields } {
  const derived = withDerived({ ...agent, ...changes });
  const acceptingSince = isAccepting(derived) ? (agent.acceptingSince ?? at.toISOString()) : null;
  const next = { ...derived, acceptingSince, updatedAt: at.toISOString() };
  const { status, activeChats, freeSlots, routingPools } = next;
  const since = acceptingSince === null ? null : new Date(acceptingSince);
  const derivedFields = { status, activeChats, freeSlots, routingPools, acceptingSince: since };
  const fields = { ...changes, ...derivedFields, updatedAt: at };
  return { agent: next, fields: fields as AgentFields };
}

/** Whether the agent, a person, could be given chats if it had room. */
function isAccepting({ status, acceptingChats, isDeleted, kind }: StoredAgent): boolean {
  return kind === "human" && status === "online" && acceptingChats && !isDeleted;
}

/** Whether the change lets the agent take a conversation that it could not take before. */
export function makesCapacity(before: StoredAgent, after: StoredAgent): boolean {
  const wasRoutable = before.routingPools.length > 0;
  return after.routingPools.length > 0 && (!wasRoutable || after.freeSlots > before.freeSlots);
}
