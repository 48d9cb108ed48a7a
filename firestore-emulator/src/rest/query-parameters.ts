import protobuf from "protobufjs";
import type { JsonProblem } from "./json-problems.ts";
import { camelCase } from "./proto-json.ts";

/** Parameters of Google's frontend itself (cloud.google.com/apis/docs/system-parameters): none of the request's. */
const SYSTEM_PARAMETERS = new Set([
  "access_token",
  "alt",
  "callback",
  "fields",
  "key",
  "oauth_token",
  "prettyPrint",
  "quotaUser",
  "uploadType",
  "upload_protocol",
]);

export interface JsonTree {
  [name: string]: JsonTree | string | string[];
}

/**
 * Turns `mask.fieldPaths=a&mask.fieldPaths=b&pageSize=3` into the JSON of the request message.
 * What names no field becomes a problem, as Google words it.
 */
export function bindParameters(
  type: protobuf.Type,
  parameters: Iterable<readonly [string, string]>,
): { json: JsonTree; problems: JsonProblem[] } {
  const json: JsonTree = {};
  const problems: JsonProblem[] = [];
  for (const [name, value] of parameters) {
    if (SYSTEM_PARAMETERS.has(name) || name.startsWith("$")) continue;
    const field = bind(type, json, { path: name.split(".").map(camelCase), value });
    if (field !== undefined) problems.push(notBound(name, field));
  }
  return { json, problems };
}

/** Returns the name that is no field of the message; undefined when the value was bound. */
function bind(
  type: protobuf.Type,
  json: JsonTree,
  { path, value }: { path: string[]; value: string },
): string | undefined {
  const [name = "", ...rest] = path;
  const field = Object.hasOwn(type.fields, name) ? type.fields[name]?.resolve() : undefined;
  if (field === undefined) return name;
  const { resolvedType } = field;
  if (rest.length > 0) {
    if (!(resolvedType instanceof protobuf.Type) || field.repeated) return rest.join(".");
    const inner = json[name];
    const child: JsonTree = typeof inner === "object" && !Array.isArray(inner) ? inner : {};
    json[name] = child;
    return bind(resolvedType, child, { path: rest, value });
  }
  const before = json[name];
  if (field.repeated) json[name] = [...(Array.isArray(before) ? before : []), value];
  else json[name] = value;
  return undefined;
}

function notBound(name: string, field: string): JsonProblem {
  return {
    field: "",
    description:
      `Invalid JSON payload received. Unknown name ${JSON.stringify(name)}: Cannot bind query parameter. ` +
      `Field '${field}' could not be found in request message.`,
  };
}
