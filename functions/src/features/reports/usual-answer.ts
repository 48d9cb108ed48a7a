import type { Context } from "../../platform/context.ts";
import { DAY_MILLIS, dayOf } from "../../store/days.ts";
import { rollups, rollupsQuery } from "../../store/rollups.ts";
import { addHeld, noFigures } from "./figures.ts";
import { quantile } from "./histogram.ts";

/** How far back it is looked: today, and so many UTC days before. */
export const USUAL_DAYS = 7;
/** Of fewer answers nothing usual can be said. */
export const MIN_FIRST_RESPONSES = 10;

const WANTED = new Set(["firstResponse"]);

/**
 * How long visitors of a group wait for their first answer, in seconds of business time: the median of the last days, off by
 * at most 2.9 %. null: there were too few. One read for each day that has a rollup, 8 at the most; what has not been
 * folded yet does not count.
 */
export async function usualAnswerSeconds(groupId: string, ctx: Context): Promise<number | null> {
  const now = ctx.now().getTime();
  const dayAt = (millis: number) => dayOf(new Date(millis).toISOString());
  const [firstDay, lastDay] = [dayAt(now - USUAL_DAYS * DAY_MILLIS), dayAt(now)];
  const range = { kind: "group", subjectId: groupId, firstDay, lastDay } as const;
  const sum = noFigures();
  for (const { slots } of await rollups.find(rollupsQuery(ctx.db, range))) {
    for (const figures of Object.values(slots)) addHeld(sum, figures, WANTED);
  }
  const { firstResponse } = sum.measures;
  if (!firstResponse || firstResponse.count < MIN_FIRST_RESPONSES) return null;
  return Math.round(quantile(firstResponse.businessHistogram, 0.5) ?? 0);
}
