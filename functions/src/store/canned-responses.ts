import { cannedResponse } from "@livechat/contract";
import { z } from "zod";
import { defineCollection } from "./collection.ts";

/** `audience` says in one field who sees it, so that one query finds what is for somebody: see `audienceOf`. */
export const storedCannedResponse = cannedResponse.extend({
  audience: z.array(z.string()),
  /** The shortcut as `sameSpelling` has it. */
  shortcutKey: z.string(),
});
export type StoredCannedResponse = z.infer<typeof storedCannedResponse>;

export const cannedResponses = defineCollection("cannedResponses", storedCannedResponse, "canned response");

/** Who sees a canned response: everybody, the agents of groups, or its owner. */
export function audienceOf({
  isPrivate,
  ownerId,
  groupIds,
}: Pick<StoredCannedResponse, "isPrivate" | "ownerId" | "groupIds">): string[] {
  if (isPrivate) return [`agent:${ownerId}`];
  return groupIds === null ? ["all"] : groupIds.map((id) => `group:${id}`);
}
