import { assignment } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

const storedAssignment = assignment.extend({
  /** Who last owned a conversation of this visitor, for sticky routing. */
  lastAgentId: z.string().nullable().default(null),
  /** Agents who let this conversation's answer deadline pass. */
  timedOutAgentIds: z.array(z.string()).default([]),
});
export type StoredAssignment = z.infer<typeof storedAssignment>;

/**
 * How the assignment of a conversation stands, and what routing remembers of it, by conversation id. Server-only: it names
 * agents and reasons.
 */
export const assignments = defineCollection("assignments", storedAssignment);
