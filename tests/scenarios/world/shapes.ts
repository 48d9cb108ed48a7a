import type { AgentPriority, RoutingStrategy } from "@livechat/contract";
import type { StoredDocument } from "../../../firestore-emulator/src/model/document.ts";
import { Timestamp, type Value } from "../../../firestore-emulator/src/model/value.ts";

export interface AgentNow {
  id: string;
  status: string;
  chosenStatus: string;
  acceptingChats: boolean;
  maxConcurrentChats: number;
  activeChats: number;
  activeConversationIds: string[];
  groupIds: string[];
  priorities: Record<string, AgentPriority>;
  leased: boolean;
  leaseLapsed: boolean;
  pausedUntil?: number | null;
  isDeleted: boolean;
  lastAssignedAt: number | null;
  lastAssignedOrder: number;
  freeSlots: number;
}

export interface ConversationNow {
  id: string;
  visitorId: string;
  groupId: string;
  status: "pending" | "active" | "snoozed" | "closed";
  snoozedUntil: number | null;
  assignedAgentId: string | null;
  activeThreadId: string | null;
  /** Of the assignment, as are the agents who timed out. */
  lastAgentId: string | null;
  timedOutAgentIds: string[];
  queue: { queuedAt: number } | null;
  lastSeq: number;
  threadCount: number;
  assignedAt: number | null;
}

export interface GroupNow {
  id: string;
  routingStrategy: RoutingStrategy;
  isDeleted: boolean;
  isDefault: boolean;
  scheduleId: string | null;
}

export interface PresenceNow {
  agentId: string;
  expiresAt: number;
}

export interface JobNow {
  state: string;
  lastAgentId?: string | null;
  timedOutAgentIds?: string[];
  decision: { strategy: string; chosenAgentId: string | null } | null;
}

/** A stored value as plain data; times as microseconds. */
export function plain(value: Value): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Timestamp) return value.toMicros();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return value;
}

export function plainDocument(document: StoredDocument): Record<string, unknown> {
  return plain(document.fields) as Record<string, unknown>;
}

export function locate(name: string): { collection: string; id: string } | null {
  const parts = name.split("/documents/")[1]?.split("/") ?? [];
  return parts.length === 2 ? { collection: parts[0] ?? "", id: parts[1] ?? "" } : null;
}
