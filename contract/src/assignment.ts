import { z } from "zod";
import { routingStrategy } from "./group.ts";
import { id, instant } from "./primitives.ts";

export const refusal = z.enum([
  "deleted",
  "not_in_group",
  "offline",
  "away",
  "not_accepting",
  "at_limit",
  "lease_expired",
  "passed_deadline",
  "supervisor_only",
  "paused",
]);
export type Refusal = z.infer<typeof refusal>;

export const decision = z
  .object({
    strategy: z.union([routingStrategy, z.literal("manual")]),
    reason: z.string(),
    candidates: z.array(
      z.object({
        agentId: id,
        eligible: z.boolean(),
        refusedBecause: refusal.nullable(),
        activeChats: z.number().int(),
        maxConcurrentChats: z.number().int(),
      }),
    ),
    /** True when the group has more agents than the candidates listed. */
    candidatesCapped: z.boolean(),
    chosenAgentId: id.nullable(),
    decidedAt: instant,
  })
  .meta({ id: "Decision" });
export type Decision = z.infer<typeof decision>;

export const assignment = z
  .object({
    state: z.enum(["queued", "running", "assigned", "waiting", "failed"]),
    attempts: z.number().int(),
    enqueuedAt: instant,
    lastAttemptAt: instant.nullable(),
    lastError: z.string().nullable(),
    decision: decision.nullable(),
  })
  .meta({ id: "Assignment" });
export type Assignment = z.infer<typeof assignment>;
