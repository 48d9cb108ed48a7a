import { agentRole } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** One sign-in of an agent: as long as it is here, and not idle for too long, its token is good. */
const storedSession = z.object({
  startedAt: z.string(),
  /** When its token was last used, give or take a part of the idle time: each note is a write. */
  seenAt: z.string(),
  userAgent: z.string().nullable(),
});
export type StoredAgentSession = z.infer<typeof storedSession>;

/**
 * What authentication needs of an agent, in one document, so that a call costs one read. Role and deletion are kept
 * in step with the agent in the same transactions.
 */
const storedCredentials = z.object({
  passwordHash: z.string(),
  /** Raised by whatever changes the password, the role or the deletion: who has read another one acts on what is over. */
  tokenGeneration: z.number().int(),
  /** By session id, at most `MAX_AGENT_SESSIONS`. */
  sessions: z.record(z.string(), storedSession).default({}),
  /** Release 0.1.0: ids of its logged-out tokens with the second at which each would have expired. */
  revokedTokens: z.record(z.string(), z.number()),
  /** Release 0.1.0: the one of its tokens with which the agent changed their password. */
  keptTokenId: z.string().nullable().default(null),
  /** The link by which the agent may set a password, once; the secret itself is nowhere. */
  invite: z.object({ secretHash: z.string(), expiresAt: z.string() }).nullable().default(null),
  role: agentRole,
  isDeleted: z.boolean(),
});
export type StoredCredentials = z.infer<typeof storedCredentials>;

export const agentCredentials = defineCollection("agentCredentials", storedCredentials, "agent");
