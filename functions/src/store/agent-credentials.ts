import { agentRole } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/**
 * What authentication needs of an agent, in one document, so that a call costs one read. Role and deletion are kept
 * in step with the agent in the same transactions.
 */
const storedCredentials = z.object({
  passwordHash: z.string(),
  /** Tokens of another generation are refused: a password or role change and a deletion raise it. */
  tokenGeneration: z.number().int(),
  /** Ids of logged-out tokens with the second at which each would have expired. */
  revokedTokens: z.record(z.string(), z.number()),
  /** The one older token that stays valid: the one with which the agent changed their password. */
  keptTokenId: z.string().nullable().default(null),
  role: agentRole,
  isDeleted: z.boolean(),
});

export const agentCredentials = defineCollection("agentCredentials", storedCredentials);
