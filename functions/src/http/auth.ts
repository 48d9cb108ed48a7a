import { endpoints } from "@livechat/contract";
import { firebaseAccess } from "../chat/firebase-access.ts";
import { route } from "../platform/endpoint.ts";
import { changePassword } from "../team/change-password.ts";
import { login } from "../team/login.ts";
import { logout } from "../team/logout.ts";
import { readAgent } from "../team/read-agent.ts";

export const authRoutes = [
  route(endpoints.login, ({ body, address }, ctx) => login({ ...body, address }, ctx)),

  route(endpoints.me, ({ caller }, ctx) => readAgent(caller.id, { caller }, ctx)),

  route(endpoints.logout, async ({ caller }, ctx) => {
    await logout(caller, ctx);
    return null;
  }),

  route(endpoints.firebaseToken, ({ caller }, ctx) => firebaseAccess(caller, ctx)),

  route(endpoints.changePassword, async ({ caller, body }, ctx) => {
    await changePassword(caller, body, ctx);
    return null;
  }),
];
