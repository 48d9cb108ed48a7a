import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { refusalBody } from "./errors.ts";
import { LIMITS } from "./limits.ts";
import { id, instantInput, writtenText } from "./primitives.ts";
import { samples } from "./samples.ts";

const ids = z.array(id).min(1).max(LIMITS.MAX_CONVERSATIONS_PER_CALL);
const note = writtenText(LIMITS.MAX_NOTE_LENGTH_CHARS).optional();

/** One action on several conversations, with what the action of one conversation takes. */
export const bulkBody = z.union([
  z.strictObject({ ids, action: z.literal("close") }),
  z.strictObject({ ids, action: z.literal("assign"), agentId: id, force: z.boolean().optional() }),
  z.strictObject({ ids, action: z.literal("transfer"), agentId: id, note }),
  z.strictObject({ ids, action: z.literal("transfer"), groupId: id, note }),
  z.strictObject({ ids, action: z.literal("tag"), tagId: id }),
  z.strictObject({ ids, action: z.literal("untag"), tagId: id }),
  z.strictObject({ ids, action: z.literal("snooze"), until: instantInput }),
]);
export type BulkAction = z.output<typeof bulkBody>;

export const bulkResult = z.object({
  id,
  ok: z.boolean(),
  error: refusalBody.nullable(),
});
export type BulkResult = z.infer<typeof bulkResult>;

export const bulkEndpoints = {
  bulkConversations: endpoint({
    name: "bulkConversations",
    method: "POST",
    path: "/v1/conversations/bulk",
    access: "agent",
    scope: "conversations:write",
    folder: "Conversations",
    summary: "Do the same to several conversations",
    description:
      "`action` is close, assign, transfer, tag, untag or snooze, with what the call for one conversation takes. Each conversation by itself, with the rights of that call: the results tell them in the order of `ids`.",
    body: bulkBody,
    response: z.object({ results: z.array(bulkResult) }),
    example: {
      body: { ids: [samples.ids.conversation], action: "tag", tagId: samples.ids.tag },
      response: { results: [{ id: samples.ids.conversation, ok: true, error: null }] },
    },
  }),
};
