import { endpoints } from "@livechat/contract";
import { takeSession } from "../auth/session-limit.ts";
import { startSession } from "../chat/start-session.ts";
import { maxAgeSeconds, readWidgetConfig } from "../features/widgets/widget-config.ts";
import { Reply, route } from "../server/endpoint.ts";

export const widgetRoutes = [
  route(endpoints.startSession, async ({ body, address }, ctx) => {
    await takeSession(address, ctx);
    const { session, isNew } = await startSession(body, ctx);
    return new Reply(isNew ? 201 : 200, session);
  }),

  route(endpoints.getWidgetConfig, async ({ query }, ctx) => {
    const config = await readWidgetConfig(query, ctx);
    const maxAge = maxAgeSeconds(config, ctx.now());
    return new Reply(200, config, { "Cache-Control": `public, max-age=${maxAge}` });
  }),
];
