import { endpoints } from "@livechat/contract";
import { listAudit } from "../features/audit/read.ts";
import { route } from "../server/endpoint.ts";

export const auditRoutes = [route(endpoints.listAudit, ({ query }, ctx) => listAudit(query, ctx))];
