import { endpoints } from "@livechat/contract";
import { streamConversationRows } from "../features/reports/conversation-rows.ts";
import { readLiveReport } from "../features/reports/read-live.ts";
import { readReport } from "../features/reports/read-report.ts";
import { Reply, route } from "../server/endpoint.ts";

export const reportRoutes = [
  route(endpoints.getLiveReport, ({ caller }, ctx) => readLiveReport(caller, ctx)),

  route(endpoints.listConversationRows, async ({ query, caller }, ctx) => {
    const { body, headers } = await streamConversationRows({ query, caller }, ctx);
    return new Reply(200, body as never, headers);
  }),

  route(endpoints.getReport, ({ params, query, caller }, ctx) =>
    readReport(params.name, { query, caller }, ctx),
  ),
];
