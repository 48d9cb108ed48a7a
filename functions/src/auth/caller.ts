import type { AgentRole } from "@livechat/contract";

/** Who calls. Made from the token and the current credentials, never from the token's claims alone. */
export interface AgentCaller {
  readonly kind: "agent";
  readonly id: string;
  readonly role: AgentRole;
  /** The id of the token that was sent, so that it can be revoked. */
  readonly tokenId: string;
}

export interface VisitorCaller {
  readonly kind: "visitor";
  readonly id: string;
}

export type Caller = AgentCaller | VisitorCaller;

/** Supervisors and admins: they see and steer every conversation. */
export function canSupervise(caller: Caller): boolean {
  return caller.kind === "agent" && caller.role !== "agent";
}
