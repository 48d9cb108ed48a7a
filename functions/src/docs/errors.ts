import { ERROR_STATUS, ERROR_TYPES, type ErrorType, endpointList } from "@livechat/contract";

/** What each type means to who calls, and what to do about it. */
const MEANING: Readonly<Record<string, readonly [meaning: string, cure: string]>> = {
  validation: [
    "Something that was sent is not as the contract has it.",
    "`details` names each wrong field. Change it.",
  ],
  authentication: [
    "There is no token, or it is not valid any more.",
    "Sign in again; for an API key, ask an admin.",
  ],
  authorization: ["The caller may not do this.", "An API key's message names the scope that it lacks."],
  banned: ["The visitor is banned.", "The message is for the visitor. Do not try again."],
  not_found: ["There is no such thing, or the caller may not know of it.", "Forget the id."],
  method_not_allowed: ["The path has other methods.", "The header `Allow` names them."],
  already_exists: [
    "It is there already, or an id or an `Idempotency-Key` was used for something else.",
    "Read what is there, or choose another.",
  ],
  conversation_closed: ["The conversation is closed.", "Reopen it first."],
  agent_unavailable: [
    "The agent cannot take the conversation.",
    "The message says why. Supervisors, admins and keys may send `force`.",
  ],
  not_allowed: ["The state of things forbids it.", "The message says why."],
  not_owner: ["The bot does not have the conversation any more.", "Drop the answer."],
  precondition_failed: [
    "It has changed since it was read: `If-Match` names another version.",
    "Read it again, and change that.",
  ],
  entity_too_large: ["The body or the file is too large.", "Send less."],
  unsupported_media_type: [
    "The type of what was sent is not taken.",
    "Send JSON, or a file of a type that is allowed.",
  ],
  too_many_requests: ["Too many calls in a minute.", "Wait for the seconds of `Retry-After`."],
  internal: [
    "Something went wrong here. It has been logged.",
    "Try again with back-off. Tell the request id to who runs the system.",
  ],
  service_unavailable: [
    "The system cannot take it just now.",
    "Wait for the seconds of `Retry-After`, then try again.",
  ],
  queue_full: ["As many wait in the group as may.", "Wait for the seconds of `Retry-After`, then try again."],
};

function callsWith(type: ErrorType): string {
  const names = endpointList.filter(({ errors }) => errors.includes(type)).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? "" : `\n\nTold by ${names.join(", ")}.`;
}

function section(type: ErrorType): string {
  const [meaning = "", cure = ""] = MEANING[type] ?? [];
  return `## ${type}\n\n\`${ERROR_STATUS[type]}\` ${meaning} ${cure}${callsWith(type)}`;
}

/** The reference of errors as Markdown, made from the contract: every type with its status, its meaning and its cure. */
export function errorReference(): string {
  return `${[
    "# Errors",
    "Made from the contract by `npm run docs:generate`.",
    'Every answer that is not a success is `{"error": {"type", "message", "requestId", "details"?}}`. Decide by `type`, not by `message`, which is for people. Take a type that you do not know as its status. Calls of every kind may meet `validation`, `authentication`, `authorization`, `too_many_requests`, `internal` and `service_unavailable`; the calls that are named below meet the others.',
    "Of 5xx and 429 the same call may be made again; one that creates with the `Idempotency-Key` that it had.",
    ...ERROR_TYPES.map(section),
  ].join("\n\n")}\n`;
}
