import { createHash } from "node:crypto";
import type { EventFile } from "@livechat/contract";
import { z } from "zod";
import type { Context } from "../../platform/context.ts";
import type { ObjectVersion } from "../../platform/object-store.ts";
import { bytesOf, files, type StoredFile, thumbnailOf } from "../../store/files.ts";
import { transact } from "../../store/transact.ts";
import { earliest } from "./attach-files.ts";
import { isRaster } from "./content-type.ts";
import { createScanner } from "./create-scanner.ts";
import { removeFile } from "./remove-file.ts";
import type { Scanner } from "./scanner.ts";
import { prepareChange } from "./show-file.ts";
import { makeThumbnail } from "./thumbnail.ts";

export const fileTask = z.strictObject({ fileId: z.string() });

/** What a look at the bytes found. null: not looked for. */
interface Found {
  readonly sha256: string;
  readonly scan: "clean" | "infected" | null;
  readonly picture: { width: number; height: number; thumbnail: ObjectVersion } | null;
}

/**
 * Looks at a finished file outside of the request: checksum, picture, scan. Again changes nothing, and what comes late
 * never takes back what is known.
 * @throws when the store or the scanner cannot be reached: the queue tries again.
 */
export async function processFile(
  { fileId }: z.output<typeof fileTask>,
  ctx: Context,
  scanner: Scanner | null = createScanner(ctx.config.fileScanner),
): Promise<void> {
  const file = await files.get(ctx.db, fileId);
  if (!file || file.generation === null || file.state === "removed") return;
  const wantsScan = file.scan === "pending" || file.scan === "failed";
  if (file.processed && !wantsScan) return;
  const version = { name: bytesOf(file), generation: file.generation };
  const looked = await lookAtBytes(version, { scanner: wantsScan ? scanner : null, ctx });
  if (looked.scan === "infected") return removeFile(fileId, ctx, { scan: "infected" });
  const picture = file.processed ? null : await lookAtPicture(file, version, ctx);
  const isThere = await note(fileId, { ...looked, picture }, ctx);
  if (!isThere) await ctx.objects.delete(thumbnailOf(file));
}

/** Reads the bytes once, without keeping them. */
async function lookAtBytes(
  version: ObjectVersion,
  { scanner, ctx }: { scanner: Scanner | null; ctx: Context },
): Promise<Pick<Found, "sha256" | "scan">> {
  const hash = createHash("sha256");
  const hashed = async function* () {
    for await (const chunk of ctx.objects.read(version)) {
      hash.update(chunk);
      yield chunk;
    }
  };
  if (scanner === null) {
    for await (const _ of hashed());
    return { sha256: hash.digest("hex"), scan: null };
  }
  const scan = await scanner.scan(hashed());
  return { sha256: hash.digest("hex"), scan };
}

/** A picture is decoded in memory: within the limits of the type, of `maxBytes` and of the decoder. */
async function lookAtPicture(
  file: StoredFile,
  whole: ObjectVersion,
  ctx: Context,
): Promise<Found["picture"]> {
  if (!isRaster(file.contentType)) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of ctx.objects.read(whole)) chunks.push(chunk);
  const picture = await makeThumbnail(Buffer.concat(chunks));
  if (picture === null) return null;
  const { width, height, thumbnail } = picture;
  const version = await ctx.objects.write(thumbnailOf(file), thumbnail, "image/webp");
  return { width, height, thumbnail: version };
}

/** Writes what was found. @returns false when the file is gone. */
function note(fileId: string, found: Found, ctx: Context): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const change = await prepareChange(tx, fileId, ctx);
    if (change === null || change.file.state === "removed") return false;
    const { file } = change;
    const { picture } = found;
    const isNew = !file.processed;
    const scanned = found.scan === "clean" && (file.scan === "pending" || file.scan === "failed");
    const shown: Partial<EventFile> = {
      ...(scanned && { scan: "clean" }),
      ...(isNew && picture && { width: picture.width, height: picture.height, hasThumbnail: true }),
    };
    change.write(
      {
        processed: true,
        sha256: found.sha256,
        ...(isNew && { thumbnailGeneration: picture?.thumbnail.generation ?? null }),
        ...(scanned && { scanDueAt: null, dueAt: earliest(null, dateOf(file.expiresAt)) }),
      },
      shown,
    );
    return true;
  });
}

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));
