import { endpoints } from "@livechat/contract";
import { readSettings, updateSettings } from "../features/settings/company.ts";
import { readMySettings, updateMySettings } from "../features/settings/mine.ts";
import { route } from "../server/endpoint.ts";

export const settingsRoutes = [
  route(endpoints.getSettings, (_, ctx) => readSettings(ctx)),

  route(endpoints.updateSettings, ({ body }, ctx) => updateSettings(body, ctx)),

  route(endpoints.getMySettings, ({ caller }, ctx) => readMySettings(caller, ctx)),

  route(endpoints.updateMySettings, ({ body, caller }, ctx) => updateMySettings(body, caller, ctx)),
];
