import type { Context } from "../../platform/context.ts";
import { dueFilesQuery, files, type StoredFile } from "../../store/files.ts";
import { transact } from "../../store/transact.ts";
import { earliest } from "./attach-files.ts";
import { removeFile, takeBytesAway } from "./remove-file.ts";
import { prepareChange } from "./show-file.ts";

const PAGE_DOCUMENTS = 50;

/**
 * Does what is due with files: removes those whose time is over, ends scans that take too long, takes away bytes that
 * a failed removal left. One read when nothing is due. Safe to run at any time, also twice at once.
 * @returns how many were looked at
 * @throws AggregateError at the end when some failed; the others have been done.
 */
export async function lookAtDueFiles(ctx: Context): Promise<number> {
  const due = await files.find(dueFilesQuery(ctx.db, ctx.now()).limit(PAGE_DOCUMENTS));
  const results = await Promise.allSettled(due.map((file) => lookAt(file, ctx)));
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (errors.length > 0) throw new AggregateError(errors, "Files could not be looked at.");
  return due.length;
}

async function lookAt(file: StoredFile, ctx: Context): Promise<void> {
  if (file.state === "removed") return takeBytesAway(file, ctx);
  const now = ctx.now();
  if (file.expiresAt !== null && new Date(file.expiresAt) <= now) return removeFile(file.id, ctx);
  await endScan(file.id, now, ctx);
}

/** A scan that takes longer than it may has failed. Its result still counts when it comes. */
async function endScan(id: string, now: Date, ctx: Context): Promise<void> {
  await transact(ctx, async (tx) => {
    const change = await prepareChange(tx, id, ctx);
    if (change === null || change.file.state === "removed") return;
    const { scan, scanDueAt, expiresAt } = change.file;
    const isOver = scanDueAt !== null && new Date(scanDueAt) <= now;
    const next = isOver ? null : scanDueAt;
    const fields = {
      scanDueAt: next,
      dueAt: earliest(next, expiresAt === null ? null : new Date(expiresAt)),
    };
    change.write(
      { ...fields, scanDueAt: next === null ? null : new Date(next) },
      isOver && scan === "pending" ? { scan: "failed" } : {},
    );
  });
}
