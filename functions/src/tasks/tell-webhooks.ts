import { givePositions } from "../features/feed/give-positions.ts";
import { processContext } from "../platform/process-context.ts";

/** Puts what was recorded into the feed and makes the deliveries that webhooks wait for. */
export async function handleTellWebhooks(): Promise<void> {
  await givePositions(processContext());
}
