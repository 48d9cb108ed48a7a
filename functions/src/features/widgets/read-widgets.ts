import type { Page, Widget } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { type StoredWidget, widgets } from "../../store/widgets.ts";
import {
  type Asked,
  checkMaySeeDeleted,
  type DeletablePage,
  listDeletable,
  readDeletable,
} from "../../team/deletable.ts";
import { ensureFirstWidget } from "./first-widget.ts";

/** A widget as people who set it up see it: its draft. */
export function toWidget({ draft, published: _, ...widget }: StoredWidget): Widget {
  return { ...widget, ...draft };
}

/** @throws ChatError `not_found`, also for a deleted widget unless an admin asks for it. */
export async function readWidget(id: string, asked: Asked, ctx: Context): Promise<Widget> {
  checkMaySeeDeleted(asked.caller, asked.includeDeleted);
  await ensureFirstWidget(ctx);
  return toWidget(await readDeletable(widgets, id, { ...asked, ctx }));
}

/** Widgets in the order in which they were created. */
export async function listWidgets(
  page: DeletablePage,
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Widget>> {
  checkMaySeeDeleted(caller, page.includeDeleted);
  await ensureFirstWidget(ctx);
  const { items, nextPageToken } = await listDeletable(widgets, page, { caller, ctx });
  return { items: items.map(toWidget), nextPageToken };
}
