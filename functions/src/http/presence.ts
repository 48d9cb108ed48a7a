import { endpoints } from "@livechat/contract";
import { forbidden } from "../platform/error.ts";
import { heartbeat } from "../presence/heartbeat.ts";
import { route } from "../server/endpoint.ts";

export const presenceRoutes = [
  route(endpoints.heartbeat, async ({ params, body, caller }, ctx) => {
    if (params.id !== caller.id) throw forbidden("Agents send heartbeats for themselves only.");
    return heartbeat(params.id, body, ctx);
  }),
];
