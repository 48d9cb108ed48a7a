import { endpoints } from "@livechat/contract";
import { leaveOfflineMessage } from "../chat/leave-offline-message.ts";
import { startSession } from "../chat/start-session.ts";
import { countGreetings } from "../features/widgets/counts.ts";
import { readLogo } from "../features/widgets/read-logo.ts";
import { noteSeen } from "../features/widgets/seen.ts";
import { maxAgeSeconds, readWidgetConfig } from "../features/widgets/widget-config.ts";
import { Reply, route } from "../server/endpoint.ts";

/** Under one address there is never another picture, and pages of every origin and policy may show it. */
const LOGO_HEADERS = {
  "Content-Type": "image/webp",
  "Cache-Control": "public, max-age=31536000, immutable",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export const widgetRoutes = [
  route(endpoints.startSession, async ({ body, admitted }, ctx) => {
    const { session, isNew } = await startSession(body, ctx, admitted);
    return new Reply(isNew ? 201 : 200, session);
  }),

  route(endpoints.leaveOfflineMessage, async ({ body, admitted }, ctx) => {
    await admitted;
    return leaveOfflineMessage(body, ctx);
  }),

  route(endpoints.countGreetings, async ({ body }, ctx) => {
    await countGreetings(body, ctx);
    return null;
  }),

  route(endpoints.getWidgetConfig, async ({ query, origin }, ctx) => {
    const config = await readWidgetConfig(query, ctx);
    await noteSeen(config.widgetId, origin, ctx);
    const maxAge = maxAgeSeconds(config, ctx.now());
    return new Reply(200, config, { "Cache-Control": `public, max-age=${maxAge}` });
  }),

  route(endpoints.getWidgetLogo, async ({ params }, ctx) => {
    const bytes = await readLogo(params.id, ctx);
    return new Reply(200, new Blob([Buffer.from(bytes)]).stream() as never, LOGO_HEADERS);
  }),
];
