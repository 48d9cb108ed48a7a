import { z } from "zod";
import { defineCollection } from "./collection.ts";

/**
 * A group's queue at a glance, by group id, for listeners: how many wait, and when each of the first began. A visitor
 * finds its place by its own `queue.queuedAt`. Names nobody.
 */
const storedBoard = z.object({
  groupId: z.string(),
  waiting: z.number().int(),
  /** `queuedAt` of the first waiting conversations, in order. */
  queuedAt: z.array(z.string()),
  updatedAt: z.string(),
});
export type StoredBoard = z.infer<typeof storedBoard>;

export const queueBoards = defineCollection("queues", storedBoard);
