import type { Context } from "../platform/context.ts";
import { repairCounters } from "./counters.ts";
import { meetDeadlines } from "./deadlines.ts";
import { drainForgotten } from "./forgotten.ts";
import { Mishaps } from "./mishaps.ts";

/** What a sweep found to do. All zero when every task and every commit did its work. */
export interface Swept {
  /** Due deadlines whose task was lost or has not come yet. */
  readonly deadlines: number;
  /** Waiting conversations that were assigned, moved or handed on because their task was lost. */
  readonly forgotten: number;
  /** Agents whose list of conversations did not agree with the conversations. */
  readonly counters: number;
}

/**
 * The safety net behind the task queue: finds and repairs what lost tasks and dead processes left behind. Each repair
 * is logged as an error to look at, because none should happen. Costs a few reads when nothing is wrong, whatever the
 * number of agents and conversations, and works in pages when something is. Safe to run at any time, also twice at once.
 * @throws AggregateError at the end when a part of it failed; the others have been done.
 */
export async function sweep(ctx: Context): Promise<Swept> {
  const mishaps = new Mishaps();
  const deadlines = await mishaps.during(() => meetDeadlines(ctx, mishaps));
  const forgotten = await mishaps.during(() => drainForgotten(ctx, mishaps));
  const counters = await mishaps.during(() => repairCounters(ctx));
  mishaps.report();
  return { deadlines, forgotten, counters };
}
