import type { WebhookState } from "@livechat/contract";

/** A colour of `.chip` for each state of a webhook. */
export const STATE_TONES: Record<WebhookState, string> = {
  active: "good",
  paused: "warning",
  disabled: "bad",
};
