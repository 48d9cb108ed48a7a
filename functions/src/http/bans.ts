import { endpoints } from "@livechat/contract";
import { liftBan } from "../features/bans/lift-ban.ts";
import { createBan } from "../features/bans/make-ban.ts";
import { markSpam, unmarkSpam } from "../features/bans/mark-spam.ts";
import { route } from "../server/endpoint.ts";
import { bans } from "../store/bans.ts";
import { listDeletable, readDeletable } from "../team/deletable.ts";

export const banRoutes = [
  route(endpoints.createBan, ({ body, caller }, ctx) => createBan(body, caller, ctx)),

  route(endpoints.listBans, ({ query, caller }, ctx) => listDeletable(bans, query, { caller, ctx })),

  route(endpoints.getBan, ({ params, query, caller }, ctx) =>
    readDeletable(bans, params.id, { includeDeleted: query.includeDeleted, caller, ctx }),
  ),

  route(endpoints.deleteBan, async ({ params }, ctx) => {
    await liftBan(params.id, ctx);
    return null;
  }),

  route(endpoints.markSpam, ({ params, caller }, ctx) => markSpam(params.id, caller, ctx)),

  route(endpoints.unmarkSpam, ({ params, caller }, ctx) => unmarkSpam(params.id, caller, ctx)),
];
