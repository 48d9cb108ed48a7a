import type { ReportName, ReportRow } from "@livechat/contract";
import type { Figures, Measure } from "./figures.ts";
import { ends, type Histogram, quantile } from "./histogram.ts";

const NO_MEASURE: Measure = {
  count: 0,
  seconds: 0,
  histogram: {},
  businessSeconds: 0,
  businessHistogram: {},
};

const SECOND_DIGITS = 1000;
const rounded = (value: number): number => Math.round(value * SECOND_DIGITS) / SECOND_DIGITS;

function meanOf(seconds: number, count: number): number | null {
  return count === 0 ? null : rounded(seconds / count);
}

function spreadOf(histogram: Histogram) {
  const [median, p90] = [quantile(histogram, 0.5), quantile(histogram, 0.9)];
  return { median: median === null ? null : rounded(median), p90: p90 === null ? null : rounded(p90) };
}

function endsOf({ histogram }: Measure = NO_MEASURE) {
  const { min, max } = ends(histogram);
  return { min: min === null ? null : rounded(min), max: max === null ? null : rounded(max) };
}

/** Durations as reports show them: never a mean without its count, its median and its 90th percentile. */
export function durationRow(measure: Measure = NO_MEASURE) {
  const { count, seconds, histogram, businessSeconds, businessHistogram } = measure;
  return {
    count,
    average: meanOf(seconds, count),
    ...spreadOf(histogram),
    business: { average: meanOf(businessSeconds, count), ...spreadOf(businessHistogram) },
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole);
}

function ratingsRow({ counts }: Figures) {
  const { good = 0, bad = 0, asked = 0, closed = 0 } = counts;
  const satisfaction = ratio(good, good + bad);
  return { chats: closed, asked, good, bad, satisfaction, response_rate: ratio(good + bad, asked) };
}

function engagementRow({ counts }: Figures) {
  return {
    started_by_customer_from_greeting: counts.startedByGreeting ?? 0,
    started_by_customer_without_greeting: counts.startedByVisitor ?? 0,
    started_by_agent: counts.startedByAgent ?? 0,
  };
}

function queueRow({ counts, measures }: Figures) {
  return { ...durationRow(measures.queue), queued: counts.queued ?? 0, ...endsOf(measures.queue) };
}

function leftRow({ counts, measures }: Figures) {
  const { queueLeft } = measures;
  return { ...durationRow(queueLeft), short: counts.abandonedShort ?? 0, ...endsOf(queueLeft) };
}

function chatsRow({ counts }: Figures) {
  const { chats = 0, reopened = 0 } = counts;
  return { total: chats, threads: chats + reopened };
}

function outcomesRow({ counts }: Figures) {
  return {
    closed: counts.closed ?? 0,
    answered: counts.answered ?? 0,
    missed: counts.missed ?? 0,
    abandoned: counts.abandoned ?? 0,
    abandoned_short: counts.abandonedShort ?? 0,
    by_bots: counts.byBots ?? 0,
    offline_messages: counts.offlineMessages ?? 0,
    messages: counts.messages ?? 0,
  };
}

function withMean(name: string, measure: Measure | undefined) {
  const row = durationRow(measure);
  return { [name]: row.average, ...row };
}

function overviewRow(figures: Figures) {
  const { measures } = figures;
  return {
    ...chatsRow(figures),
    ...outcomesRow(figures),
    ratings: ratingsRow(figures),
    engagement: engagementRow(figures),
    first_response_time: durationRow(measures.firstResponse),
    response_time: durationRow(measures.response),
    queue: queueRow(figures),
    queue_left: leftRow(figures),
    handling_time: durationRow(measures.handling),
    resolution_time: durationRow(measures.resolution),
    duration: durationRow(measures.duration),
  };
}

/** The reports whose records are rows of time. */
export type TimedReport = Exclude<
  ReportName,
  "tags" | "agents_availability" | "agents_performance" | "groups"
>;

/** What stands in a bucket, under LiveChat's names where it has them. */
export const ROWS: Readonly<Record<TimedReport, (figures: Figures) => ReportRow>> = {
  total_chats: (figures) => chatsRow(figures),
  first_response_time: ({ measures }) => withMean("first_response_time", measures.firstResponse),
  response_time: ({ measures }) => withMean("response_time", measures.response),
  queued_visitors: queueRow,
  queued_visitors_left: leftRow,
  duration: ({ measures }) => ({
    ...withMean("duration", measures.duration),
    agents_chatting_duration: durationRow(measures.handling).average,
  }),
  ratings: ratingsRow,
  engagement: engagementRow,
  overview: overviewRow,
};

/** The measures that a row looks at: nothing else is summed for it. */
export function measuresOf(rowOf: (figures: Figures) => ReportRow): ReadonlySet<string> {
  const asked = new Set<string>();
  const note = (_: object, name: string | symbol): undefined => {
    asked.add(String(name));
  };
  rowOf({ counts: {}, measures: new Proxy({}, { get: note }) });
  return asked;
}

/** A group's line. */
export const groupRow = (name: string, figures: Figures): ReportRow => ({ name, ...overviewRow(figures) });

export interface AgentTimes {
  readonly name: string;
  readonly acceptingSeconds: number;
  readonly busySeconds: number;
  readonly chatSeconds: number;
}

/** An agent's line. Occupancy and concurrency are null where there was nothing to divide by. */
export function agentRow(figures: Figures, times: AgentTimes): ReportRow {
  const { counts, measures } = figures;
  const { name, acceptingSeconds, busySeconds, chatSeconds } = times;
  const first = durationRow(measures.firstResponse);
  return {
    name,
    chats_count: counts.closed ?? 0,
    assigned: counts.assigned ?? 0,
    transferred_out: counts.transferredOut ?? 0,
    messages_sent: counts.messagesSent ?? 0,
    missed: counts.missed ?? 0,
    accepting_chats_time: rounded(acceptingSeconds),
    chatting_time: rounded(busySeconds),
    occupancy: ratio(busySeconds, acceptingSeconds),
    concurrency: ratio(chatSeconds, busySeconds),
    first_response_time: first.average,
    first_response_chats_count: first.count,
    first_response: first,
    response: durationRow(measures.response),
    handling: durationRow(measures.handling),
    chats_rate_good: counts.good ?? 0,
    chats_rate_bad: counts.bad ?? 0,
    chats_rated: (counts.good ?? 0) + (counts.bad ?? 0),
    ratings: ratingsRow(figures),
  };
}
