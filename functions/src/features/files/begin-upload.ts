import type { CreatedFile, CreateFile } from "@livechat/contract";
import type { Caller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { bytesOf, files, type StoredFile } from "../../store/files.ts";
import { type Tx, transact } from "../../store/transact.ts";
import { canonicalType, isAllowed } from "./content-type.ts";
import { cleanName, refuseRunnable } from "./file-name.ts";
import { UNATTACHED_HOURS } from "./show-file.ts";
import { takeUpload } from "./upload-limit.ts";
import type { UploadPlace } from "./upload-rules.ts";

export interface Asked {
  readonly input: CreateFile;
  readonly caller: Caller;
  /** The page that will send the bytes. */
  readonly origin: string | null;
}

/**
 * Begins an upload: the file's document, then the session that takes its bytes. A document whose session could not be
 * begun is taken back; one that is left over all the same is removed as any that nobody attached.
 * @throws ChatError `entity_too_large`, `unsupported_media_type`, `too_many_requests`, `service_unavailable`
 */
export async function beginUpload(asked: Asked, place: UploadPlace, ctx: Context): Promise<CreatedFile> {
  const { settings } = place;
  checkInput(asked.input, settings);
  if (asked.caller.kind === "visitor") await takeUpload(asked.caller.id, settings.maxPerHour, ctx);
  const file = await create(newFile(asked, place, ctx), place, ctx);
  const ref = files.ref(ctx.db, file.id);
  try {
    const { declaredContentType: contentType, sizeBytes } = file;
    const url = await ctx.objects.beginUpload({
      ...{ name: bytesOf(file), contentType, sizeBytes, origin: asked.origin },
    });
    await ref.update({ uploadUrl: url });
    const headers = { "Content-Type": contentType };
    return { file, upload: { url, method: "PUT", headers, expiresAt: file.expiresAt ?? file.createdAt } };
  } catch (error) {
    await ref.delete();
    throw error;
  }
}

/** A call that is repeated has its document already, and gets another upload for it. */
function create(file: StoredFile, place: UploadPlace, ctx: Context): Promise<StoredFile> {
  const change = async (tx: Tx) => {
    await place.prepare?.(tx, file);
    const times = { createdAt: new Date(file.createdAt), expiresAt: dateOf(file.expiresAt) };
    tx.create(files.ref(ctx.db, file.id), { ...file, ...times, dueAt: times.expiresAt });
    return file;
  };
  return transact(ctx, change, { repeatable: true });
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

function checkInput(input: CreateFile, settings: UploadPlace["settings"]): void {
  refuseRunnable(cleanName(input.name));
  if (!isAllowed(canonicalType(input.contentType), settings.allowedTypes)) {
    throw refused("file_type");
  }
  if (input.sizeBytes > settings.maxBytes) {
    throw refused("file_too_large", { maxBytes: settings.maxBytes });
  }
}

function newFile(
  { input, caller }: Asked,
  { conversation, settings, widgetId }: UploadPlace,
  ctx: Context,
): StoredFile {
  const { allowedTypes, maxPerMessage, expireAfterDays, scan } = settings;
  const expiresAt = new Date(ctx.now().getTime() + UNATTACHED_HOURS * 3_600_000).toISOString();
  return {
    id: ctx.newId(),
    conversationId: conversation?.id ?? null,
    uploaderType: caller.kind,
    uploaderId: caller.id,
    name: cleanName(input.name),
    contentType: canonicalType(input.contentType),
    declaredContentType: input.contentType,
    sizeBytes: input.sizeBytes,
    sha256: null,
    width: null,
    height: null,
    hasThumbnail: false,
    altText: input.altText || null,
    scan: scan === "required" ? "pending" : "skipped",
    state: "uploading",
    expiresAt,
    createdAt: ctx.now().toISOString(),
    objectName: ctx.newSecret(),
    uploadUrl: null,
    generation: null,
    thumbnailGeneration: null,
    rules: { allowedTypes, maxPerMessage, expireAfterDays, scan },
    widgetId: widgetId ?? null,
    ...{ threadId: null, eventId: null, visibility: null },
    ...{ processed: false, scanDueAt: null, dueAt: expiresAt },
  };
}
