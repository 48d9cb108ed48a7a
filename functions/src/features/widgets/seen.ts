import { isAllowedOrigin } from "@livechat/contract";
import type { Context } from "../../platform/context.ts";
import { Remembered } from "../../store/remembered.ts";
import { widgetCounters } from "../../store/widget-counts.ts";
import { allowedDomains } from "../../store/widgets.ts";

/** A widget that is on a page is asked for all day: one write an hour says so. */
const NOTED_SECONDS = 3_600;
const noted = new Remembered<void>(NOTED_SECONDS);

/** A star lists every page there is: where the widget was meant to be is not known by it. */
async function isListed(origin: string, ctx: Context): Promise<boolean> {
  const listed = [...(await allowedDomains(ctx)), ...ctx.config.widgetOrigins].filter(
    (entry) => entry !== "*",
  );
  return isAllowedOrigin(origin, listed);
}

/**
 * Notes that a page of a listed domain has asked for the widget. At most one write an hour in each process, and none for
 * other pages.
 * @param origin as the page's browser says; null: it was asked from a page of our own, or from none.
 */
export async function noteSeen(widgetId: string, origin: string | null, ctx: Context): Promise<void> {
  if (origin === null || !(await isListed(origin, ctx))) return;
  const write = async () => {
    const seen = { on: new URL(origin).host, at: ctx.now() };
    await widgetCounters.ref(ctx.db, widgetId).set({ seen }, { merge: true });
  };
  await noted.get(widgetId, write, ctx);
}
