import { givePositions } from "../features/feed/give-positions.ts";
import { lookAtDueFiles } from "../features/files/look-at-due-files.ts";
import { foldFacts } from "../features/reports/fold-facts.ts";
import { forgetFactsHourly } from "../features/reports/forget-facts.ts";
import { lookAtDueDeliveries } from "../features/webhooks/look-at-due-deliveries.ts";
import { sweep } from "../maintenance/sweep.ts";
import { migrationProgress } from "../migrations/migrate.ts";
import type { Context } from "../platform/context.ts";
import { processContext } from "../platform/process-context.ts";

/** Once the data has this code's version it stays so: from then on this process does not look again. */
let isMigrated = false;

async function resumeMigration(ctx: Context): Promise<void> {
  const progress = await migrationProgress(ctx);
  isMigrated = progress === "done";
  if (progress === "stalled") await ctx.tasks.enqueue({ queue: "migrate", data: {} });
}

/** What the cloud's scheduler calls every minute, and the local system every few seconds. */
export async function runSweep(): Promise<void> {
  const ctx = processContext();
  const [core, ...features] = await Promise.allSettled([
    sweep(ctx),
    lookAtDueFiles(ctx),
    foldFacts(ctx),
    forgetFactsHourly(ctx),
    givePositions(ctx),
    lookAtDueDeliveries(ctx),
  ]);
  if (core.status === "rejected") throw core.reason;
  const swept = core.value;
  if (swept.deadlines + swept.stuck + swept.counters > 0) ctx.log.info("Swept", { ...swept });
  for (const feature of features) if (feature.status === "rejected") throw feature.reason;
  if (!isMigrated) await resumeMigration(ctx);
}
