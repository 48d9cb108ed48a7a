import type { AgentClient } from "@livechat/chat-client";
import { saveFile } from "../parts/save-file.ts";

/**
 * Saves what visitor and agents wrote, without notes, as a file that a browser shows.
 * @throws ChatError as the API answered
 */
export async function saveTranscript(client: AgentClient, id: string): Promise<void> {
  const html = await client.requestText(`/v1/conversations/${id}/transcript?format=html`);
  saveFile(`${id}.html`, "text/html", [html]);
}
