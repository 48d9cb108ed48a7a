import { z } from "zod";
import { defineCollection } from "./collection.ts";
import { signingSecret } from "./webhooks.ts";

/** By agent id: where a bot is told, and what it calls and is told with. The agent's document holds the rest. */
export const bots = defineCollection(
  "bots",
  z.object({
    id: z.string(),
    webhookUrl: z.string(),
    secrets: z.array(signingSecret),
    apiKeyId: z.string(),
  }),
);
