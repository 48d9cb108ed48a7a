import { z } from "zod";
import { agent, newPassword } from "./agent.ts";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, instant, line, pageOf } from "./primitives.ts";
import { samples } from "./samples.ts";

/** What the Firebase web SDK needs to sign in and to listen. `emulators` only where the backend runs on them. */
export const firebaseAccess = z
  .object({
    customToken: z.string(),
    config: z.object({ apiKey: z.string(), authDomain: z.string(), projectId: z.string() }),
    /** Where the data is in another database than the project's default one. */
    databaseId: z.string().optional(),
    emulators: z.object({ auth: z.string(), firestore: z.string() }).optional(),
  })
  .meta({ id: "FirebaseAccess" });
export type FirebaseAccess = z.infer<typeof firebaseAccess>;

export const loginBody = z.strictObject({
  email: z.string().min(1).max(LIMITS.MAX_EMAIL_CHARS),
  password: z.string().min(1).max(1_000).meta({ format: "password" }),
  /** From an earlier login on this device: failed logins elsewhere do not lock it out. */
  deviceToken: z.string().max(LIMITS.MAX_DEVICE_TOKEN_CHARS).optional(),
});

export const loginResponse = z
  .object({
    token: z.string(),
    tokenType: z.literal("Bearer"),
    expiresIn: z.number().int(),
    /** To be kept by the device and sent with its next login. It is no secret by which anybody could sign in. */
    deviceToken: z.string(),
    agent,
    firebase: firebaseAccess,
  })
  .meta({ id: "Login" });
export type LoginAnswer = z.infer<typeof loginResponse>;

export const acceptInviteBody = z.strictObject({
  token: z.string().min(1).max(LIMITS.MAX_SESSION_TOKEN_CHARS),
  password: newPassword,
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
});
export type AcceptInvite = z.output<typeof acceptInviteBody>;

/** One sign-in of an agent. */
export const agentSession = z
  .object({
    id,
    startedAt: instant,
    /** When its token was last used, to within three hours. */
    lastSeenAt: instant,
    userAgent: z.string().nullable(),
    /** Whether this call was made in it. */
    isCurrent: z.boolean(),
  })
  .meta({ id: "AgentSession" });
export type AgentSession = z.infer<typeof agentSession>;

const sessionSample = {
  id: "session0000000000001",
  startedAt: "2026-03-02T09:00:00.000Z",
  lastSeenAt: "2026-03-02T09:00:00.000Z",
  userAgent: "Mozilla/5.0",
  isCurrent: true,
};

const folder = "Authentication";

export const authEndpoints = {
  login: endpoint({
    name: "login",
    method: "POST",
    path: "/v1/auth/login",
    access: "public",
    errors: ["authentication"],
    folder,
    summary: "Sign in with e-mail and password",
    body: loginBody,
    response: loginResponse,
    example: {
      body: { email: "admin@livechat.test", password: "livechat-demo" },
      response: {
        token: "eyJhbGciOiJIUzI1NiJ9.e30.signature",
        tokenType: "Bearer",
        expiresIn: 604800,
        deviceToken: "eyJhbGciOiJIUzI1NiJ9.e30.signature",
        agent: samples.agent,
        firebase: samples.firebase,
      },
    },
  }),
  acceptInvite: endpoint({
    name: "acceptInvite",
    method: "POST",
    path: "/v1/auth/accept-invite",
    access: "public",
    errors: ["authentication"],
    folder,
    summary: "Set the password by a link, and sign in",
    description: "The token is what stands behind # in the link of an invitation or a reset.",
    body: acceptInviteBody,
    response: loginResponse,
    example: {
      body: { token: "anna0000000000000001.secret", password: "a better password" },
      response: {
        token: "eyJhbGciOiJIUzI1NiJ9.e30.signature",
        tokenType: "Bearer",
        expiresIn: 604800,
        deviceToken: "eyJhbGciOiJIUzI1NiJ9.e30.signature",
        agent: samples.agent,
        firebase: samples.firebase,
      },
    },
  }),
  me: endpoint({
    name: "me",
    method: "GET",
    path: "/v1/auth/me",
    access: "agent",
    folder,
    summary: "The agent who calls",
    response: agent,
    example: { response: samples.agent },
  }),
  logout: endpoint({
    name: "logout",
    method: "POST",
    path: "/v1/auth/logout",
    access: "agentOrVisitor",
    folder,
    summary: "Refuse this token from now on",
    description:
      "Every Firebase sign-in from before is refused as well. A visitor's open conversation is closed.",
    response: noContent,
  }),
  listSessions: endpoint({
    name: "listSessions",
    method: "GET",
    path: "/v1/auth/sessions",
    access: "agent",
    folder,
    summary: "List your sessions, the one used last first",
    response: pageOf(agentSession),
    example: { response: { items: [sessionSample], nextPageToken: null } },
  }),
  endSession: endpoint({
    name: "endSession",
    method: "DELETE",
    path: "/v1/auth/sessions/{id}",
    access: "agent",
    folder,
    summary: "End one of your sessions",
    description: "Its token is refused from now on. Ending one that has ended changes nothing.",
    params: z.strictObject({ id }),
    response: noContent,
  }),
  endOtherSessions: endpoint({
    name: "endOtherSessions",
    method: "POST",
    path: "/v1/auth/sessions/end-others",
    access: "agent",
    folder,
    summary: "End all of your sessions but this one",
    response: noContent,
  }),
  endVisitorSession: endpoint({
    name: "endVisitorSession",
    method: "POST",
    path: "/v1/visitors/{id}/end-session",
    access: "supervisor",
    scope: "visitors:write",
    errors: ["not_found"],
    folder: "Conversations",
    summary: "End a visitor's session",
    description: "Its session token is refused from now on, as when it was stolen. The conversation stays.",
    params: z.strictObject({ id }),
    response: noContent,
  }),
  firebaseToken: endpoint({
    name: "firebaseToken",
    method: "POST",
    path: "/v1/auth/firebase-token",
    access: "agentOrVisitor",
    folder,
    summary: "A new custom token for Firebase Auth",
    response: firebaseAccess,
    example: { response: samples.firebase },
  }),
  changePassword: endpoint({
    name: "changePassword",
    method: "POST",
    path: "/v1/auth/change-password",
    access: "agent",
    folder,
    summary: "Change the password",
    description: "Every other token of the agent is refused from then on.",
    body: z.strictObject({
      currentPassword: z.string().min(1).max(1_000).meta({ format: "password" }),
      newPassword,
    }),
    response: noContent,
    example: { body: { currentPassword: "livechat-demo", newPassword: "a better password" } },
  }),
};
