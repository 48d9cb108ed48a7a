import { endpoints } from "@livechat/contract";
import {
  createCannedResponse,
  deleteCannedResponse,
  restoreCannedResponse,
  updateCannedResponse,
} from "../features/canned-responses/change.ts";
import { listCannedResponses, readCannedResponse } from "../features/canned-responses/read.ts";
import { route } from "../server/endpoint.ts";

export const cannedResponseRoutes = [
  route(endpoints.createCannedResponse, ({ body, caller }, ctx) => createCannedResponse(body, caller, ctx)),

  route(endpoints.listCannedResponses, ({ query, caller }, ctx) => listCannedResponses(query, caller, ctx)),

  route(endpoints.getCannedResponse, ({ params, query, caller }, ctx) =>
    readCannedResponse(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.updateCannedResponse, ({ params, body, caller }, ctx) =>
    updateCannedResponse(params.id, body, { caller, ctx }),
  ),

  route(endpoints.deleteCannedResponse, async ({ params, caller }, ctx) => {
    await deleteCannedResponse(params.id, caller, ctx);
    return null;
  }),

  route(endpoints.restoreCannedResponse, ({ params, caller }, ctx) =>
    restoreCannedResponse(params.id, caller, ctx),
  ),
];
