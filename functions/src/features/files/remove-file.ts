import type { EventFile } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { bytesOf, files, type StoredFile, thumbnailOf } from "../../store/files.ts";
import { transact } from "../../store/transact.ts";
import { prepareChange } from "./show-file.ts";

/**
 * Removes a file: from this commit on nobody gets an address, and then its bytes are taken away, which ends the
 * addresses that are out. Again is fine.
 * @throws ChatError `not_found` when there is no such file, `service_unavailable` when the store cannot be reached: the
 * sweep then takes the bytes away.
 */
export async function removeFile(id: string, ctx: Context, shown: Partial<EventFile> = {}): Promise<void> {
  const file = await transact(ctx, async (tx) => {
    const change = await prepareChange(tx, id, ctx);
    if (change === null) throw notFound("file");
    if (change.file.state === "removed") return change.file;
    const gone = { state: "removed", hasThumbnail: false, ...shown } as const;
    change.write({ scanDueAt: null, expiresAt: null, dueAt: ctx.now() }, gone);
    return change.file;
  });
  await takeBytesAway(file, ctx);
}

/** Deletes the bytes of a removed file. What no event shows is then forgotten altogether. */
export async function takeBytesAway(file: StoredFile, ctx: Context): Promise<void> {
  if (file.uploadUrl !== null) await ctx.objects.cancelUpload(file.uploadUrl);
  await ctx.objects.delete(bytesOf(file));
  await ctx.objects.delete(thumbnailOf(file));
  const ref = files.ref(ctx.db, file.id);
  await (file.eventId === null ? ref.delete() : ref.update({ dueAt: null }));
}
