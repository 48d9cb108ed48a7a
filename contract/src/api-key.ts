import { z } from "zod";
import { endpoint, noContent, type Scope } from "./endpoint.ts";
import { LIMITS } from "./limits.ts";
import { SCOPE_RESOURCES } from "./names.ts";
import { id, instant, instantInput, line, pageOf, pageQuery } from "./primitives.ts";
import { samplePage, samples } from "./samples.ts";

const SCOPES = SCOPE_RESOURCES.flatMap((resource): Scope[] => [`${resource}:read`, `${resource}:write`]);
/** What people may give a key; `bot` comes with a bot, and never alone. */
export const scope = z.enum(SCOPES as [Scope, ...Scope[]]);

export const apiKey = z
  .object({
    id,
    name: z.string(),
    scopes: z.array(z.string()),
    kind: z.enum(["server", "bot"]),
    /** The bot that a key of kind `bot` speaks for. */
    botAgentId: id.nullable(),
    expiresAt: instant.nullable(),
    /** To the hour. */
    lastUsedAt: instant.nullable(),
    /** The agent who made it. */
    createdBy: id.nullable(),
    createdAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof apiKey>;

/** A key with its secret, which is shown once and stored nowhere. */
export const newApiKey = apiKey.extend({ secret: z.string() }).meta({ id: "NewApiKey" });
export type NewApiKey = z.infer<typeof newApiKey>;

export const createApiKeyBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS),
  scopes: z.array(scope).min(1).max(SCOPES.length),
  expiresAt: instantInput.nullable().optional(),
});
export type CreateApiKey = z.output<typeof createApiKeyBody>;

export const updateApiKeyBody = z.strictObject({
  name: line(LIMITS.MAX_NAME_CHARS).optional(),
  expiresAt: instantInput.nullable().optional(),
});
export type UpdateApiKey = z.output<typeof updateApiKeyBody>;

const params = z.strictObject({ id });
const folder = "API keys";
const sample = {
  id: "4fW0c2Vb9sQhLr7uXzYk",
  name: "CRM sync",
  scopes: ["conversations:read", "visitors:write"],
  kind: "server",
  botAgentId: null,
  expiresAt: null,
  lastUsedAt: null,
  createdBy: samples.ids.admin,
  createdAt: samples.at,
  revokedAt: null,
};

export const apiKeyEndpoints = {
  createApiKey: endpoint({
    name: "createApiKey",
    method: "POST",
    path: "/v1/api-keys",
    access: "admin",
    audit: "api_key.created",
    folder,
    summary: "Make an API key",
    description:
      "`secret` is shown once. Send it as `Authorization: Bearer <secret>` wherever an agent's token is taken, within the key's scopes; to write implies to read. Keys are made by people, never by keys.",
    body: createApiKeyBody,
    response: newApiKey,
    statuses: [201],
    example: {
      body: { name: sample.name, scopes: sample.scopes },
      response: { ...sample, secret: `lc_live_${sample.id}_43-url-safe-characters-of-a-random-secret-0` },
    },
  }),
  listApiKeys: endpoint({
    name: "listApiKeys",
    method: "GET",
    path: "/v1/api-keys",
    access: "admin",
    folder,
    summary: "List the API keys",
    description: "Revoked ones too.",
    query: pageQuery,
    response: pageOf(apiKey),
    example: { response: samplePage(sample) },
  }),
  getApiKey: endpoint({
    name: "getApiKey",
    method: "GET",
    path: "/v1/api-keys/{id}",
    access: "admin",
    errors: ["not_found"],
    folder,
    summary: "Read an API key",
    params,
    response: apiKey,
    example: { response: sample },
  }),
  updateApiKey: endpoint({
    name: "updateApiKey",
    method: "PATCH",
    path: "/v1/api-keys/{id}",
    access: "admin",
    audit: "api_key.updated",
    errors: ["not_found", "not_allowed"],
    folder,
    summary: "Rename an API key or change when it ends",
    params,
    body: updateApiKeyBody,
    response: apiKey,
    example: { body: { name: "CRM" }, response: { ...sample, name: "CRM" } },
  }),
  deleteApiKey: endpoint({
    name: "deleteApiKey",
    method: "DELETE",
    path: "/v1/api-keys/{id}",
    access: "admin",
    audit: "api_key.revoked",
    errors: ["not_found"],
    folder,
    summary: "Revoke an API key",
    description: "It is refused from now on.",
    params,
    response: noContent,
  }),
};
