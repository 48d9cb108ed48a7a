import { type DraftMode, draft } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** Forgotten by the database's own time to live, at `expiresAt`. */
export const drafts = defineCollection(
  "drafts",
  draft.extend({ updatedAt: z.string(), expiresAt: z.string() }),
  "draft",
);

export function draftId(agentId: string, conversationId: string, mode: DraftMode): string {
  return `${agentId}:${conversationId}:${mode}`;
}
