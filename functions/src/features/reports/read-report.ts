import type { Report, ReportQuery, ReportRow } from "@livechat/contract";
import { LIMITS, reportName } from "@livechat/contract";
import { type AgentCaller, canSupervise } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { ChatError, notFound, refused } from "../../platform/error.ts";
import { DAY_MILLIS } from "../../store/days.ts";
import { groups } from "../../store/groups.ts";
import { METRICS_VERSION } from "../../store/progress.ts";
import { SLOT_MILLIS } from "../../store/rollups.ts";
import { COMPANY, settings } from "../../store/settings.ts";
import { tags } from "../../store/tags.ts";
import { type Asked, type Body, groupBy, rowsBy, sumOf } from "./asked.ts";
import { bucketNames, bucketsOf } from "./buckets.ts";
import { readFigures, readRollups, type SlotFigures, slotsOf } from "./read-figures.ts";
import { groupRow, measuresOf, ROWS, type TimedReport } from "./rows.ts";
import { availability, performance } from "./team-reports.ts";

const DEFAULT_DAYS = 7;
const NOTHING: ReadonlySet<string> = new Set();

/** @throws ChatError `validation` for a range that is empty or too long. */
export function rangeOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: Date) {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const start = from === undefined ? end - DEFAULT_DAYS * DAY_MILLIS : Date.parse(from);
  const range = {
    from: Math.floor(start / SLOT_MILLIS) * SLOT_MILLIS,
    to: Math.ceil(end / SLOT_MILLIS) * SLOT_MILLIS,
  };
  const problem = (message: string) =>
    new ChatError("validation", `from: ${message}`, { details: [{ path: "from", message }] });
  if (start > end) throw problem("must not be after to");
  if (range.to - range.from > LIMITS.MAX_REPORT_DAYS * DAY_MILLIS) {
    throw problem(`must be at most ${LIMITS.MAX_REPORT_DAYS} days before to`);
  }
  return range;
}

/** Supervisors and admins see everything, agents their own numbers. @throws ChatError `authorization`. */
export function filterFor(query: Pick<ReportQuery, "groupId" | "agentId" | "tagId">, caller: AgentCaller) {
  const { groupId = null, tagId = null } = query;
  const own = canSupervise(caller) ? null : caller.id;
  if (own !== null && query.agentId !== undefined && query.agentId !== own) {
    throw refused("own_numbers_only");
  }
  return { groupId, tagId, agentId: own ?? query.agentId ?? null };
}

async function timed(name: TimedReport, asked: Asked, ctx: Context): Promise<Body> {
  const { range, filter, distribution, timeZone } = asked;
  const nameOf = bucketNames(distribution, timeZone);
  const slots = await readFigures(filter, range, ctx);
  const byBucket = groupBy(slots, ({ at }) => nameOf(at));
  const rowOf = ROWS[name];
  const buckets = bucketsOf(range.from, range.to, nameOf);
  const wanted = measuresOf(rowOf);
  const summed = rowsBy(
    buckets,
    (bucket) => sumOf(byBucket.get(bucket) ?? [], wanted),
    (_, sum) => rowOf(sum),
  );
  const total = rowOf(summed.total);
  const counted = total.total as number;
  return { records: Object.fromEntries(summed.rows), total: name === "total_chats" ? counted : total };
}

/** How often each tag was on a chat, by the tag's name. */
async function tagged({ range, filter, distribution, timeZone }: Asked, ctx: Context): Promise<Body> {
  const nameOf = bucketNames(distribution, timeZone);
  const subjectId = filter.tagId ?? undefined;
  const [found, all] = await Promise.all([
    readRollups({ kind: "tag", subjectId, range }, ctx),
    tags.find(tags.all(ctx.db)),
  ]);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const slots = slotsOf(found, range, filter.groupId);
  const count = (list: readonly SlotFigures[]): ReportRow => {
    const byTag = groupBy(list, (slot) => names.get(slot.subjectId) ?? slot.subjectId);
    const counts = [...byTag].map(([tag, own]) => [tag, sumOf(own, NOTHING).counts.chats ?? 0] as const);
    return Object.fromEntries(counts.filter(([, chats]) => chats > 0));
  };
  const byBucket = groupBy(slots, ({ at }) => nameOf(at));
  const buckets = bucketsOf(range.from, range.to, nameOf);
  const records = buckets.map((bucket) => [bucket, count(byBucket.get(bucket) ?? [])] as const);
  return { records: Object.fromEntries(records), total: count(slots) };
}

async function byGroup({ range, filter }: Asked, ctx: Context): Promise<Body> {
  const [slots, all] = await Promise.all([readFigures(filter, range, ctx), groups.find(groups.all(ctx.db))]);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const byId = groupBy(slots, ({ subjectId }) => subjectId);
  const live = all.filter(({ id, isDeleted }) => !isDeleted && (filter.groupId ?? id) === id);
  const ids = new Set([...live.map(({ id }) => id), ...byId.keys()]);
  const { rows, total } = rowsBy(
    ids,
    (id) => sumOf(byId.get(id) ?? []),
    (id, sum) => groupRow(names.get(id) ?? id, sum),
  );
  return { records: Object.fromEntries(rows), total: groupRow("", total) };
}

function bodyOf(asked: Asked, ctx: Context): Promise<Body> {
  const { name } = asked;
  if (name === "tags") return tagged(asked, ctx);
  if (name === "groups") return byGroup(asked, ctx);
  if (name === "agents_performance") return performance(asked, ctx);
  if (name === "agents_availability") return availability(asked, ctx);
  return timed(name, asked, ctx);
}

/**
 * A report: what happened in a range, by time, agents or groups.
 * @throws ChatError `not_found` for an unknown report, `validation` for the range, `authorization` for another's numbers.
 */
export async function readReport(
  name: string,
  { query, caller }: { query: ReportQuery; caller: AgentCaller },
  ctx: Context,
): Promise<Report> {
  const known = reportName.safeParse(name);
  if (!known.success) throw notFound("report");
  const filter = filterFor(query, caller);
  const range = rangeOf(query, ctx.now());
  const { distribution = "day" } = query;
  const timeZone = query.timezone ?? (await settings.get(ctx.db, COMPANY))?.timeZone ?? "UTC";
  const body = await bodyOf({ name: known.data, range, filter, distribution, timeZone }, ctx);
  const request = {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    timezone: timeZone,
    distribution,
    ...filter,
  };
  return { name: known.data, metricsVersion: METRICS_VERSION, request, ...body };
}
