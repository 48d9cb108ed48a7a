import { endpoints } from "@livechat/contract";
import { beginUpload } from "../features/files/begin-upload.ts";
import {
  createWidget,
  deleteWidget,
  restoreWidget,
  updateWidget,
} from "../features/widgets/change-widgets.ts";
import { readWidgetCounts } from "../features/widgets/counts.ts";
import { ensureFirstWidget } from "../features/widgets/first-widget.ts";
import { logoPlace } from "../features/widgets/logo-files.ts";
import { discardDraft, publishWidget } from "../features/widgets/publish-widget.ts";
import { listWidgets, readWidget } from "../features/widgets/read-widgets.ts";
import { route } from "../server/endpoint.ts";

export const widgetAdminRoutes = [
  route(endpoints.createWidget, ({ body }, ctx) => createWidget(body, ctx)),

  route(endpoints.listWidgets, ({ query, caller }, ctx) => listWidgets(query, caller, ctx)),

  route(endpoints.getWidget, ({ params, query, caller }, ctx) =>
    readWidget(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.updateWidget, ({ params, body }, ctx) => updateWidget(params.id, body, ctx)),

  route(endpoints.createWidgetLogo, async ({ params, body, caller, origin }, ctx) => {
    await ensureFirstWidget(ctx);
    return beginUpload({ input: body, caller, origin }, logoPlace(params.id, ctx), ctx);
  }),

  route(endpoints.publishWidget, ({ params }, ctx) => publishWidget(params.id, ctx)),

  route(endpoints.discardWidget, ({ params }, ctx) => discardDraft(params.id, ctx)),

  route(endpoints.deleteWidget, async ({ params }, ctx) => {
    await deleteWidget(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreWidget, ({ params }, ctx) => restoreWidget(params.id, ctx)),

  route(endpoints.getWidgetCounts, ({ params, caller }, ctx) => readWidgetCounts(params.id, caller, ctx)),
];
