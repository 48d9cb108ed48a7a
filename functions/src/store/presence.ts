import { z } from "zod";
import { defineCollection } from "./collection.ts";

/**
 * An agent's liveness, by agent id. Heartbeats write here and not to the agent, because routing reads and locks
 * agents, and a heartbeat must not get in its way.
 */
const storedPresence = z.object({
  agentId: z.string(),
  /** When each console's lease ends, by console id. */
  leases: z.record(z.string(), z.string()),
  /** The latest of them: the agent is live until then. */
  expiresAt: z.string(),
  /** True once the end of the lease has been noted on the agent, until a heartbeat returns. */
  lapsed: z.boolean(),
  lapsedAt: z.string().nullable(),
  /** When the first of the agent's conversations is handed on, by the settings of their groups. */
  handOnAt: z.string().nullable(),
});
export type StoredPresence = z.infer<typeof storedPresence>;

export const presences = defineCollection("presence", storedPresence);
