import { apiKey } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** Of the secret only its SHA-256 is stored. */
export const storedApiKey = apiKey.extend({ secretHash: z.string() });
export type StoredApiKey = z.infer<typeof storedApiKey>;

export const apiKeys = defineCollection("apiKeys", storedApiKey, "API key");
