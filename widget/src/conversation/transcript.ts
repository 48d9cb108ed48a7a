import { type ChatError, toChatError } from "@livechat/chat-client";
import { ConversationActs } from "@livechat/chat-client/acts";
import type { View } from "../view.ts";

/** Saves the conversation as a file. @returns why that is not possible now; null: it was saved. */
export async function saveTranscript({ chat, state }: View): Promise<ChatError | null> {
  try {
    const text = await new ConversationActs(chat).transcript();
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const day = (state.conversation?.createdAt ?? new Date().toISOString()).slice(0, 10);
    Object.assign(document.createElement("a"), { href: url, download: `chat-${day}.txt` }).click();
    // The browser reads it after this turn.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return null;
  } catch (error) {
    return toChatError(error);
  }
}
