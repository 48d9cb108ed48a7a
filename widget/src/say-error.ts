import type { ChatErrorType } from "@livechat/chat-client";
import { timeOf } from "./dates.ts";
import { fill } from "./texts/index.ts";
import type { View } from "./view.ts";

interface Refusal {
  type: ChatErrorType;
  retryAfterMs: number | null;
  message: string;
}

type Words = Pick<View, "texts" | "locale">;

/** That something was too much, and when it may be tried again. */
export function sayTooMany(retryAt: number | null, { texts, locale }: Words): string {
  return retryAt === null ? texts.tooMany : fill(texts.tooManyUntil, { time: timeOf(retryAt, locale) });
}

/** Why what the visitor just did has not worked, in their language. The technical words are for the page's developer. */
export function sayError({ type, retryAfterMs, message }: Refusal, words: Words): string {
  console.warn(`livechat: ${type}: ${message}`);
  const { texts } = words;
  if (type === "too_many_requests") return sayTooMany(retryAfterMs && Date.now() + retryAfterMs, words);
  if (type === "banned") return texts.banned;
  if (type === "queue_full") return `${texts.fullTitle}.`;
  return isForThisPage(type) ? texts.trouble : texts.notForThisPage;
}

/** Whether another attempt makes sense: pages of this origin may use the chat, and it is set up. */
export const isForThisPage = (type: ChatErrorType): boolean =>
  type !== "refused_origin" && type !== "not_found";
