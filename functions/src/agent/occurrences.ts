import { agent as agentShape, type OccurrenceType } from "@livechat/contract";
import type { StoredAgent } from "../store/agents.ts";
import type { Tx } from "../store/transact.ts";

type Field = keyof typeof agentShape.shape;
const FIELDS = Object.keys(agentShape.shape) as Field[];
/** What routing changes with every conversation, and what every change changes, is no news of the agent. */
const NO_NEWS: ReadonlySet<Field> = new Set(["activeChats", "lastAssignedAt", "updatedAt", "status"]);

function pick(agent: StoredAgent, fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, agent[field]]));
}

function changedFields(before: StoredAgent, after: StoredAgent): Field[] {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

function whatHappened(before: StoredAgent, after: StoredAgent): OccurrenceType[] {
  if (after.isDeleted && !before.isDeleted) return ["agent.deleted"];
  const isUpdated = changedFields(before, after).some((field) => !NO_NEWS.has(field));
  return [
    ...(isUpdated ? (["agent.updated"] as const) : []),
    ...(before.status === after.status ? [] : (["agent.status_changed"] as const)),
  ];
}

/** Tells what a change of an agent means to those who follow the team. `before` is null for a new agent. */
export function agentOccurred(tx: Tx, before: StoredAgent | null, after: StoredAgent): void {
  const facts = { conversationId: null, seq: null, groupId: null, object: pick(after, FIELDS) };
  if (before === null) {
    tx.occurred({ type: "agent.created", ...facts });
    return;
  }
  const previous = pick(before, changedFields(before, after));
  for (const type of whatHappened(before, after)) tx.occurred({ type, ...facts, previous });
}
