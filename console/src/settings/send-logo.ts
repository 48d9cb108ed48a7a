import type { AgentClient } from "@livechat/chat-client";
import { sendBytes } from "@livechat/chat-client/files";
import type { CreatedFile } from "@livechat/contract";
import type { Call } from "../client/call.ts";

/** A logo is looked at in its own time; it can be named once that is done. */
const LOOK_EVERY_MS = 700;
const MOST_LOOKS = 20;

type Deps = AgentClient["fileDeps"];

/** Whether the server has not come to look at it yet, so that the same call may succeed in a moment. */
const isLookedAtLater = (error: unknown): boolean =>
  error instanceof Error && "type" in error && error.type === "not_allowed";

async function name(call: Call, widgetId: string, logo: { id: string; clock: Deps["platform"]["clock"] }) {
  const body = { theme: { logoFileId: logo.id } };
  for (let looks = 1; ; looks++) {
    try {
      await call("updateWidget", { params: { id: widgetId }, body });
      return;
    } catch (error) {
      if (!isLookedAtLater(error) || looks >= MOST_LOOKS) throw error;
      await new Promise<void>((resolve) => void logo.clock.after(LOOK_EVERY_MS, resolve));
    }
  }
}

/**
 * Uploads a picture and makes it the logo of a widget's draft.
 * @throws ChatError as the API or the file store answers
 */
export async function sendLogo(
  picture: File,
  { widgetId, call, deps }: { widgetId: string; call: Call; deps: Deps },
): Promise<void> {
  const { api, platform } = deps;
  const { file, upload }: CreatedFile = await call("createWidgetLogo", {
    params: { id: widgetId },
    body: { name: picture.name, sizeBytes: picture.size, contentType: picture.type },
  });
  const { signal } = new AbortController();
  await sendBytes({ url: upload.url, bytes: picture, platform, signal, onProgress: () => undefined });
  await api.post(`/v1/files/${file.id}/finish`);
  await name(call, widgetId, { id: file.id, clock: platform.clock });
}
