import { ChatError } from "@livechat/chat-client";
import type { ErrorParams, ErrorReason } from "@livechat/contract";
import type { TextKey, Texts } from "../texts/texts.ts";

interface Told {
  type: string;
  message: string;
  reason?: ErrorReason | null | undefined;
  params?: ErrorParams | undefined;
}

/** An error of the API in the reader's language; what has no sentence there is told as the service says it. */
export function sayApiError({ type, message, reason, params }: Told, t: Texts): string {
  const said = reason && t.reason(reason, params);
  if (said) return said;
  if (reason && t.language === "en") return message;
  const key = `error.${type}` as TextKey;
  if (!t.has(key)) return message;
  return t(key).endsWith(":") ? `${t(key)} ${message}` : t(key);
}

/** Whatever was thrown, as a sentence for the page. */
export function sayError(thrown: unknown, t: Texts): string {
  if (thrown instanceof ChatError) return sayApiError(thrown, t);
  return thrown instanceof Error ? thrown.message : String(thrown);
}
