import type { QueueSummary } from "../platform/live-database.ts";

/**
 * A waiting visitor's place, from 1, by the queue's summary; null when it does not reach that far.
 * @param queuedAt when the visitor's own conversation began to wait, RFC 3339.
 */
export function positionIn(summary: QueueSummary, queuedAt: string): number | null {
  const own = Date.parse(queuedAt);
  const before = summary.queuedAt.filter((time) => Date.parse(time) < own).length;
  const isBeyond = before === summary.queuedAt.length && summary.waiting > summary.queuedAt.length;
  return isBeyond ? null : before + 1;
}

/** How much earlier the first in the queue began to wait, in milliseconds. 0 for the first. */
export function aheadIn({ queuedAt: [first = ""] }: QueueSummary, queuedAt: string): number {
  return Math.max(0, Date.parse(queuedAt) - Date.parse(first)) || 0;
}
