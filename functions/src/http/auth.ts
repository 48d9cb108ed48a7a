import { endpoints } from "@livechat/contract";
import { changePassword } from "../auth/change-password.ts";
import { firebaseAccess } from "../auth/firebase-access.ts";
import { login } from "../auth/login.ts";
import { logout } from "../auth/logout.ts";
import { route } from "../server/endpoint.ts";
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
