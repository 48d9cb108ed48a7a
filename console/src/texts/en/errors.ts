import type { ChatErrorType } from "@livechat/chat-client";

/** What an error of a type says by itself. Those that end with a colon are followed by the service's own sentence. */
export const errors = {
  "error.validation": "Something that was entered is not valid:",
  "error.authentication": "Your session is not valid any more. Sign in again.",
  "error.authorization": "You may not do this:",
  "error.banned": "This visitor is banned.",
  "error.not_found": "This does not exist, or not any more.",
  "error.method_not_allowed": "The service does not know this call. Reload the page.",
  "error.already_exists": "This exists already:",
  "error.conversation_closed": "The conversation is closed.",
  "error.agent_unavailable": "This agent cannot take the conversation:",
  "error.not_allowed": "This cannot be done just now:",
  "error.not_owner": "The conversation is with somebody else by now.",
  "error.precondition_failed": "Somebody else has changed this meanwhile. Reload the page.",
  "error.entity_too_large": "This is too large.",
  "error.unsupported_media_type": "Files of this type are not taken.",
  "error.too_many_requests": "Too much at once. Try again in a moment.",
  "error.internal": "Something went wrong in the service:",
  "error.service_unavailable": "The service cannot do this just now. Try again in a moment.",
  "error.network": "The service cannot be reached.",
  "error.signed_out": "You are signed out.",
  "error.idle": "You were signed out because nobody used this console for a long time.",
  "error.refused_origin": "The service takes no calls from pages of this address.",
  "error.queue_full": "Too many people are waiting.",
} satisfies Record<`error.${ChatErrorType}`, string>;
