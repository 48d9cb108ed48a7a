import type { Context } from "../../platform/context.ts";

/**
 * Asks to look at a file outside of the request: picture, checksum, scan. When the task cannot be enqueued the sweep
 * finds a scan that does not end; a picture then goes without its thumbnail.
 */
export async function processLater(fileId: string, ctx: Context): Promise<void> {
  try {
    await ctx.tasks.enqueue({ queue: "processFile", data: { fileId } });
  } catch (error) {
    ctx.log.error("A file's task could not be enqueued.", { fileId, error });
  }
}
