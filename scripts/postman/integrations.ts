import type { PostmanRequest } from "./request.ts";

const byId = { id: "{{api_key_id}}" };

/** A key from its making to its revocation. */
export const apiKeys: PostmanRequest[] = [
  {
    endpoint: "createApiKey",
    body: { name: "CRM sync {{run}}", scopes: ["tags:read"] },
    status: 201,
    sets: { api_key_id: "id", api_key: "secret" },
  },
  { endpoint: "listApiKeys", status: 200 },
  { endpoint: "listTags", name: "List tags with an API key", token: "api_key", status: 200 },
  {
    endpoint: "createTag",
    name: "Create a tag with a key that may only read",
    body: { name: "Refund {{run}}" },
    token: "api_key",
    status: 403,
  },
  { endpoint: "getApiKey", params: byId, status: 200 },
  { endpoint: "updateApiKey", params: byId, body: { name: "CRM" }, status: 200 },
  { endpoint: "deleteApiKey", params: byId, status: 204 },
  { endpoint: "listTags", name: "List tags with a revoked key", token: "api_key", status: 401 },
];
