import { describe, expect, it } from "vitest";
import type { RulesRequest } from "../../src/rules/interface.ts";
import { ADA, FIELDS, GET, mapOf, outcome, storedDocument } from "./condition.ts";

// firebase.google.com/docs/reference/rules/rules.firestore.Request and rules.firestore.Resource

const OLD = storedDocument("things/one", mapOf({ name: "old", count: 1n, owner: "ada" }));
const requests: Readonly<Record<string, RulesRequest>> = {
  get: GET,
  "get of nothing": { method: "get", path: "things/one", auth: ADA, time: GET.time },
  anonymous: { ...GET, auth: null },
  create: {
    method: "create",
    path: "things/new",
    auth: ADA,
    time: GET.time,
    newFields: mapOf({ name: "new", at: GET.time }),
  },
  update: {
    ...GET,
    method: "update",
    resource: OLD,
    newFields: mapOf({ name: "new", count: 2n, owner: "ada" }),
  },
  delete: { ...GET, method: "delete", resource: OLD },
};

const rows: readonly (readonly [request: string, condition: string, expected: string])[] = [
  ["get", "request.auth.uid == 'ada'", "true"],
  ["get", "request.auth != null", "true"],
  ["get", "request.auth.token.email == 'ada@example.com'", "true"],
  ["get", "request.auth.token.email_verified", "true"],
  ["get", "request.auth.token['level'] == 3", "true"],
  ["get", "request.auth.token.get('admin', false)", "false"],
  ["get", "request.method == 'get'", "true"],
  ["get", "request.path == /databases/(default)/documents/things/one", "true"],
  ["get", "request.path[0] == 'databases' && request.path[3] == 'things'", "true"],
  ["get", "request.path[3:5] == /things/one", "true"],
  ["get", "request.time is timestamp", "true"],
  ["get", "request.resource == null", "Property resource is undefined on object."],
  ["get", "request.resource.data.name == 'x'", "Property resource is undefined on object."],
  ["get", "!('resource' in request)", "true"],
  ["get", "resource.id == 'one'", "true"],
  ["get", "resource.id == thing", "true"],
  ["get", "resource.__name__ == request.path", "true"],
  ["get", "resource.__name__ is path", "true"],
  ["get", "resource.data.size() == 18", "true"],
  ["get", "resource.data.text == 'Hello, World'", "true"],
  ["get", "resource.name == 'x'", "Property name is undefined on object."],
  ["get of nothing", "resource == null", "true"],
  ["get of nothing", "resource != null", "false"],
  ["get of nothing", "resource.data.text == 'x'", "Null value error."],
  ["get of nothing", "resource == null || resource.data.text == 'x'", "true"],
  ["get of nothing", "resource.data.text == 'x' || resource == null", "true"],
  ["anonymous", "request.auth == null", "true"],
  ["anonymous", "request.auth != null", "false"],
  ["anonymous", "request.auth.uid == 'ada'", "Null value error."],
  ["anonymous", "request.auth.uid != null", "Null value error."],
  ["anonymous", "request.auth != null && request.auth.uid == 'ada'", "false"],
  ["create", "request.method == 'create'", "true"],
  ["create", "resource == null", "true"],
  ["create", "resource.data.name == 'x'", "Null value error."],
  ["create", "request.resource.data.name == 'new'", "true"],
  ["create", "request.resource.data.at == request.time", "true"],
  ["create", "request.resource.data.keys().hasOnly(['name', 'at'])", "true"],
  ["create", "request.resource.data.missing == null", "Property missing is undefined on object."],
  ["create", "!('missing' in request.resource.data)", "true"],
  ["create", "request.resource.id == 'new'", "true"],
  ["create", "request.resource.__name__ == request.path", "true"],
  ["create", "request.path[4] == thing", "true"],
  ["update", "request.method == 'update'", "true"],
  ["update", "resource.data.name == 'old' && request.resource.data.name == 'new'", "true"],
  ["update", "request.resource.data.count == resource.data.count + 1", "true"],
  ["update", "request.resource.data.owner == resource.data.owner", "true"],
  ["update", "request.resource.data.diff(resource.data).affectedKeys() == ['name', 'count'].toSet()", "true"],
  ["update", "request.resource.data.diff(resource.data).affectedKeys().hasOnly(['name'])", "false"],
  ["update", "request.resource.data.diff(resource.data).unchangedKeys().hasOnly(['owner'])", "true"],
  ["update", "request.resource != resource", "true"],
  ["update", "request.writeFields == null", "true"],
  ["update", "request.writeFields.hasAny(['name'])", "Null value error."],
  ["get", "request.writeFields == null", "Property writeFields is undefined on object."],
  ["delete", "request.method == 'delete'", "true"],
  ["delete", "request.resource == null", "true"],
  ["delete", "request.resource.data.owner == 'ada'", "Null value error."],
  ["delete", "resource.data.owner == request.auth.uid", "true"],
];

describe("request and resource", () => {
  it.each(rows)("of a %s: %s: %s", (name, condition, expected) => {
    expect(outcome(condition, requests[name])).toBe(expected);
  });

  it("hold every stored type", () => {
    expect(FIELDS.size).toBe(18);
  });
});
