import { endpoints } from "@livechat/contract";
import { route } from "../server/endpoint.ts";
import { createGroup } from "../team/create-group.ts";
import { deleteGroup, restoreGroup } from "../team/delete-group.ts";
import { addGroupAgents, removeGroupAgent } from "../team/membership.ts";
import { listGroups, readGroup } from "../team/read-group.ts";
import { updateGroup } from "../team/update-group.ts";

export const groupRoutes = [
  route(endpoints.createGroup, ({ body }, ctx) => createGroup(body, ctx)),

  route(endpoints.listGroups, ({ query, caller }, ctx) => listGroups(query, caller, ctx)),

  route(endpoints.getGroup, ({ params, query, caller }, ctx) =>
    readGroup(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.updateGroup, ({ params, body }, ctx) => updateGroup(params.id, body, ctx)),

  route(endpoints.deleteGroup, async ({ params }, ctx) => {
    await deleteGroup(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreGroup, ({ params }, ctx) => restoreGroup(params.id, ctx)),

  route(endpoints.addGroupAgents, ({ params, body }, ctx) => addGroupAgents(params.id, body.agentIds, ctx)),

  route(endpoints.removeGroupAgent, async ({ params }, ctx) => {
    await removeGroupAgent(params.id, params.agentId, ctx);
    return null;
  }),
];
