import { z } from "zod";
import { endpoint, noContent } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { id, includeDeletedQuery, instant, line, pageOf, pageQuery, softDelete } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";
import { idleSession, session } from "./widget.ts";

/** Why an identity token is not taken. */
export const identityRefusal = z.enum([
  "malformed",
  "algorithm",
  "unknown_key",
  "signature",
  "expired",
  "not_yet_valid",
  "no_expiry",
  "lifetime",
  "audience",
  "subject",
  "claims",
]);
export type IdentityRefusal = z.infer<typeof identityRefusal>;

export const identifyBody = z.strictObject({
  token: z.string().min(1).max(LIMITS.MAX_IDENTITY_TOKEN_CHARS),
  widgetId: id.optional(),
  /** The browser's session, if it has one; it may come as a bearer token, too. */
  sessionToken: z.string().max(LIMITS.MAX_SESSION_TOKEN_CHARS).optional(),
});
export type Identify = z.output<typeof identifyBody>;

const verdict = {
  verified: z.boolean(),
  /** Why not, where the widget only reports. */
  reason: identityRefusal.nullable(),
};
export const identifiedSession = z.union([
  z.object({ ...session.shape, ...verdict }).meta({ id: "IdentifiedSession" }),
  z.object({ ...idleSession.shape, ...verdict }).meta({ id: "IdentifiedIdleSession" }),
]);
export type IdentifiedSession = z.infer<typeof identifiedSession>;

/** A key with which the company's server signs who its users are. The secret is shown once, when it is made. */
export const identityKey = z
  .object({ id, name: z.string(), createdAt: instant, ...softDelete })
  .meta({ id: "IdentityKey" });
export type IdentityKey = z.infer<typeof identityKey>;
export const newIdentityKey = identityKey.extend({ secret: z.string() }).meta({ id: "NewIdentityKey" });
export type NewIdentityKey = z.infer<typeof newIdentityKey>;

/** In front of a secret: what follows is base64url of its 32 bytes. */
export const IDENTITY_SECRET_PREFIX = "lc_idk_";

const folder = "Identity";
const sample = {
  id: "key00000000000000001",
  name: "Shop",
  createdAt: samples.at,
  isDeleted: false,
  deletedAt: null,
};

export const identityEndpoints = {
  identify: endpoint({
    name: "identify",
    method: "POST",
    path: "/v1/widget/identify",
    access: "public",
    audience: "visitors",
    limit: "sessions",
    errors: ["authentication", "not_found", "not_allowed"],
    folder,
    summary: "Say who the visitor is, as the company's server has signed it",
    description:
      "A JWT with HS256, `kid`, `sub`, `aud` (the project) and `exp`, at most 24 hours after `iat`; optional `name`, `email`, `emailVerified` and `attributes`. Another `sub` than the session's begins another session. Refused with 401 under `enforce`; under `report` the session goes on unverified, and the reason is counted.",
    body: identifyBody,
    response: identifiedSession,
    statuses: [200, 201],
    example: {
      body: { token: "eyJhbGciOiJIUzI1NiJ9.e30.signature" },
      response: { ...samples.session, verified: true, reason: null },
    },
  }),
  createIdentityKey: endpoint({
    name: "createIdentityKey",
    method: "POST",
    path: "/v1/identity-keys",
    access: "admin",
    audit: "identityKey.created",
    folder,
    summary: "Make an identity key",
    description: "The secret is in this answer and nowhere else. Its id is the `kid` of the tokens.",
    body: z.strictObject({ name: line(LIMITS.MAX_NAME_CHARS).optional() }),
    response: newIdentityKey,
    statuses: [201],
    example: {
      body: { name: "Shop" },
      response: { ...sample, secret: `${IDENTITY_SECRET_PREFIX}nvBOVwKh6mTVxG2U0YTtjGkKQ6VUQwKfVmCmVQ3Tq0c` },
    },
  }),
  listIdentityKeys: endpoint({
    name: "listIdentityKeys",
    method: "GET",
    path: "/v1/identity-keys",
    access: "admin",
    folder,
    summary: "List identity keys",
    query: pageQuery.extend(includeDeletedQuery.shape),
    response: pageOf(identityKey),
    example: { response: samplePage(sample) },
  }),
  deleteIdentityKey: endpoint({
    name: "deleteIdentityKey",
    method: "DELETE",
    path: "/v1/identity-keys/{id}",
    access: "admin",
    audit: "identityKey.deleted",
    errors: ["not_found"],
    folder,
    summary: "Delete an identity key",
    description: "Its secret is gone for good. Its tokens are refused within 60 seconds everywhere.",
    params: z.strictObject({ id }),
    response: noContent,
  }),
};
