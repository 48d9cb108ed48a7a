import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { id, instant } from "./primitives.ts";
import { samples } from "./samples.ts";

export const groupQueue = z
  .object({
    groupId: id,
    groupName: z.string(),
    /** How many wait in all; `conversations` holds the first of them. */
    waitingTotal: z.number().int(),
    conversations: z.array(
      z.object({ conversationId: id, visitorId: id, position: z.number().int().min(1), queuedAt: instant }),
    ),
    oldestQueuedAt: instant.nullable(),
    oldestWaitSeconds: z.number().nullable(),
    agentsOnline: z.number().int(),
    freeSlots: z.number().int(),
  })
  .meta({ id: "GroupQueue" });
export type GroupQueue = z.infer<typeof groupQueue>;

export const queueEndpoints = {
  getQueue: endpoint({
    name: "getQueue",
    method: "GET",
    path: "/v1/queue",
    access: "supervisor",
    scope: "reports:read",
    folder: "Queue",
    summary: "Who waits, per group",
    response: z.object({ items: z.array(groupQueue) }),
    example: { response: { items: [samples.groupQueue] } },
  }),
};
