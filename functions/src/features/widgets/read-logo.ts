import { LIMITS } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { files, thumbnailOf } from "../../store/files.ts";

/**
 * The small copy of a widget's logo: made by us of pixels, without what else the file held.
 * @returns WebP, at most 320 pixels wide and high
 * @throws ChatError `not_found` for every other file, so that none of a conversation can be read here;
 * `service_unavailable`
 */
export async function readLogo(id: string, ctx: Context): Promise<Uint8Array> {
  const file = await files.get(ctx.db, id);
  const generation = file?.thumbnailGeneration ?? null;
  if (!file || file.widgetId === null || file.state === "removed" || generation === null)
    throw notFound("logo");
  return ctx.objects.readStart({ name: thumbnailOf(file), generation }, LIMITS.MAX_LOGO_BYTES);
}
