import type { LiveReport } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import type { StoredGroup } from "../../store/groups.ts";
import { Remembered } from "../../store/remembered.ts";
import { SLOT_MILLIS } from "../../store/rollups.ts";
import { COMPANY, settings } from "../../store/settings.ts";
import { sumOf } from "./asked.ts";
import { bucketNames } from "./buckets.ts";
import { type Histogram, secondsOf } from "./histogram.ts";
import { type HeldRollup, type ReportRange, readRollups, slotsOf } from "./read-figures.ts";

/** A page asks every minute, and several people have one open. */
const REMEMBERED_SECONDS = 60;
const FIRST_RESPONSE = new Set(["firstResponse"]);

type Counted = NonNullable<LiveReport["answered_today"]>;

interface Today {
  readonly list: readonly HeldRollup[];
  readonly range: ReportRange;
}

/** From the company's last midnight to the end of this quarter hour. A day has at most 25 hours. */
async function rangeOfToday(ctx: Context): Promise<ReportRange> {
  const timeZone = (await settings.get(ctx.db, COMPANY))?.timeZone ?? "UTC";
  const nameOf = bucketNames("day", timeZone);
  const now = ctx.now().getTime();
  let from = now - (now % SLOT_MILLIS);
  const to = from + SLOT_MILLIS;
  const today = nameOf(now);
  while (nameOf(from - SLOT_MILLIS) === today) from -= SLOT_MILLIS;
  return { from, to };
}

const remembered = new Remembered<Today>(REMEMBERED_SECONDS);

/** Everybody's, or one agent's. A document a group or agent, two where the company's day is not that of UTC. */
function readToday(agentId: string | null, ctx: Context): Promise<Today> {
  const read = async () => {
    const range = await rangeOfToday(ctx);
    const subject = agentId === null ? { kind: "group" as const } : { kind: "agent" as const };
    const list = await readRollups({ ...subject, subjectId: agentId ?? undefined, range }, ctx);
    return { list, range };
  };
  return remembered.get(agentId ?? "", read, ctx);
}

/** Durations of a histogram that are no longer than this, to within its buckets' width. */
function within(histogram: Histogram, seconds: number): number {
  const buckets = Object.entries(histogram).filter(([bucket]) => secondsOf(Number(bucket)) <= seconds);
  return buckets.reduce((sum, [, count]) => sum + count, 0);
}

/**
 * Of the chats that were closed today in the company's zone and had an answer: how many had the first one within the
 * deadline that their group has now. null: none of the groups has one.
 * @param agentId whose chats; null: everybody's
 */
export async function answeredToday(
  groups: readonly StoredGroup[],
  agentId: string | null,
  ctx: Context,
): Promise<Counted | null> {
  const deadlines = groups.flatMap(({ id, settings: { answerDeadlineSeconds: seconds } }) =>
    seconds === null ? [] : [{ id, seconds }],
  );
  if (deadlines.length === 0) return null;
  const { list, range } = await readToday(agentId, ctx);
  const counted = { in_time: 0, total: 0 };
  for (const { id, seconds } of deadlines) {
    const { firstResponse } = sumOf(slotsOf(list, range, id), FIRST_RESPONSE).measures;
    counted.in_time += within(firstResponse?.histogram ?? {}, seconds);
    counted.total += firstResponse?.count ?? 0;
  }
  return counted;
}
