import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** How often something happened until `expiresAt`, after which Firestore's TTL may delete the document. */
const storedRateLimit = z.object({
  count: z.number().int(),
  expiresAt: z.string(),
  /** An account's failed logins: those from before this do not count, wherever they were counted. */
  clearedAt: z.string().nullable().default(null),
});

export const rateLimits = defineCollection("rateLimits", storedRateLimit);
