import type { Firestore, Query } from "firebase-admin/firestore";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** What is open on a console. */
const look = z.object({ conversationId: z.string(), writing: z.boolean() });
export type Look = z.infer<typeof look>;

/**
 * An agent's liveness, by agent id. Heartbeats write here and not to the agent, because routing reads and locks
 * agents, and a heartbeat must not get in its way.
 */
const presence = z.object({
  agentId: z.string(),
  /** When each console's lease ends, by console id. */
  leases: z.record(z.string(), z.string()),
  /** Consoles that nobody can see now. Those of before this was told count as seen. */
  hidden: z.array(z.string()).default([]),
  /** The conversation that is open on each console that has one. Never of who supervises: they leave no trace. */
  looks: z.record(z.string(), look).default({}),
  /** The ids of these conversations, by which those are found who look at one. */
  lookedAt: z.array(z.string()).default([]),
  /** The latest of them: the agent is live until then. */
  expiresAt: z.string(),
  /** True once the agent has been marked as disconnected, until a heartbeat returns. */
  lapsed: z.boolean(),
  lapsedAt: z.string().nullable(),
  /** When the first of the agent's conversations is due to be reassigned, by the settings of their groups. */
  reassignAt: z.string().nullable(),
});

/** Release 0.1.0 called it `handOnAt`. */
function withReassignAt(stored: unknown): unknown {
  if (typeof stored !== "object" || stored === null || !("handOnAt" in stored)) return stored;
  return { reassignAt: stored.handOnAt, ...stored };
}

const storedPresence = z.preprocess(withReassignAt, presence);
export type StoredPresence = z.infer<typeof storedPresence>;

export const presences = defineCollection("presence", storedPresence);

/** Who has one of these conversations open on some console, or had it when the console was last heard of. */
export function lookedAtQuery(db: Firestore, conversationIds: readonly string[]): Query {
  return presences.all(db).where("lookedAt", "array-contains-any", conversationIds);
}

/** The fields to write for `reassignAt`: under its former name too, so that release 0.1.0 can read it. */
export function reassignAtFields(at: Date | null): { reassignAt: Date | null; handOnAt: Date | null } {
  return { reassignAt: at, handOnAt: at };
}
