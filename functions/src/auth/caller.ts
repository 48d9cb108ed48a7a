import type { AgentRole } from "@livechat/contract";

/** Who calls. Made from the token and the current credentials, never from the token's claims alone. */
export interface AgentCaller {
  readonly kind: "agent";
  readonly id: string;
  readonly role: AgentRole;
  /** The sign-in that the token stands for. */
  readonly sessionId: string;
  /** Its tokens stand for no session; the last of them expires a week after the upgrade. */
  readonly isFromRelease010: boolean;
  /** From before the credentials were read: what is minted for the caller is as old as that. */
  readonly verifiedAt: Date;
  /** Set when an API key calls: nobody is signed in, and the key's scopes bound what it may. */
  readonly apiKey?: { readonly id: string; readonly scopes: readonly string[] };
}

export interface VisitorCaller {
  readonly kind: "visitor";
  readonly id: string;
  /** From before the session was read. */
  readonly verifiedAt: Date;
  /** This visitor, and as whom the same person came in other browsers, by what the company's server has signed. */
  readonly visitorIds: readonly string[];
}

export type Caller = AgentCaller | VisitorCaller;

/** Supervisors and admins: they see and steer every conversation. */
export function canSupervise(caller: Caller): boolean {
  return caller.kind === "agent" && caller.role !== "agent";
}

/** Whether the caller is the visitor of a conversation, in whichever browser it began. */
export function isOwnVisitor({ visitorId }: { readonly visitorId: string }, caller: Caller): boolean {
  return caller.kind === "visitor" && caller.visitorIds.includes(visitorId);
}
