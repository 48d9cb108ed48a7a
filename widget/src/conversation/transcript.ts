import { toChatError } from "@livechat/chat-client";
import { ConversationActs } from "@livechat/chat-client/acts";
import type { View } from "../view.ts";

/** Saves the conversation as a file. Where that is not possible now, the visitor is told why. */
export async function saveTranscript({ chat, state }: View): Promise<void> {
  try {
    const text = await new ConversationActs(chat).transcript();
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const day = (state.conversation?.createdAt ?? new Date().toISOString()).slice(0, 10);
    Object.assign(document.createElement("a"), { href: url, download: `chat-${day}.txt` }).click();
    // The browser reads it after this turn.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    chat.report(null);
  } catch (error) {
    chat.report(toChatError(error));
  }
}
