import { endpoints } from "@livechat/contract";
import { route } from "../server/endpoint.ts";
import { groups } from "../store/groups.ts";

export const healthRoutes = [
  route(endpoints.getHealth, async ({ query }, ctx) => {
    if (query.deep) await groups.ref(ctx.db, "health").get();
    return { status: "ok" as const, version: ctx.config.version, region: ctx.config.region };
  }),
];
