import type { QueryDocumentSnapshot, Timestamp } from "firebase-admin/firestore";

/** What a page of the queue must know of the pages in front of it, so that nobody on it overtakes them. */
export interface Behind {
  /** The last conversation of the page before. */
  readonly last: QueryDocumentSnapshot;
  /** When the first page was read: who was moved into the queue since then may stand in front of this one. */
  readonly since: Timestamp;
  /**
   * Agents whom everybody passed over in front has let go by: only they may take somebody from this page. Any other one
   * has become free since then, and belongs to somebody in front.
   */
  readonly agentIds: ReadonlySet<string>;
}

interface Page {
  readonly last: QueryDocumentSnapshot | undefined;
  readonly readAt: Timestamp | undefined;
  /** `passedAgentIds` of those on the page who were passed over. */
  readonly passedOver: readonly (readonly string[])[];
}

/** Where to go on after a page: behind it only if it leaves somebody there; everybody else has left the queue. */
export function nextPage(behind: Behind | undefined, { last, readAt, passedOver }: Page): Behind | undefined {
  if (passedOver.length === 0 || !last || !readAt) return behind;
  const lists = behind ? [[...behind.agentIds], ...passedOver] : passedOver;
  const [first = [], ...others] = lists;
  const common = first.filter((id) => others.every((ids) => ids.includes(id)));
  return { last, since: behind?.since ?? readAt, agentIds: new Set(common) };
}
