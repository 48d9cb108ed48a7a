import type { FileAddress } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import { findConversation } from "../../conversation/read-conversation.ts";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import type { ObjectVersion } from "../../platform/object-store.ts";
import { bytesOf, files, type StoredFile, thumbnailOf } from "../../store/files.ts";
import { isShownInline } from "./content-type.ts";
import { contentDisposition, savedName } from "./file-name.ts";

/** No longer than it takes to fetch it: what was seen may not be seen for ever. */
const ADDRESS_SECONDS = 300;
const THUMBNAIL_TYPE = "image/webp";

export interface Wanted {
  readonly thumbnail?: boolean | undefined;
  readonly download?: boolean | undefined;
}

/**
 * An address that reads the file's bytes and dies within 5 minutes. The right to it is looked at with every call.
 * @throws ChatError `not_found` for what is not there or may not be seen, `authorization` for agents of other groups,
 * `not_allowed` until a required scan has called it clean
 */
export async function readFile(
  id: string,
  wanted: Wanted,
  { caller, ctx }: { caller: Caller; ctx: Context },
): Promise<FileAddress> {
  const file = await files.get(ctx.db, id);
  if (!file || file.state === "removed" || file.generation === null) throw notFound("file");
  await checkMayRead(file, caller, ctx);
  const { version, contentType, disposition } = wanted.thumbnail ? small(file) : whole(file, wanted);
  const signedAt = ctx.now();
  const expiresAt = new Date(signedAt.getTime() + ADDRESS_SECONDS * 1000);
  const url = await ctx.objects.signRead(version, { contentType, disposition, signedAt, expiresAt });
  return { url, expiresAt: expiresAt.toISOString() };
}

const isUploader = (file: StoredFile, caller: Caller): boolean =>
  file.uploaderId === caller.id && file.uploaderType === caller.kind;

async function checkMayRead(file: StoredFile, caller: Caller, ctx: Context): Promise<void> {
  if (file.eventId === null || file.conversationId === null) {
    if (!isUploader(file, caller)) throw notFound("file");
    return;
  }
  if (caller.kind === "visitor" && file.visibility === "agents") throw notFound("file");
  await findConversation(file.conversationId, caller, ctx);
  if (isUploader(file, caller) || file.scan === "clean" || file.scan === "skipped") return;
  throw refused(`file_${file.scan}`);
}

interface Shown {
  readonly version: ObjectVersion;
  readonly contentType: string;
  readonly disposition: string;
}

function whole(file: StoredFile, { download }: Wanted): Shown {
  const { contentType, generation } = file;
  const type = isShownInline(contentType) && !download ? "inline" : "attachment";
  const charset = contentType === "text/plain" ? "; charset=utf-8" : "";
  return {
    version: { name: bytesOf(file), generation: generation ?? "" },
    contentType: `${contentType}${charset}`,
    disposition: contentDisposition(type, savedName(file.name, contentType)),
  };
}

/** @throws ChatError `not_found` while there is none */
function small(file: StoredFile): Shown {
  const { thumbnailGeneration: generation } = file;
  if (generation === null) throw notFound("thumbnail");
  const version = { name: thumbnailOf(file), generation };
  return { version, contentType: THUMBNAIL_TYPE, disposition: "inline" };
}
