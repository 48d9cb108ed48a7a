import type { Page, PageQuery, Widget } from "@livechat/contract";
import type { Query } from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { byCreation, readPage } from "../../store/pages.ts";
import { type StoredWidget, widgets } from "../../store/widgets.ts";
import { checkMaySeeDeleted } from "../../team/read-agent.ts";
import { ensureFirstWidget } from "./first-widget.ts";

/** A widget as people who set it up see it: its draft. */
export function toWidget({ draft, published: _, ...widget }: StoredWidget): Widget {
  return { ...widget, ...draft };
}

interface Asked {
  readonly includeDeleted?: boolean | undefined;
  readonly caller: AgentCaller;
}

/** @throws ChatError `not_found`, also for a deleted widget unless an admin asks for it. */
export async function readWidget(
  id: string,
  { includeDeleted, caller }: Asked,
  ctx: Context,
): Promise<Widget> {
  const mayBeDeleted = checkMaySeeDeleted(caller, includeDeleted);
  await ensureFirstWidget(ctx);
  const widget = await widgets.get(ctx.db, id);
  if (!widget || (widget.isDeleted && !mayBeDeleted)) throw notFound("widget");
  return toWidget(widget);
}

/** Widgets in the order in which they were created. */
export async function listWidgets(
  page: PageQuery & { includeDeleted?: boolean | undefined },
  caller: AgentCaller,
  ctx: Context,
): Promise<Page<Widget>> {
  const mayBeDeleted = checkMaySeeDeleted(caller, page.includeDeleted);
  await ensureFirstWidget(ctx);
  let query: Query = widgets.all(ctx.db);
  if (!mayBeDeleted) query = query.where("isDeleted", "==", false);
  const { items, nextPageToken } = await readPage(query, page, {
    order: byCreation(widgets.name),
    parse: widgets.parseAll,
  });
  return { items: items.map(toWidget), nextPageToken };
}
