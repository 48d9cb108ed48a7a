// What a page offers to choose from: without the schemas, which no page loads.

/** Everything that can happen and that is told to webhooks, bots and the event feed. */
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
] as const;

/** What the scopes of API keys are of: `<resource>:read` and `<resource>:write`. */
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
] as const;

/** What a field of a form is filled in with. */
export const FIELD_TYPES = [
  "text",
  "email",
  "phone",
  "textarea",
  "select",
  "radio",
  "checkbox",
  "group",
  "consent",
] as const;
