import { isQueueMoving } from "../presence.ts";
import type { View } from "../view.ts";

/**
 * How long it will take until somebody answers a visitor who waits, in seconds. null: that cannot be said, because nobody is
 * known to be there, or it has taken longer already than could be expected.
 *
 * It takes as long as it usually does, or as long as it has taken the first in the queue so far, whichever is longer: what is
 * left of that is the time between the two beginnings. (The delay of whoever is at the head of the line: Ibrahim and
 * Whitt, "Real-Time Delay Estimation Based on Delay History", 2009.)
 */
export function expectedWait({ state, now }: Pick<View, "state" | "now">): number | null {
  const { config, conversation, queuePosition, queueAheadMs } = state;
  const usual = config?.usualAnswerSeconds ?? null;
  if (usual === null || queuePosition === null || !conversation?.queue || !isQueueMoving(state)) return null;
  const waited = (now - Date.parse(conversation.queue.queuedAt)) / 1000;
  const ahead = (queueAheadMs ?? 0) / 1000;
  return waited < Math.max(usual, ahead) ? Math.max(usual - waited, ahead) : null;
}
