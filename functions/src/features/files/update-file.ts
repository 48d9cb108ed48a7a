import type { File, UpdateFile } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { transact } from "../../store/transact.ts";
import { prepareChange } from "./show-file.ts";

/**
 * Says in words what a file shows. Once it is attached it stays as it was sent.
 * @throws ChatError `not_found` for others than the uploader, `not_allowed` when it is attached
 */
export function updateFile(
  id: string,
  input: UpdateFile,
  of: { caller: Caller; ctx: Context },
): Promise<File> {
  const { caller, ctx } = of;
  return transact(ctx, async (tx) => {
    const change = await prepareChange(tx, id, ctx);
    const file = change?.file;
    const isOwn = file?.uploaderId === caller.id && file.uploaderType === caller.kind;
    if (!change || !file || !isOwn || file.state === "removed") throw notFound("file");
    if (file.state === "attached") throw refused("file_sent");
    const altText = input.altText || null;
    change.write({}, { altText });
    return { ...file, altText };
  });
}
