import { FIRST_WIDGET_ID } from "@livechat/contract";
import { updateWidget } from "../../functions/src/features/widgets/change-widgets.ts";
import type { Context } from "../../functions/src/platform/context.ts";
import { defaultWidgetQuery, widgets } from "../../functions/src/store/widgets.ts";
import { withBackend } from "./backend.ts";
import type { Project } from "./project.ts";

/** The domains of every widget, as the console shows them: `www.example.com`, `*.example.org`. */
async function domainsOf(ctx: Context): Promise<string[]> {
  const all = await widgets.find(widgets.all(ctx.db).where("isDeleted", "==", false));
  return all.flatMap(({ allowedDomains }) => allowedDomains);
}

/** Origins of the web sites that may embed a widget: those of the widgets and of the variable WIDGET_ORIGINS. */
export async function allowedSites(project: Project): Promise<readonly string[]> {
  const listed = project.settings.get("WIDGET_ORIGINS").split(",");
  const domains = await withBackend(project, domainsOf);
  const origins = [...listed.map((origin) => origin.trim()), ...domains.map((domain) => `https://${domain}`)];
  return [...new Set(origins.filter((origin) => origin !== ""))];
}

/** Lets one more site use the default widget: its origin, `https://www.example.com`. It holds within a minute. */
export async function allowSite(project: Project, origin: string): Promise<void> {
  const { host } = new URL(origin);
  await withBackend(project, async (ctx) => {
    const [widget] = await widgets.find(defaultWidgetQuery(ctx.db));
    const allowedDomains = [...(widget?.allowedDomains ?? []), host];
    await updateWidget(widget?.id ?? FIRST_WIDGET_ID, { allowedDomains }, ctx);
  });
}
