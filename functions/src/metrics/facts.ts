import { daysOf } from "../store/days.ts";
import { type ConversationFact, closeFactId, type ThreadFact } from "../store/facts.ts";
import { METRICS_VERSION, type Progress } from "../store/progress.ts";
import { type Hours, measure, settle } from "./measure.ts";
import { wasClosed, wasReleased, wasSnoozed } from "./progress.ts";

/** What closes within so many seconds before anybody had it was hardly a chat. */
export const SHORT_SECONDS = 10;

/** A fact as it is written: the commit's time is the database's. */
export type New<Fact> = Omit<Fact, "recordedAt">;

const iso = (millis: number): string => new Date(millis).toISOString();

const hoursOf = (hours: Hours) => ({
  scheduleId: hours?.id ?? null,
  scheduleVersion: hours?.version ?? null,
});

export interface Release {
  readonly threadId: string;
  readonly conversationId: string;
  readonly groupId: string;
  readonly end: ThreadFact["end"];
  readonly messagesSent: number;
  readonly hours: Hours;
  readonly at: number;
}

/**
 * The end of an ownership: the progress from then on, and its fact. Null fact: nobody had the conversation.
 */
export function release(
  progress: Progress,
  { hours, at, ...known }: Release,
): { progress: Progress; fact: New<ThreadFact> | null } {
  const settled = settle(progress, { hours, groupId: known.groupId });
  const { owner } = wasSnoozed(settled, at);
  if (!owner) return { progress: settled, fact: null };
  const { threadId, ...told } = known;
  const active = owner.active.map(({ from, to }) => ({ from: iso(from), to: iso(to) }));
  const fact = {
    id: threadId,
    kind: "thread",
    metricsVersion: METRICS_VERSION,
    ...told,
    agentId: owner.agentId,
    isBot: owner.isBot,
    startedAt: iso(owner.since),
    endedAt: iso(at),
    owned: measure({ from: owner.since, to: at }, hours),
    active,
    ...hoursOf(hours),
    days: daysOf([
      ...active,
      { from: iso(owner.since), to: iso(owner.since) },
      { from: iso(at), to: iso(at) },
    ]),
  } as const;
  return { progress: wasReleased(settled, at), fact };
}

export interface Close
  extends Pick<
    ConversationFact,
    | "conversationId"
    | "threadId"
    | "ordinal"
    | "groupId"
    | "agentId"
    | "visitorId"
    | "widgetId"
    | "channel"
    | "page"
    | "tagIds"
    | "closeReason"
    | "closedBy"
    | "asksRating"
  > {
  readonly hours: Hours;
  readonly at: number;
}

function outcomeOf({ ownerIds, hadBot, hasPersonWritten }: Progress): ConversationFact["outcome"] {
  if (ownerIds.length === 0) return hadBot ? "bot" : "abandoned";
  return hasPersonWritten ? "answered" : "missed";
}

/** The fact of a conversation that is closed and has no owner any more. Null: neither visitor nor person has written. */
export function factOfClose(
  progress: Progress,
  { hours, at, ...known }: Close,
): New<ConversationFact> | null {
  const closed = wasClosed(progress, at);
  const { settled, ...last } = settle(closed, { hours, groupId: known.groupId });
  const { firstMessageAt, firstVisitorAt, hasPersonWritten } = last;
  if (firstMessageAt === null || (firstVisitorAt === null && !hasPersonWritten)) return null;
  const startedAt = firstVisitorAt ?? firstMessageAt;
  const outcome = outcomeOf(progress);
  const resolution = measure({ from: startedAt, to: at }, hours);
  return {
    id: closeFactId(known.conversationId, known.ordinal),
    kind: "conversation",
    metricsVersion: METRICS_VERSION,
    ...known,
    ownerIds: last.ownerIds,
    startedBy: last.startedBy,
    startedAt: iso(startedAt),
    closedAt: iso(at),
    outcome,
    isShort: outcome === "abandoned" && resolution.seconds < SHORT_SECONDS,
    queue: settled.queue,
    handling: hasPersonWritten ? settled.handling : null,
    resolution,
    duration: measure({ from: firstMessageAt, to: at }, hours),
    replies: settled.replies,
    messages: last.messages,
    fileIds: last.fileIds,
    ...hoursOf(hours),
    days: daysOf([startedAt, at].map((time) => ({ from: iso(time), to: iso(time) }))),
  };
}
