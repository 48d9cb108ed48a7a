import { z } from "zod";
import { defineCollection } from "./collection.ts";

/**
 * A group's queue in short, by group id, for listeners: how many wait, and when each of the first began to. A visitor
 * finds its place by its own `queue.queuedAt`. Names nobody.
 */
const storedSummary = z.object({
  groupId: z.string(),
  waiting: z.number().int(),
  /** `queuedAt` of the first waiting conversations, in order. */
  queuedAt: z.array(z.string()),
  updatedAt: z.string(),
});
export type StoredSummary = z.infer<typeof storedSummary>;

export const queueSummaries = defineCollection("queues", storedSummary);
