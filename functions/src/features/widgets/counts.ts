import type { CountGreetings, WidgetCounts } from "@livechat/contract";
import { FieldValue } from "firebase-admin/firestore";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/error.ts";
import { widgetCounters } from "../../store/widget-counts.ts";
import { publishedWidget } from "../../store/widgets.ts";
import { readWidget } from "./read-widgets.ts";

/** @throws ChatError `not_found` for a widget that is not there. */
export async function readWidgetCounts(id: string, caller: AgentCaller, ctx: Context): Promise<WidgetCounts> {
  await readWidget(id, { caller }, ctx);
  return (await widgetCounters.get(ctx.db, id)) ?? { greetings: {}, identityRefusals: {}, seen: null };
}

/**
 * Counts what became of greetings. What a page tells is not proven; only greetings that the widget has are counted, each
 * kind once a call, so that the document stays small. One write, and none when nothing of it is the widget's.
 * @throws ChatError `not_found` for a widget that is not published.
 */
export async function countGreetings({ widgetId, counts }: CountGreetings, ctx: Context): Promise<void> {
  const widget = await publishedWidget(widgetId, ctx);
  if (!widget) throw notFound("widget");
  const known = new Set(widget.settings.greetings.map(({ id }) => id));
  const greetings: Record<string, Record<string, FieldValue>> = {};
  for (const { greetingId, type } of counts) {
    if (!known.has(greetingId)) continue;
    greetings[greetingId] = { ...greetings[greetingId], [type]: FieldValue.increment(1) };
  }
  if (Object.keys(greetings).length === 0) return;
  await widgetCounters.ref(ctx.db, widget.id).set({ greetings }, { merge: true });
}
