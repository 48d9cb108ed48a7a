import type { Context } from "../platform/context.ts";
import { clearSilent } from "./clear-silent.ts";
import { repairCounters } from "./counters.ts";
import { meetDeadlines } from "./deadlines.ts";
import { SweepErrors } from "./errors.ts";
import { resumeBots } from "./resume-bots.ts";
import { repairStuck } from "./stuck.ts";

/** What a sweep found to do. All zero when every task and every commit did its work. */
export interface Swept {
  /** Due deadlines whose task was lost or has not come yet. */
  readonly deadlines: number;
  /** Conversations that were assigned, moved or reassigned because their task was lost. */
  readonly stuck: number;
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
  const errors = new SweepErrors();
  const deadlines = await errors.during(() => meetDeadlines(ctx, errors));
  const stuck = await errors.during(() => repairStuck(ctx, errors));
  const counters = await errors.during(() => repairCounters(ctx));
  await errors.during(() => clearSilent(ctx));
  await errors.during(() => resumeBots(ctx));
  errors.report();
  return { deadlines, stuck, counters };
}
