import type { ScheduleHours } from "@livechat/contract";
import { businessSecondsBetween } from "../availability/business-hours.ts";
import type { Duration, Progress, Span } from "../store/progress.ts";

/** Whose hours durations are measured by; null where the group is always open. */
export type Hours = (ScheduleHours & { readonly id: string; readonly version: number }) | null;

const NOTHING: Duration = { seconds: 0, businessSeconds: 0 };

/** How long a stretch of time is, by the clock and in business time. */
export function measure({ from, to }: Span, hours: Hours): Duration {
  const seconds = Math.max(0, to - from) / 1000;
  const businessSeconds = hours ? businessSecondsBetween(hours, new Date(from), new Date(to)) : seconds;
  return { seconds, businessSeconds };
}

/** To the millisecond, which sums of binary fractions would miss. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

export function sum(durations: readonly Duration[]): Duration {
  return durations.reduce(
    (a, b) => ({
      seconds: rounded(a.seconds + b.seconds),
      businessSeconds: rounded(a.businessSeconds + b.businessSeconds),
    }),
    NOTHING,
  );
}

/** Measures what was measured by the clock alone so far: an ownership ends, and with it the group's hours may change. */
export function settle(progress: Progress, { hours, groupId }: { hours: Hours; groupId: string }): Progress {
  const { open, settled } = progress;
  const all = (spans: readonly Span[]) => spans.map((span) => measure(span, hours));
  const replies = open.replies.map(({ agentId, isFirst, ...span }) => ({
    agentId,
    isFirst,
    groupId,
    ...measure(span, hours),
  }));
  return {
    ...progress,
    open: { waits: [], handled: [], replies: [] },
    settled: {
      queue: sum([settled.queue, ...all(open.waits)]),
      handling: sum([settled.handling, ...all(open.handled)]),
      replies: [...settled.replies, ...replies],
    },
  };
}
