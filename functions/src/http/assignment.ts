import { endpoints } from "@livechat/contract";
import { assignConversation } from "../chat/assign.ts";
import { reopenConversation } from "../chat/reopen.ts";
import { transferConversation } from "../chat/transfer.ts";
import { closeConversation } from "../conversation/close.ts";
import { readAssignment } from "../routing/read-assignment.ts";
import { route } from "../server/endpoint.ts";

export const assignmentRoutes = [
  route(endpoints.assignConversation, ({ params, body, caller }, ctx) =>
    assignConversation(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.transferConversation, ({ params, body, caller }, ctx) =>
    transferConversation(params.id, { input: body, caller }, ctx),
  ),

  route(endpoints.closeConversation, ({ params, caller }, ctx) => closeConversation(params.id, caller, ctx)),

  route(endpoints.reopenConversation, ({ params, caller }, ctx) =>
    reopenConversation(params.id, caller, ctx),
  ),

  route(endpoints.getAssignment, ({ params, caller }, ctx) => readAssignment(params.id, caller, ctx)),
];
