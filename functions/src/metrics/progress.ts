import { METRICS_VERSION, type Progress, type Span } from "../store/progress.ts";

/**
 * What happens to a conversation, as far as it is measured. Each function is pure and returns the progress from then on.
 * Times are milliseconds since 1970. The definitions are in docs/metrics.md.
 */

/** A thread's answers beyond this many are not measured, so that the conversation's document stays small. */
const MAX_REPLIES = 500;
/** Beyond this many the last stretch grows instead. */
const MAX_SPANS = 50;
/** More files than most chats have messages. */
const MAX_FILES = 100;

const nothing = { seconds: 0, businessSeconds: 0 };

/** A conversation that is opened or reopened: a wait for a person begins. */
export function begin(at: number, facts: Partial<Progress> = {}): Progress {
  return {
    metricsVersion: METRICS_VERSION,
    scheduleId: null,
    startedBy: "visitor",
    firstMessageAt: null,
    firstVisitorAt: null,
    unansweredSince: null,
    wait: { openedAt: at, since: null, isHandOff: false },
    owner: null,
    ownerIds: [],
    hadBot: false,
    unownedSince: null,
    hasPersonWritten: false,
    handlingSince: null,
    messages: 0,
    fileIds: [],
    open: { waits: [], handled: [], replies: [] },
    settled: { queue: nothing, handling: nothing, replies: [] },
    ...facts,
  };
}

/** Adds a stretch of time; of too many the last one grows. */
export function withSpan(spans: readonly Span[], added: Span): Span[] {
  const last = spans.at(-1);
  if (!last || spans.length < MAX_SPANS) return [...spans, added];
  return [...spans.slice(0, -1), { from: last.from, to: added.to }];
}

function said(progress: Progress, at: number): Progress {
  return {
    ...progress,
    firstMessageAt: progress.firstMessageAt ?? at,
    messages: progress.messages + 1,
  };
}

/** Files that were sent with a message; of too many the first are kept. */
export function filesSent(progress: Progress, ids: readonly string[]): Progress {
  if (ids.length === 0) return progress;
  return { ...progress, fileIds: [...progress.fileIds, ...ids].slice(0, MAX_FILES) };
}

/** A greeting that the visitor answers: no message of theirs, but where the conversation comes from. */
export function greetingShown(progress: Progress): Progress {
  return { ...progress, startedBy: "greeting" };
}

export function visitorWrote(progress: Progress, at: number): Progress {
  const { wait } = progress;
  return {
    ...said(progress, at),
    firstVisitorAt: progress.firstVisitorAt ?? at,
    unansweredSince: progress.unansweredSince ?? at,
    wait: wait && { ...wait, since: wait.since ?? at },
  };
}

/** A bot's message ends a run of visitor messages, but is no person's answer. */
export function botWrote(progress: Progress, at: number): Progress {
  return { ...said(progress, at), unansweredSince: null };
}

/** Since when the wait for a person's first answer counts; null when the visitor has not written in it. */
function waitedSince({ wait }: Progress): number | null {
  if (wait === null) return null;
  return wait.since ?? (wait.isHandOff ? wait.openedAt : null);
}

/** A public message of a person, owner or not: it answers what the visitor has written. */
export function personWrote(progress: Progress, agentId: string, at: number): Progress {
  const { unansweredSince, open, settled, owner, hasPersonWritten } = progress;
  const since = waitedSince(progress);
  const replies = [
    ...(since === null ? [] : [{ agentId, isFirst: true, from: since, to: at }]),
    ...(unansweredSince === null ? [] : [{ agentId, isFirst: false, from: unansweredSince, to: at }]),
  ];
  const hasRoom = open.replies.length + settled.replies.length < MAX_REPLIES;
  const begins = !hasPersonWritten && !owner?.isBot;
  const isGreeted = progress.startedBy === "greeting";
  return {
    ...said(progress, at),
    startedBy: progress.firstMessageAt === null && !isGreeted ? "agent" : progress.startedBy,
    wait: since === null ? progress.wait : null,
    unansweredSince: null,
    hasPersonWritten: true,
    handlingSince: begins ? at : progress.handlingSince,
    open: { ...open, replies: hasRoom ? [...open.replies, ...replies] : open.replies },
  };
}

/** Nobody has it from now on. A move from queue to queue is the same wait. */
export function startedWaiting(progress: Progress, at: number): Progress {
  return progress.unownedSince === null && progress.owner === null
    ? { ...progress, unownedSince: at }
    : progress;
}

function endedWaiting(progress: Progress, at: number): Progress {
  const { unownedSince, open } = progress;
  if (unownedSince === null) return progress;
  const waits = withSpan(open.waits, { from: unownedSince, to: at });
  return { ...progress, unownedSince: null, open: { ...open, waits } };
}

function pausedHandling(progress: Progress, at: number): Progress {
  const { handlingSince, open } = progress;
  if (handlingSince === null) return progress;
  const handled = withSpan(open.handled, { from: handlingSince, to: at });
  return { ...progress, handlingSince: null, open: { ...open, handled } };
}

export interface NewOwner {
  readonly agentId: string;
  readonly isBot: boolean;
}

export function tookOver(progress: Progress, { agentId, isBot }: NewOwner, at: number): Progress {
  const waited = endedWaiting(progress, at);
  const { ownerIds, hadBot } = waited;
  return {
    ...(isBot ? pausedHandling(waited, at) : waited),
    owner: { agentId, isBot, since: at, activeSince: at, active: [] },
    ownerIds: isBot || ownerIds.includes(agentId) ? ownerIds : [...ownerIds, agentId],
    hadBot: hadBot || isBot,
  };
}

/** It counts in the owner's limit no longer. */
export function wasSnoozed(progress: Progress, at: number): Progress {
  const { owner } = progress;
  if (!owner || owner.activeSince === null) return progress;
  const active = withSpan(owner.active, { from: owner.activeSince, to: at });
  return { ...progress, owner: { ...owner, activeSince: null, active } };
}

/** It is back with its owner. */
export function woke(progress: Progress, at: number): Progress {
  const { owner } = progress;
  return owner && owner.activeSince === null
    ? { ...progress, owner: { ...owner, activeSince: at } }
    : progress;
}

/** The owner has it no longer. What a bot hands off waits for a person anew. */
export function wasReleased(progress: Progress, at: number): Progress {
  const { owner, hasPersonWritten } = progress;
  if (!owner) return progress;
  if (!owner.isBot) return { ...progress, owner: null };
  return {
    ...progress,
    owner: null,
    wait: { openedAt: at, since: null, isHandOff: true },
    handlingSince: hasPersonWritten ? at : null,
  };
}

/** Everything that still runs ends with the close. */
export function wasClosed(progress: Progress, at: number): Progress {
  return pausedHandling(endedWaiting(progress, at), at);
}
