import type { QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";

/**
 * A place in a group's queue behind conversations that were skipped, with what must be known of them so that no later
 * conversation is assigned to an agent whom one of them could be assigned to. `null` stands for the head of the queue.
 */
export interface QueueCursor {
  /** The last conversation in front of this place. */
  readonly last: QueryDocumentSnapshot;
  /** When the head was read: conversations that were moved into the queue since then may stand in front of this place. */
  readonly since: Timestamp;
  /**
   * Agents who have timed out on every skipped conversation in front: only they may be assigned something from here on.
   * Any other agent who is free now has become free since, and a conversation in front goes first.
   */
  readonly agentIds: ReadonlySet<string>;
}

interface ReadPage {
  readonly last: QueryDocumentSnapshot;
  readonly readAt: Timestamp;
  /** `timedOutAgentIds` of those on the page that were skipped. */
  readonly skipped: readonly (readonly string[])[];
}

/** The place behind a page of which every conversation was assigned or skipped. Assigned ones have left the queue. */
export function advance(cursor: QueueCursor | null, { last, readAt, skipped }: ReadPage): QueueCursor | null {
  if (skipped.length === 0) return cursor;
  const lists = cursor ? [[...cursor.agentIds], ...skipped] : skipped;
  const [first = [], ...others] = lists;
  const common = first.filter((id) => others.every((ids) => ids.includes(id)));
  return { last, since: cursor?.since ?? readAt, agentIds: new Set(common) };
}
