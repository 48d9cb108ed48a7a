import type { OccurrenceType, Scope, WebhookState } from "@livechat/contract";

/*
 * What an admin chooses from, as the contract has it (a test compares). Written out here so that no page loads the
 * contract's schemas.
 */

type Resource = Exclude<Scope, "bot"> extends `${infer Name}:${string}` ? Name : never;

export const SCOPE_RESOURCES = [
  "agents",
  "groups",
  "tags",
  "conversations",
  "visitors",
  "canned_responses",
  "schedules",
  "widgets",
  "webhooks",
  "reports",
  "settings",
  "files",
] as const satisfies readonly Resource[];

export const OCCURRENCE_TYPES = [
  "conversation.created",
  "conversation.queued",
  "conversation.assigned",
  "conversation.unassigned",
  "conversation.transferred",
  "conversation.closed",
  "conversation.reopened",
  "conversation.tagged",
  "conversation.untagged",
  "message.created",
  "rating.created",
  "rating.updated",
  "visitor.created",
  "visitor.updated",
  "visitor.identified",
  "visitor.banned",
  "offline_message.created",
  "file.attached",
  "agent.created",
  "agent.updated",
  "agent.status_changed",
  "agent.deleted",
  "bot.handed_off",
  "bot.failed",
] as const satisfies readonly OccurrenceType[];

/** A colour of `.chip` for each state of a webhook. */
export const STATE_TONES: Record<WebhookState, string> = {
  active: "good",
  paused: "warning",
  disabled: "bad",
};
