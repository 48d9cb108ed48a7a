import { type DocumentReference, type DocumentSnapshot, FieldValue } from "firebase-admin/firestore";
import type { Context } from "../platform/context.ts";
import { assignments, type StoredAssignment } from "../store/assignments.ts";
import type { Fields } from "../store/collection.ts";
import type { StoredConversation } from "../store/conversations.ts";

/** What routing remembers of a conversation and shows to nobody: it stands with the assignment, which clients cannot read. */
export type RoutingMemory = Pick<StoredAssignment, "lastAgentId" | "timedOutAgentIds">;

/** A transaction, or the database where a read must not lock. */
export interface Reader {
  getAll(...refs: DocumentReference[]): Promise<DocumentSnapshot[]>;
}

/** Together with what release 0.1.0 stored in the conversation itself. */
function memoryOf(
  { lastAgentId, passedAgentIds }: StoredConversation,
  stored: RoutingMemory | null,
): RoutingMemory {
  return {
    lastAgentId: stored?.lastAgentId ?? lastAgentId,
    timedOutAgentIds: [...new Set([...passedAgentIds, ...(stored?.timedOutAgentIds ?? [])])],
  };
}

/** Nobody has timed out on a conversation in its first thread, because nobody has owned it. */
function hasBeenOwned({ threadCount, assignedAgentId }: StoredConversation): boolean {
  return threadCount > 1 || assignedAgentId !== null;
}

/**
 * What is remembered of each conversation, in their order. One read for each that may have been owned before, none for the
 * others.
 * @param isSticky also for the others: who owned the visitor's conversation before is asked for.
 */
export async function readMemories(
  reader: Reader,
  { of, isSticky }: { of: readonly StoredConversation[]; isSticky: boolean },
  ctx: Context,
): Promise<RoutingMemory[]> {
  const asked = of.filter((conversation) => isSticky || hasBeenOwned(conversation));
  const refs = asked.map(({ id }) => assignments.ref(ctx.db, id));
  const found = refs.length === 0 ? [] : await reader.getAll(...refs);
  const byId = new Map(found.map((snapshot) => [snapshot.id, assignments.parse(snapshot)]));
  return of.map((conversation) => memoryOf(conversation, byId.get(conversation.id) ?? null));
}

/** The same for one conversation. */
export async function readMemory(
  reader: Reader,
  of: StoredConversation,
  ctx: Context,
): Promise<RoutingMemory> {
  const [memory] = await readMemories(reader, { of: [of], isSticky: false }, ctx);
  return memory ?? memoryOf(of, null);
}

/**
 * What release 0.1.0 stored in the conversation, as fields of the assignment that it moves to.
 * @param timedOutIds who has timed out on it just now
 */
export function memoryToMove(
  { lastAgentId, passedAgentIds }: StoredConversation,
  timedOutIds: readonly string[] = [],
): Partial<Fields<RoutingMemory>> {
  const timedOut = [...passedAgentIds, ...timedOutIds];
  return {
    ...(lastAgentId !== null && { lastAgentId }),
    ...(timedOut.length > 0 && { timedOutAgentIds: FieldValue.arrayUnion(...timedOut) }),
  };
}

/** What the conversation itself holds of it: nothing any more. Release 0.1.0 reads these fields. */
export const MOVED = { lastAgentId: null, passedAgentIds: [] };
