import type protobuf from "protobufjs";
import { PathTemplate, type PathVariables } from "./path-template.ts";

/** How one RPC is reached by HTTP: google.api.http of its definition. */
export interface HttpRule {
  readonly rpc: string;
  readonly httpMethod: string;
  readonly template: PathTemplate;
  /** "*": the body is the whole request; a name: that field of it; undefined: no body. */
  readonly body: string | undefined;
  readonly requestType: protobuf.Type;
  readonly responseType: protobuf.Type;
  readonly isStreaming: boolean;
}

interface Binding {
  readonly [key: string]: unknown;
}

const HTTP_METHODS = ["get", "put", "post", "delete", "patch"];

/** The rules of all RPCs of a service that HTTP can carry; those with a verb first, as they are the most precise. */
export function httpRulesOf(service: protobuf.Service): HttpRule[] {
  const rules = service.methodsArray.flatMap((method) => {
    method.resolve();
    return method.requestStream === true
      ? []
      : bindingsOf(method).flatMap((binding) => ruleOf(method, binding));
  });
  return rules.sort((a, b) => Number(b.template.hasVerb) - Number(a.template.hasVerb));
}

function bindingsOf(method: protobuf.Method): Binding[] {
  const options = (method.parsedOptions ?? []) as unknown as Binding[];
  const http = options.map((option) => option["(google.api.http)"]).find((rule) => rule !== undefined);
  if (http === undefined) return [];
  const more = (http as Binding).additional_bindings ?? [];
  return [http as Binding, ...(Array.isArray(more) ? (more as Binding[]) : [more as Binding])];
}

function ruleOf(method: protobuf.Method, binding: Binding): HttpRule[] {
  const { resolvedRequestType, resolvedResponseType } = method;
  const verb = HTTP_METHODS.find((name) => typeof binding[name] === "string");
  if (verb === undefined || resolvedRequestType === null || resolvedResponseType === null) return [];
  return [
    {
      rpc: method.name,
      httpMethod: verb.toUpperCase(),
      template: new PathTemplate(String(binding[verb])),
      body: typeof binding.body === "string" ? binding.body : undefined,
      requestType: resolvedRequestType,
      responseType: resolvedResponseType,
      isStreaming: method.responseStream === true,
    },
  ];
}

/** The rule for a request, and its path's variables. @param path raw, still percent-encoded */
export function findRule(
  rules: readonly HttpRule[],
  httpMethod: string,
  path: string,
): { rule: HttpRule; variables: PathVariables } | undefined {
  for (const rule of rules) {
    if (rule.httpMethod !== httpMethod) continue;
    const variables = rule.template.match(path);
    if (variables !== undefined && namesWhatItReads(rule, variables)) return { rule, variables };
  }
  return undefined;
}

/** A name ends in a document id for GetDocument; with one segment less it is a collection, for ListDocuments. */
function namesWhatItReads(rule: HttpRule, variables: PathVariables): boolean {
  if (rule.rpc !== "GetDocument") return true;
  const [, , , , , ...ids] = (variables.get("name") ?? "").split("/");
  return ids.length % 2 === 0;
}
