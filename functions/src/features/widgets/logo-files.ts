import { DEFAULT_FILES_SETTINGS, LIMITS, LOGO_TYPES, type WidgetSettings } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { notFound, refused } from "../../platform/error.ts";
import { files, type StoredFile } from "../../store/files.ts";
import type { Tx } from "../../store/transact.ts";
import { type StoredWidget, widgets } from "../../store/widgets.ts";
import { UNATTACHED_HOURS } from "../files/show-file.ts";
import type { UploadPlace } from "../files/upload-rules.ts";

type Named = Pick<StoredWidget, "id" | "draft" | "published" | "isDeleted">;

/** The place of a widget's logo among the uploads, whoever may change the widget. */
export function logoPlace(widgetId: string, ctx: Context): UploadPlace {
  const settings = {
    ...DEFAULT_FILES_SETTINGS,
    allowedTypes: [...LOGO_TYPES],
    maxBytes: LIMITS.MAX_LOGO_BYTES,
  };
  return {
    conversation: null,
    settings,
    widgetId,
    prepare: async (tx, { id: logoFileId, name, sizeBytes }) => {
      await ctx.recheck?.(tx);
      await tx.needActive(widgets, widgetId);
      const after = { logoFileId, name, sizeBytes };
      const target = { type: "widget", id: widgetId };
      tx.audit({ action: "widget.logo_uploaded", target, before: null, after });
    },
  };
}

function logosOf({ draft, published, isDeleted }: Omit<Named, "id">): Set<string> {
  const named = isDeleted ? [] : [draft.theme.logoFileId, published?.theme.logoFileId ?? null];
  return new Set(named.filter((id) => id !== null));
}

/** @throws ChatError `not_found` for what is no logo of this widget, `not_allowed` until it has been looked at, `unsupported_media_type` for a picture that cannot be shown */
function checkLogo(file: StoredFile | null, widgetId: string): void {
  if (file?.widgetId !== widgetId || file.state === "removed") throw notFound("logo");
  if (file.state === "uploading" || !file.processed) {
    throw refused("logo_not_checked");
  }
  if (file.thumbnailGeneration === null) {
    throw refused("logo_damaged");
  }
}

/**
 * Reads the logos of which a change of a widget begins or ends to speak; what is returned writes it. Those that neither the
 * draft nor the published widget names any more are removed like any file that nobody attached: pages that are open, and
 * an undo, still find them for hours.
 * @throws ChatError as `checkLogo`
 */
export async function prepareLogos(
  tx: Tx,
  { before, after }: { before: Named; after: Named },
  ctx: Context,
): Promise<() => void> {
  const { id } = after;
  const [was, is] = [logosOf(before), logosOf(after)];
  const find = (ids: string[]) => Promise.all(ids.map((each) => tx.find(files, each)));
  const named = await find([...is].filter((each) => !was.has(each)));
  for (const file of named) checkLogo(file, id);
  const dropped = await find([...was].filter((each) => !is.has(each)));
  return () => {
    for (const file of named) set(tx, file, { state: "attached", expiresAt: null }, ctx);
    const expiresAt = new Date(ctx.now().getTime() + UNATTACHED_HOURS * 3_600_000);
    const present = dropped.filter((file) => file?.widgetId === id && file.state === "attached");
    for (const file of present) set(tx, file, { state: "ready", expiresAt }, ctx);
  };
}

function set(
  tx: Tx,
  file: StoredFile | null,
  { state, expiresAt }: { state: "attached" | "ready"; expiresAt: Date | null },
  ctx: Context,
): void {
  if (file) tx.update(files.ref(ctx.db, file.id), { state, expiresAt, dueAt: expiresAt });
}

/** A widget that was deleted, without the logos that have been removed since. */
export async function withLogosLeft<W extends Named>(tx: Tx, widget: W): Promise<W> {
  const gone = new Set<string>();
  for (const id of logosOf({ ...widget, isDeleted: false })) {
    const file = await tx.find(files, id);
    if (!file || file.state === "removed") gone.add(id);
  }
  const left = (settings: WidgetSettings): WidgetSettings =>
    gone.has(settings.theme.logoFileId ?? "")
      ? { ...settings, theme: { ...settings.theme, logoFileId: null } }
      : settings;
  return { ...widget, draft: left(widget.draft), published: widget.published && left(widget.published) };
}
