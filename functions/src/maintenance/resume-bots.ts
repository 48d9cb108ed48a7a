import type { Context } from "../platform/context.ts";
import { resumeBot } from "../reassign/bot-health.ts";
import { agents } from "../store/agents.ts";
import { isTimeToLook } from "./clear-silent.ts";

const PAGE_BOTS = 50;

/** Resumes bots whose pause is over and whose task was lost. @returns how many. */
export async function resumeBots(ctx: Context): Promise<number> {
  if (!isTimeToLook(ctx)) return 0;
  const due = agents.all(ctx.db).where("pausedUntil", "<=", ctx.now()).orderBy("pausedUntil");
  let resumed = 0;
  for (const { id } of await agents.find(due.limit(PAGE_BOTS))) if (await resumeBot(id, ctx)) resumed += 1;
  return resumed;
}
