import { sweep } from "../maintenance/sweep.ts";
import { processContext } from "../platform/process-context.ts";

/** What the cloud's scheduler calls every minute, and the local system every few seconds. */
export async function runSweep(): Promise<void> {
  const ctx = processContext();
  const swept = await sweep(ctx);
  if (swept.deadlines + swept.forgotten + swept.counters > 0) ctx.log.info("Swept", { ...swept });
}
