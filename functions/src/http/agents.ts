import { endpoints } from "@livechat/contract";
import { readAgentStats } from "../features/reports/read-agent-stats.ts";
import { route } from "../server/endpoint.ts";
import { createAgent } from "../team/create-agent.ts";
import { deleteAgent, restoreAgent } from "../team/delete-agent.ts";
import { inviteAgent } from "../team/invite-agent.ts";
import { listAgents, readAgent } from "../team/read-agent.ts";
import { updateAgent } from "../team/update-agent.ts";

export const agentRoutes = [
  route(endpoints.createAgent, ({ body }, ctx) => createAgent(body, ctx)),

  route(endpoints.listAgents, ({ query, caller }, ctx) => listAgents(query, caller, ctx)),

  route(endpoints.getAgent, ({ params, query, caller }, ctx) =>
    readAgent(params.id, { includeDeleted: query.includeDeleted, caller }, ctx),
  ),

  route(endpoints.getAgentStats, ({ params, query, caller }, ctx) =>
    readAgentStats(params.id, { query, caller }, ctx),
  ),

  route(endpoints.updateAgent, ({ params, body, caller }, ctx) =>
    updateAgent(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.inviteAgent, ({ params, origin }, ctx) =>
    inviteAgent({ agentId: params.id, kind: "invite", origin }, ctx),
  ),

  route(endpoints.resetAgentPassword, ({ params, origin }, ctx) =>
    inviteAgent({ agentId: params.id, kind: "reset", origin }, ctx),
  ),

  route(endpoints.deleteAgent, async ({ params }, ctx) => {
    await deleteAgent(params.id, ctx);
    return null;
  }),

  route(endpoints.restoreAgent, ({ params }, ctx) => restoreAgent(params.id, ctx)),
];
