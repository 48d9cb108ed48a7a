import type { Event, EventFile, Visibility } from "@livechat/contract";
import type { ChatErrorType } from "../platform/chat-error.ts";
import type { OutboxEntry } from "../sending/outbox.ts";

/** One line of the conversation as it is shown. What is not sent yet has no `seq`. */
export interface TimelineItem {
  id: string;
  seq: number | null;
  state: "sent" | "pending" | "failed";
  type: Event["type"];
  authorType: Event["authorType"];
  authorId: string | null;
  text: string;
  systemType: Event["systemType"];
  visibility: Visibility;
  metadata: Record<string, unknown>;
  files: readonly EventFile[];
  /** By the server's clock once sent, by ours before. */
  createdAt: string;
  /** Why it could not be sent. */
  error: string | null;
  errorType?: ChatErrorType | null;
}

export interface Author {
  authorType: "visitor" | "agent";
  authorId: string | null;
}

const itemsByEvent = new WeakMap<Event, TimelineItem>();

/** The same event is the same item each time: whoever draws sees that nothing has changed. */
function itemOf(event: Event): TimelineItem {
  const known = itemsByEvent.get(event) ?? fromEvent(event);
  itemsByEvent.set(event, known);
  return known;
}

function fromEvent(event: Event): TimelineItem {
  const { id, seq, type, authorType, authorId, text, systemType, visibility, metadata, createdAt } = event;
  return {
    id,
    seq,
    state: "sent",
    type,
    authorType,
    authorId,
    text,
    systemType,
    visibility,
    metadata,
    // Events from before there were files have none.
    files: event.files ?? [],
    createdAt,
    error: null,
    errorType: null,
  };
}

function fromEntry(entry: OutboxEntry, author: Author): TimelineItem {
  return {
    ...author,
    id: entry.id,
    seq: null,
    state: entry.error === null ? "pending" : "failed",
    type: entry.files?.length ? "file" : "message",
    text: entry.text,
    systemType: null,
    visibility: entry.visibility,
    metadata: {},
    files: entry.files ?? [],
    createdAt: entry.createdAt,
    error: entry.error,
    errorType: entry.errorType ?? null,
  };
}

/** What the server has, by its order, then what waits to be sent, by ours. The server's copy replaces ours by its id. */
export function timelineOf(
  events: ReadonlyMap<string, Event>,
  waiting: readonly OutboxEntry[],
  author: Author,
): TimelineItem[] {
  const sent = [...events.values()].sort((a, b) => a.seq - b.seq).map(itemOf);
  const own = waiting.filter(({ id }) => !events.has(id)).map((entry) => fromEntry(entry, author));
  return [...sent, ...own];
}
