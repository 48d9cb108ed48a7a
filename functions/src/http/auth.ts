import { endpoints } from "@livechat/contract";
import { endOtherSessions, endSession, listSessions } from "../auth/agent-sessions.ts";
import { changePassword } from "../auth/change-password.ts";
import { firebaseAccess } from "../auth/firebase-access.ts";
import { login } from "../auth/login.ts";
import { logout } from "../auth/logout.ts";
import { endVisitorSession, leave } from "../chat/end-visitor-session.ts";
import { listenerFor } from "../chat/listener.ts";
import { route } from "../server/endpoint.ts";
import { acceptInvite } from "../team/accept-invite.ts";
import { readAgent } from "../team/read-agent.ts";

export const authRoutes = [
  route(endpoints.login, ({ body, address, userAgent }, ctx) => login({ ...body, address, userAgent }, ctx)),

  route(endpoints.acceptInvite, ({ body, userAgent }, ctx) => acceptInvite({ input: body, userAgent }, ctx)),

  route(endpoints.me, ({ caller }, ctx) => readAgent(caller.id, { caller }, ctx)),

  route(endpoints.logout, async ({ caller }, ctx) => {
    if (caller.kind === "agent") await logout(caller, ctx);
    else await leave(caller, ctx);
    return null;
  }),

  route(endpoints.listSessions, async ({ caller }, ctx) => {
    return { items: await listSessions(caller, ctx), nextPageToken: null };
  }),

  route(endpoints.endSession, async ({ params, caller }, ctx) => {
    await endSession(caller, params.id, ctx);
    return null;
  }),

  route(endpoints.endOtherSessions, async ({ caller }, ctx) => {
    await endOtherSessions(caller, ctx);
    return null;
  }),

  route(endpoints.endVisitorSession, async ({ params }, ctx) => {
    await endVisitorSession(params.id, ctx);
    return null;
  }),

  route(endpoints.firebaseToken, async ({ caller }, ctx) =>
    firebaseAccess(caller.kind === "visitor" ? await listenerFor(caller, ctx) : caller, ctx),
  ),

  route(endpoints.changePassword, async ({ caller, body }, ctx) => {
    await changePassword(caller, body, ctx);
    return null;
  }),
];
