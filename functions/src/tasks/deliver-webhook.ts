import type { Request } from "firebase-functions/v2/tasks";
import { deliver, deliveryTask } from "../features/webhooks/deliver.ts";
import { processContext } from "../platform/process-context.ts";

async function handle(request: Request, isSlow: boolean): Promise<void> {
  const ctx = processContext();
  const task = deliveryTask.safeParse(request.data);
  if (!task.success) return ctx.log.error("Not a delivery's task.", { data: request.data });
  await deliver(task.data.deliveryId, { isSlow }, ctx);
}

/** Makes the first attempt of a delivery. Data of another shape cannot get better by a retry and is logged. */
export const handleDeliverWebhook = (request: Request): Promise<void> => handle(request, false);

/** Makes attempts to endpoints that fail. */
export const handleRetryWebhook = (request: Request): Promise<void> => handle(request, true);
