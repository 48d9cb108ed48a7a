import { LIMITS, type WidgetConfig } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { agents } from "../store/agents.ts";
import { defaultGroupQuery, groups } from "../store/groups.ts";

const LOCALES = ["en", "de", "fr", "es", "ar"];

/** Whether somebody of the default group could take a conversation now, and what the widget needs to draw itself. */
export async function readWidgetConfig(ctx: Context): Promise<WidgetConfig> {
  const [group] = await groups.find(defaultGroupQuery(ctx.db));
  const maxMessageLengthChars = LIMITS.MAX_MESSAGE_LENGTH_CHARS;
  if (!group) return { available: false, maxMessageLengthChars, locales: LOCALES };
  const pools = ["first", "normal", "last"].map((priority) => `${group.id}:${priority}`);
  const free = agents.all(ctx.db).where("routingPools", "array-contains-any", pools).limit(1);
  return { available: !(await free.get()).empty, maxMessageLengthChars, locales: LOCALES };
}
