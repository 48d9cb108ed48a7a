import type { WidgetCounts } from "@livechat/contract";
import type { AgentCaller } from "../../auth/caller.ts";
import type { Context } from "../../platform/context.ts";
import { widgetCounters } from "../../store/widget-counts.ts";
import { readWidget } from "./read-widgets.ts";

/** @throws ChatError `not_found` for a widget that is not there. */
export async function readWidgetCounts(id: string, caller: AgentCaller, ctx: Context): Promise<WidgetCounts> {
  await readWidget(id, { caller }, ctx);
  return (await widgetCounters.get(ctx.db, id)) ?? { greetings: {}, identityRefusals: {} };
}
