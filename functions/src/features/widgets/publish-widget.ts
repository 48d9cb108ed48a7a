import type { Widget } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { refused } from "../../platform/error.ts";
import { configure } from "../../store/transact.ts";
import { forgetWidgets, widgets } from "../../store/widgets.ts";
import { ensureFirstWidget } from "./first-widget.ts";
import { prepareLogos } from "./logo-files.ts";
import { toWidget } from "./read-widgets.ts";

const targetOf = (id: string) => ({ type: "widget", id });

/** Makes the draft what pages see. Publishing what is published changes nothing. @throws ChatError `not_found`. */
export async function publishWidget(id: string, ctx: Context): Promise<Widget> {
  await ensureFirstWidget(ctx);
  return configure(ctx, async (tx) => {
    const widget = await tx.needActive(widgets, id);
    const { draft, version, publishedVersion } = widget;
    if (publishedVersion === version) return toWidget(widget);
    const now = ctx.now();
    const published = { published: draft, publishedVersion: version };
    const writeLogos = await prepareLogos(tx, { before: widget, after: { ...widget, ...published } }, ctx);
    writeLogos();
    tx.update(widgets.ref(ctx.db, id), { ...published, publishedAt: now, updatedAt: now });
    tx.audit({
      action: "widget.published",
      target: targetOf(id),
      before: { version: publishedVersion },
      after: { version },
    });
    tx.afterCommit(async () => forgetWidgets(ctx));
    const at = now.toISOString();
    return toWidget({ ...widget, ...published, publishedAt: at, updatedAt: at });
  });
}

/** Makes what pages see the draft again. @throws ChatError `not_found`, `not_allowed` when nothing was ever published. */
export async function discardDraft(id: string, ctx: Context): Promise<Widget> {
  await ensureFirstWidget(ctx);
  return configure(ctx, async (tx) => {
    const widget = await tx.needActive(widgets, id);
    const { published, publishedVersion, version } = widget;
    if (!published) throw refused("widget_never_published");
    if (publishedVersion === version) return toWidget(widget);
    const after = { ...widget, draft: published };
    const writeLogos = await prepareLogos(tx, { before: widget, after }, ctx);
    writeLogos();
    const now = ctx.now();
    // A number that stood for the discarded draft never stands for another one.
    const next = version + 1;
    tx.update(widgets.ref(ctx.db, id), {
      draft: published,
      version: next,
      publishedVersion: next,
      updatedAt: now,
    });
    tx.audit({
      action: "widget.discarded",
      target: targetOf(id),
      before: { version },
      after: { version: next },
    });
    tx.afterCommit(async () => forgetWidgets(ctx));
    const changes = { draft: published, version: next, publishedVersion: next };
    return toWidget({ ...widget, ...changes, updatedAt: now.toISOString() });
  });
}
