import type { File } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import type { ObjectVersion } from "../../platform/object-store.ts";
import { bytesOf, files, type StoredFile } from "../../store/files.ts";
import { transact } from "../../store/transact.ts";
import { detectType, isAllowed, TYPE_BYTES } from "./content-type.ts";
import { processLater } from "./process-later.ts";
import { removeFile } from "./remove-file.ts";
import { prepareChange } from "./show-file.ts";

const SCAN_MINUTES = 10;

/**
 * Looks at what has arrived and makes the file ready: length, version and type by content are the server's. Again is
 * fine; a scan that failed is then tried again.
 * @throws ChatError `not_found` for others than the uploader, `not_allowed` while bytes are missing,
 * `unsupported_media_type` when the bytes are of a type that is not taken: they are removed then.
 */
export async function finishUpload(id: string, caller: Caller, ctx: Context): Promise<File> {
  const file = await findOwn(id, caller, ctx);
  if (file.state !== "uploading") return file.scan === "failed" ? scanAgain(file, ctx) : file;
  const arrived = await ctx.objects.describe(bytesOf(file));
  if (arrived === null || arrived.sizeBytes !== file.sizeBytes) {
    throw refused("file_incomplete");
  }
  const contentType = await detectType(await ctx.objects.readStart(arrived, TYPE_BYTES));
  if (!isAllowed(contentType, file.rules.allowedTypes)) {
    await removeFile(id, ctx);
    throw refused("file_content");
  }
  return makeReady(file, { arrived, contentType }, ctx);
}

/** The caller's own file. @throws ChatError `not_found` for any other, and for one that was removed */
export async function findOwn(id: string, caller: Caller, ctx: Context): Promise<StoredFile> {
  const file = await files.get(ctx.db, id);
  const isOwn = file?.uploaderId === caller.id && file.uploaderType === caller.kind;
  if (!file || !isOwn || file.state === "removed") throw notFound("file");
  return file;
}

interface Found {
  readonly arrived: ObjectVersion;
  readonly contentType: string;
}

function makeReady({ id }: StoredFile, { arrived, contentType }: Found, ctx: Context): Promise<File> {
  return transact(ctx, async (tx) => {
    const change = await prepareChange(tx, id, ctx);
    if (change === null || change.file.state === "removed") throw notFound("file");
    if (change.file.state !== "uploading") return change.file;
    const { generation } = arrived;
    const scanDue = change.file.scan === "pending" ? scanDueAt(ctx) : null;
    change.write(
      { generation, uploadUrl: null, scanDueAt: scanDue, ...(scanDue && { dueAt: scanDue }) },
      { contentType, state: "ready" },
    );
    tx.afterCommit(() => processLater(id, ctx));
    return { ...change.file, contentType, state: "ready" as const };
  });
}

const scanDueAt = (ctx: Context): Date => new Date(ctx.now().getTime() + SCAN_MINUTES * 60_000);

function scanAgain({ id }: StoredFile, ctx: Context): Promise<File> {
  return transact(ctx, async (tx) => {
    const change = await prepareChange(tx, id, ctx);
    if (change === null || change.file.state === "removed") throw notFound("file");
    if (change.file.scan !== "failed") return change.file;
    const due = scanDueAt(ctx);
    change.write({ scanDueAt: due, dueAt: due }, { scan: "pending" });
    tx.afterCommit(() => processLater(id, ctx));
    return { ...change.file, scan: "pending" as const };
  });
}
