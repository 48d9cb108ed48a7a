import {
  conversation as conversationShape,
  event as eventShape,
  type OccurrenceType,
} from "@livechat/contract";
import type { StoredConversation } from "../store/conversations.ts";
import type { Occurrence } from "../store/occurrences.ts";
import type { Tx } from "../store/transact.ts";

const CONVERSATION_FIELDS = Object.keys(conversationShape.shape);
const EVENT_FIELDS = Object.keys(eventShape.shape);

function pick(fields: readonly string[], from: object): Record<string, unknown> {
  const values = from as Record<string, unknown>;
  return Object.fromEntries(fields.map((field) => [field, values[field]]));
}

/**
 * Tells what happened to a conversation, as it is now. Its place in the queue is left out: it is counted when somebody
 * asks for it, and others who leave the queue change it.
 */
export function conversationOccurred(
  tx: Tx,
  type: OccurrenceType,
  { now, previous }: { now: StoredConversation; previous?: Occurrence["previous"] },
): void {
  tx.occurred({
    type,
    conversationId: now.id,
    seq: now.lastSeq,
    groupId: now.groupId,
    object: pick(CONVERSATION_FIELDS, now),
    ...(previous && { previous }),
  });
}

/** Tells that a person wrote, private notes included: whoever listens says whether they want those. */
export function messageOccurred(
  tx: Tx,
  event: { readonly seq: number },
  { id, groupId }: Pick<StoredConversation, "id" | "groupId">,
): void {
  const object = pick(EVENT_FIELDS, event);
  tx.occurred({ type: "message.created", conversationId: id, seq: event.seq, groupId, object });
}
