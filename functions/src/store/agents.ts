import { agent, agentPriority, agentStatus } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

export const storedAgent = agent.extend({
  activeConversationIds: z.array(z.string()),
  /** What the agent chose. `status` is what shows: away when the lease has ended. */
  chosenStatus: agentStatus,
  /** True once a console has sent a heartbeat: from then on the agent is eligible only under a lease. */
  leased: z.boolean(),
  leaseLapsed: z.boolean(),
  /** By group id; groups not named here are "normal". */
  priorities: z.record(z.string(), agentPriority),
  /** `groupId:priority` of every group that may route to the agent now; empty when no group may. Derived. */
  routingPools: z.array(z.string()),
  /** `maxConcurrentChats - activeChats`. Derived. */
  freeSlots: z.number().int(),
  /** Firebase sign-ins from before this are refused by the rules: a session was ended, or the password changed. */
  signInsValidFrom: z.string().nullable().default(null),
  /** A bot answers by the API: it needs no lease, and is paused after failures. */
  kind: z.enum(["human", "bot"]).default("human"),
  /** Set while a bot is paused: routing assigns nothing to it until it is resumed, which this time is due for. */
  pausedUntil: z.string().nullable().default(null),
  failuresInARow: z.number().int().default(0),
  /** Of a bot only. */
  bot: z
    .object({
      replyDeadlineSeconds: z.number().int(),
      /** Where a conversation goes that the bot hands off; null: into the queue of its own group. */
      fallbackGroupId: z.string().nullable(),
      isAi: z.boolean(),
      /** What it says first when it is assigned a conversation. */
      greeting: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** Since when the agent has been online and accepted chats, full or not; null while it is not so. Derived. */
  acceptingSince: z.string().nullable().default(null),
  /** Whether any browser is subscribed to the agent's notifications. */
  hasPush: z.boolean().default(false),
  /** Orders assignments that one commit made. */
  lastAssignedOrder: z.number().int(),
});
export type StoredAgent = z.infer<typeof storedAgent>;

export const agents = defineCollection("agents", storedAgent);
