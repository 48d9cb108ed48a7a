import type { IncomingMessage, ServerResponse } from "node:http";
import { StatusCode, StatusError, toStatusError } from "../model/status.ts";
import { firestoreService } from "../proto/protos.ts";
import type { Call, StreamingOperation, UnaryOperation } from "../request/call.ts";
import { callerOf } from "../request/caller.ts";
import { drained } from "../request/drained.ts";
import type { HttpExchange, HttpRoute } from "../request/http-route.ts";
import { allowOrigin, answerPreflight } from "./cors.ts";
import { findRule, type HttpRule, httpRulesOf } from "./http-rules.ts";
import { HTTP_STATUS } from "./http-status.ts";
import { type JsonStyle, messageToJson } from "./json-output.ts";
import { type Json, jsonText } from "./json-text.ts";
import type { PlainMessage } from "./proto-json.ts";
import { readBody } from "./read-body.ts";
import { errorJson } from "./rest-error.ts";
import { requestFromRest } from "./rest-request.ts";

/** The RPCs, by name, that HTTP requests are handed to. */
export interface RestOperations {
  readonly unary: Readonly<Record<string, UnaryOperation<never, object>>>;
  readonly streaming: Readonly<Record<string, StreamingOperation<never, object>>>;
}

/** Production refuses larger requests; a little is added for the text form of JSON. */
const MAX_BODY_BYTES = 16 * 1_048_576;
const REST_PATH = /^\/v1(?:beta1)?(\/.*)$/;

interface Output {
  readonly response: ServerResponse;
  readonly style: JsonStyle;
  /** Spaces a level; 0: on one line. */
  readonly indent: number;
}

/** REST v1: every RPC that google.api.http maps, with proto3 JSON and Google's errors; streams become arrays. */
export function restRoute(operations: RestOperations): HttpRoute {
  let rules: HttpRule[] | undefined;
  return async (exchange) => {
    const path = REST_PATH.exec(exchange.url.pathname)?.[1];
    if (path === undefined) return false;
    if (answerPreflight(exchange.request, exchange.response)) return true;
    allowOrigin(exchange.request, exchange.response);
    rules ??= httpRulesOf(firestoreService);
    await answer(exchange, {
      operations,
      found: findRule(rules, methodOf(exchange.request), `/v1${path}`),
    });
    return true;
  };
}

/** Networks that only let GET and POST through name the method in a header. */
function methodOf({ headers, method = "GET" }: IncomingMessage): string {
  const override = headers["x-http-method-override"];
  return method === "POST" && typeof override === "string" ? override.toUpperCase() : method;
}

interface Route {
  readonly operations: RestOperations;
  readonly found: ReturnType<typeof findRule>;
}

async function answer(exchange: HttpExchange, { operations, found }: Route): Promise<void> {
  const { request, response, url } = exchange;
  const output = outputOf(exchange);
  try {
    if (found === undefined) throw noSuchMethod(exchange);
    const body = await readBody(request, MAX_BODY_BYTES);
    const call = callOf(exchange);
    const message = requestFromRest(found.rule, {
      variables: found.variables,
      parameters: url.searchParams,
      body,
    });
    await run({ ...found, operations }, { call, message, output });
  } catch (error) {
    refuse(output, toStatusError(error), found?.rule.isStreaming ?? false);
    if (!request.readableEnded) response.once("finish", () => request.destroy());
  }
}

interface RestCall {
  readonly call: Call;
  readonly message: PlainMessage;
  readonly output: Output;
}

async function run(
  { rule, operations }: { rule: HttpRule; operations: RestOperations },
  { call, message, output }: RestCall,
): Promise<void> {
  if (call.context.faults.strikesCalls) await call.context.faults.beforeCall();
  const unary = operations.unary[rule.rpc];
  if (unary !== undefined) {
    const answered = await unary(call, message as never);
    sendJson(output, 200, messageToJson(rule.responseType, answered, output.style));
    return;
  }
  const streaming = operations.streaming[rule.rpc];
  if (streaming === undefined)
    throw new StatusError(StatusCode.UNIMPLEMENTED, `${rule.rpc} is not implemented.`);
  await streamArray(rule, streaming(call, message as never), output);
}

/** A server stream as one JSON array, written while it comes. An error after the start becomes the last element. */
async function streamArray(rule: HttpRule, messages: AsyncIterable<object>, output: Output): Promise<void> {
  const { response, indent, style } = output;
  let separator = "[";
  try {
    for await (const message of messages) {
      if (response.destroyed) return;
      if (!response.headersSent) writeHead(response, 200);
      const text = separator + jsonText(messageToJson(rule.responseType, message, style), indent);
      separator = "\n,\r\n";
      if (!response.write(text)) await drained(response, "close");
    }
  } catch (error) {
    if (!response.headersSent) throw error;
    response.end(`${separator}${jsonText(errorJson(toStatusError(error)), indent)}\n]`);
    return;
  }
  if (!response.headersSent) writeHead(response, 200);
  response.end(separator === "[" ? "[]" : "\n]");
}

function callOf({ context, request }: HttpExchange): Call {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(",") : value;
  };
  return { context, caller: callerOf(header("authorization")), header };
}

function outputOf({ response, url }: HttpExchange): Output {
  const { searchParams } = url;
  const alt = searchParams.get("$alt") ?? searchParams.get("alt") ?? "json";
  const pretty = searchParams.get("prettyPrint") ?? searchParams.get("$prettyPrint");
  return {
    response,
    style: { enumsAsNumbers: /;enum-encoding=int\b/.test(alt) },
    indent: pretty === "false" || pretty === "0" ? 0 : 2,
  };
}

function noSuchMethod({ request, url }: HttpExchange): StatusError {
  const verb = /\/documents(?:\/[^:]*)?:([a-zA-Z]+)$/.exec(url.pathname)?.[1];
  if (request.method === "POST" && verb !== undefined) {
    return new StatusError(StatusCode.UNIMPLEMENTED, `Method ${verb} is not implemented.`);
  }
  return new StatusError(StatusCode.NOT_FOUND, `There is no ${request.method} ${url.pathname}.`);
}

function refuse(output: Output, error: StatusError, isStreaming: boolean): void {
  const { response } = output;
  if (response.headersSent) {
    response.end();
    return;
  }
  const json = errorJson(error);
  sendJson(output, HTTP_STATUS[error.code], isStreaming ? [json] : json);
}

function sendJson({ response, indent }: Output, status: number, json: Json): void {
  writeHead(response, status);
  response.end(`${jsonText(json, indent)}\n`);
}

function writeHead(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=UTF-8",
    "Cache-Control": "private",
    "X-Content-Type-Options": "nosniff",
  });
}
