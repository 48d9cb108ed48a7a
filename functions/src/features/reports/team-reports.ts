import type { ReportRow } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { SLOT_MILLIS } from "../../store/rollups.ts";
import { type AgentSpans, readAgentSpans, readAgents } from "./agent-times.ts";
import { type Asked, type Body, groupBy, rowsBy, sumOf } from "./asked.ts";
import { bucketNames, bucketsOf } from "./buckets.ts";
import type { Figures } from "./figures.ts";
import { readRollups, slotsOf } from "./read-figures.ts";
import { agentRow } from "./rows.ts";
import { lengthOf, type Spans, union } from "./spans.ts";

/** The agents' rollups, and when each was busy and accepting. */
async function readTeam({ range, filter }: Asked, ctx: Context) {
  const subjectId = filter.agentId ?? undefined;
  const [found, list] = await Promise.all([
    readRollups({ kind: "agent", subjectId, range }, ctx),
    readAgents(filter.agentId, ctx),
  ]);
  const inGroup = ({ groupIds }: { groupIds: readonly string[] }) =>
    filter.groupId === null || groupIds.includes(filter.groupId);
  const people = list.filter((agent) => agent.kind === "human" && inGroup(agent));
  const spans = await readAgentSpans(found, { list: people, range }, ctx);
  return { found, list, people, spans };
}

/** What each agent did, by the agent's id. */
export async function performance(asked: Asked, ctx: Context): Promise<Body> {
  const { range, filter } = asked;
  const { found, list, people, spans } = await readTeam(asked, ctx);
  const slots = slotsOf(found, range, filter.groupId);
  const byId = groupBy(slots, ({ subjectId }) => subjectId);
  const ids = new Set([...people.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id), ...byId.keys()]);
  const names = new Map(list.map(({ id, name }) => [id, name]));
  const seconds = (times: Spans) => lengthOf(times) / 1000;
  const rowOf = (name: string, figures: Figures, own: readonly AgentSpans[]) =>
    agentRow(figures, {
      name,
      acceptingSeconds: own.reduce((sum, { accepting }) => sum + seconds(accepting), 0),
      busySeconds: own.reduce((sum, { busy }) => sum + seconds(busy), 0),
      chatSeconds:
        (figures.counts.chatSeconds ?? 0) +
        own.reduce((sum, { runningChatMillis }) => sum + runningChatMillis / 1000, 0),
    });
  const spansOf = (id: string) => [spans.get(id) ?? []].flat();
  const { rows, total } = rowsBy(
    ids,
    (id) => sumOf(byId.get(id) ?? []),
    (id, sum) => rowOf(names.get(id) ?? id, sum, spansOf(id)),
  );
  return { records: Object.fromEntries(rows), total: rowOf("", total, [...ids].flatMap(spansOf)) };
}

/** Stretches of time cut at quarter hours, by bucket. */
function hoursBy(spans: Spans, nameOf: (instant: number) => string): Map<string, number> {
  const hours = new Map<string, number>();
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [spans[i] as number, spans[i + 1] as number];
    for (let start = from - (from % SLOT_MILLIS); start < to; start += SLOT_MILLIS) {
      const millis = Math.min(to, start + SLOT_MILLIS) - Math.max(from, start);
      const bucket = nameOf(start);
      hours.set(bucket, (hours.get(bucket) ?? 0) + millis / 3_600_000);
    }
  }
  return hours;
}

const HOUR_DIGITS = 10_000;
const shortened = (hours: number): number => Math.round(hours * HOUR_DIGITS) / HOUR_DIGITS;

/** For how long anybody accepted chats, and each agent. */
export async function availability(asked: Asked, ctx: Context): Promise<Body> {
  const { range, distribution, timeZone } = asked;
  const { people, spans } = await readTeam(asked, ctx);
  const nameOf = bucketNames(distribution, timeZone);
  const own = people.map(({ id }) => ({ id, accepting: spans.get(id)?.accepting ?? [] }));
  const anybody = union(...own.map(({ accepting }) => accepting));
  const [all, each] = [
    hoursBy(anybody, nameOf),
    own.map(({ id, accepting }) => ({ id, hours: hoursBy(accepting, nameOf) })),
  ];
  const rowOf = (bucket: string): ReportRow => {
    const named = each.flatMap(({ id, hours }) => {
      const there = hours.get(bucket) ?? 0;
      return there === 0 ? [] : [[id, shortened(there)] as const];
    });
    return { hours: shortened(all.get(bucket) ?? 0), agents: Object.fromEntries(named) };
  };
  const buckets = bucketsOf(range.from, range.to, nameOf);
  const total = shortened(lengthOf(anybody) / 3_600_000);
  return { records: Object.fromEntries(buckets.map((bucket) => [bucket, rowOf(bucket)])), total };
}
