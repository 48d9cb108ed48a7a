import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, instantInput, queryBoolean } from "./primitives.ts";
import { samples } from "./samples.ts";
import { timeZone } from "./settings.ts";

/** Names and shapes as LiveChat's Reports API has them, and some of our own beside. See docs/metrics.md. */
export const REPORT_NAMES = [
  "total_chats",
  "first_response_time",
  "response_time",
  "queued_visitors",
  "queued_visitors_left",
  "duration",
  "ratings",
  "engagement",
  "tags",
  "agents_availability",
  "agents_performance",
  "groups",
  "overview",
] as const;
export const reportName = z.enum(REPORT_NAMES);
export type ReportName = z.infer<typeof reportName>;

export const reportDistribution = z.enum(["hour", "day", "day-hours", "week", "month"]);
export type ReportDistribution = z.infer<typeof reportDistribution>;

const asked = {
  /** The last seven days unless given. Cut to whole quarter hours; `to` itself is not counted. */
  from: instantInput.optional(),
  to: instantInput.optional(),
  groupId: id.optional(),
  agentId: id.optional(),
  tagId: id.optional(),
};

export const reportQuery = z.strictObject({
  ...asked,
  /** The company's unless given. */
  timezone: timeZone.optional(),
  distribution: reportDistribution.optional(),
});
export type ReportQuery = z.output<typeof reportQuery>;

/** What stands in a bucket, by the report's own names; an unnamed number is a count or seconds. */
export const reportRow = z.record(z.string(), z.unknown());
export type ReportRow = z.infer<typeof reportRow>;

export const report = z
  .object({
    name: reportName,
    metricsVersion: z.number().int(),
    request: z.object({
      from: instant,
      to: instant,
      timezone: z.string(),
      distribution: reportDistribution,
      groupId: z.string().nullable(),
      agentId: z.string().nullable(),
      tagId: z.string().nullable(),
    }),
    /** By time; by agent or group where the report is one of agents or groups. */
    records: z.record(z.string(), reportRow),
    total: z.union([z.number(), reportRow]),
  })
  .meta({ id: "Report" });
export type Report = z.infer<typeof report>;

export const chatOutcome = z.enum(["answered", "missed", "abandoned", "bot"]);

export const conversationRowsQuery = z.strictObject({
  ...asked,
  /** Which of its times has to lie in the range. */
  by: z.enum(["closed", "started"]).optional(),
  outcome: chatOutcome.optional(),
  rating: z.enum(["good", "bad"]).optional(),
  format: z.enum(["json", "csv"]).optional(),
  /** Begins the CSV with a byte order mark, by which spreadsheets know UTF-8. */
  bom: queryBoolean.optional(),
});
export type ConversationRowsQuery = z.output<typeof conversationRowsQuery>;

const seconds = z.number().nullable();

/** A chat, each time that it was closed. Durations in seconds. */
export const conversationRow = z
  .object({
    id,
    started: instant,
    ended: instant,
    group: z.string(),
    agents: z.array(z.string()),
    visitor: z.string(),
    page: z.string().nullable(),
    queue: z.number(),
    first_response: seconds,
    average_response: seconds,
    duration: z.number(),
    messages: z.number().int(),
    rating: z.number().int().nullable(),
    comment: z.string().nullable(),
    tags: z.array(z.string()),
    close_reason: z.string(),
    outcome: chatOutcome,
    /** The ids of the files that were sent, private notes' left out. */
    files: z.array(id),
  })
  .meta({ id: "ConversationRow" });
export type ConversationRow = z.infer<typeof conversationRow>;

const livePart = {
  waiting: z.number().int(),
  longest_wait_seconds: z.number().nullable(),
};

export const liveReport = z
  .object({
    at: instant,
    ...livePart,
    /** Chats that agents have now. */
    active: z.number().int(),
    /** Chats that those could have who accept chats. */
    capacity: z.number().int(),
    online: z.number().int(),
    accepting: z.number().int(),
    /** First answers of chats that were closed today, and those of them within the group's deadline. null: none has one. */
    answered_today: z.object({ in_time: z.number().int(), total: z.number().int() }).nullable(),
    groups: z.array(z.object({ id, name: z.string(), ...livePart })),
    agents: z.array(
      z.object({
        id,
        name: z.string(),
        status: z.enum(["online", "offline", "away"]),
        accepting: z.boolean(),
        active: z.number().int(),
        capacity: z.number().int(),
      }),
    ),
  })
  .meta({ id: "LiveReport" });
export type LiveReport = z.infer<typeof liveReport>;

const folder = "Reports";
const request = {
  from: "2026-03-02T00:00:00.000Z",
  to: "2026-03-04T00:00:00.000Z",
  timezone: "Europe/Berlin",
  distribution: "day",
  groupId: null,
  agentId: null,
  tagId: null,
} as const;

export const reportEndpoints = {
  getLiveReport: endpoint({
    name: "getLiveReport",
    method: "GET",
    path: "/v1/reports/live",
    access: "agent",
    scope: "reports:read",
    folder,
    summary: "Read what happens now",
    description: "Who waits, who is there, who has how many chats. Agents see their groups and themselves.",
    response: liveReport,
    example: {
      response: {
        at: samples.at,
        waiting: 1,
        longest_wait_seconds: 42,
        active: 1,
        capacity: 5,
        online: 1,
        accepting: 1,
        answered_today: { in_time: 18, total: 20 },
        groups: [{ id: samples.ids.group, name: "Sales", waiting: 1, longest_wait_seconds: 42 }],
        agents: [
          {
            id: samples.ids.agent,
            name: "Anna Berg",
            status: "online",
            accepting: true,
            active: 1,
            capacity: 5,
          },
        ],
      },
    },
  }),
  listConversationRows: endpoint({
    name: "listConversationRows",
    method: "GET",
    path: "/v1/reports/conversations",
    access: "agent",
    scope: "reports:read",
    folder,
    summary: "List chats with their numbers, as JSON or CSV",
    description:
      "Streamed, the latest first: a row for each time that a chat was closed. With `format=csv` as `text/csv`, whose cells no spreadsheet takes for formulas. Agents see their own.",
    query: conversationRowsQuery,
    response: z.object({ items: z.array(conversationRow) }),
    example: {
      response: {
        items: [
          {
            id: samples.closed.id,
            started: samples.at,
            ended: "2026-03-02T09:10:00.000Z",
            group: "Sales",
            agents: ["Anna Berg"],
            visitor: "Vera",
            page: "/pricing",
            queue: 4,
            first_response: 21.5,
            average_response: 18,
            duration: 600,
            messages: 9,
            rating: 1,
            comment: "Quick and friendly.",
            tags: ["billing"],
            close_reason: "conversation_closed",
            outcome: "answered",
            files: ["file0000000000000001"],
          },
        ],
      },
    },
  }),
  getReport: endpoint({
    name: "getReport",
    method: "GET",
    path: "/v1/reports/{name}",
    access: "agent",
    scope: "reports:read",
    errors: ["not_found"],
    folder,
    summary: "Read a report",
    description: `One of ${REPORT_NAMES.join(", ")}. Durations are seconds, by the clock and as \`business\` in business time. Supervisors and admins see everything, agents their own numbers.`,
    params: z.strictObject({ name: z.string().min(1).max(LIMITS.MAX_NAME_CHARS) }),
    query: reportQuery,
    response: report,
    example: {
      response: {
        name: "total_chats",
        metricsVersion: 1,
        request,
        records: { "2026-03-02": { total: 3 }, "2026-03-03": { total: 1 } },
        total: 4,
      },
    },
  }),
};
