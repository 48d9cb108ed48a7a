import { z } from "zod";
import { agent, newPassword } from "./agent.ts";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
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
});

export const loginResponse = z
  .object({
    token: z.string(),
    tokenType: z.literal("Bearer"),
    expiresIn: z.number().int(),
    agent,
    firebase: firebaseAccess,
  })
  .meta({ id: "Login" });
export type LoginAnswer = z.infer<typeof loginResponse>;

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
    access: "agent",
    folder,
    summary: "Refuse this token from now on",
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
