import type { HttpRule } from "./http-rules.ts";
import { badPayload } from "./json-problems.ts";
import { parseJson } from "./parse-json.ts";
import type { PathVariables } from "./path-template.ts";
import { camelCase, messageFromJson, type PlainMessage } from "./proto-json.ts";
import { bindParameters } from "./query-parameters.ts";

export interface RestInput {
  readonly variables: PathVariables;
  readonly parameters: Iterable<readonly [string, string]>;
  readonly body: string;
}

/**
 * Builds the request message of an RPC from path, query and body (google.api.http transcoding):
 * the path wins, then the body, then the query. Throws StatusError INVALID_ARGUMENT.
 */
export function requestFromRest(rule: HttpRule, { variables, parameters, body }: RestInput): PlainMessage {
  const { json, problems } = bindParameters(rule.requestType, parameters);
  if (problems.length > 0) throw badPayload(problems);
  const message = messageFromJson(rule.requestType, json);
  if (rule.body === "*") Object.assign(message, messageFromJson(rule.requestType, parseJson(body)));
  else if (rule.body !== undefined) message[camelCase(rule.body)] = bodyField(rule, rule.body, body);
  for (const [path, value] of variables) setPath(message, path.split(".").map(camelCase), value);
  return message;
}

function bodyField(rule: HttpRule, name: string, body: string): PlainMessage {
  const field = rule.requestType.fields[camelCase(name)]?.resolve();
  const type = field?.resolvedType;
  if (!type || !("fields" in type)) throw new Error(`${rule.rpc} takes no message as ${name}.`);
  return messageFromJson(type, parseJson(body), name);
}

function setPath(message: PlainMessage, path: readonly string[], value: string): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) {
    message[head] = value;
    return;
  }
  const inner = (message[head] ?? {}) as PlainMessage;
  message[head] = inner;
  setPath(inner, rest, value);
}
