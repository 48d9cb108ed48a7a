import type { IncomingMessage } from "node:http";
import { invalidArgument, StatusCode, StatusError } from "../model/status.ts";
import type { EmulatorContext } from "../request/context.ts";
import { type Json, jsonText } from "../rest/json-text.ts";
import { readBody } from "../rest/read-body.ts";

/** Rules of a quarter megabyte are the largest that production takes; the rest is room for JSON escapes. */
const MAX_BODY_SIZE_BYTES = 2_097_152;

/** A request to one of the emulator's own endpoints. */
export interface EndpointCall {
  readonly context: EmulatorContext;
  readonly request: IncomingMessage;
  readonly url: URL;
  /** What the endpoint's pattern captured; first of all the project. */
  readonly parameters: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Called when the answer has been handed to the network. */
  readonly afterwards?: () => void;
}

export interface Endpoint {
  readonly method: string;
  readonly pattern: RegExp;
  /** Throws StatusError, which becomes Google's JSON error. */
  readonly handle: (call: EndpointCall) => Answer | Promise<Answer>;
}

/** `{}` as protobuf's JSON printer writes it, which is what Google's emulator answers on success. */
export const EMPTY: Answer = { status: 200, contentType: "application/json", body: "{\n}\n" };

export function json(body: Json, status = 200): Answer {
  return { status, contentType: "application/json", body: `${jsonText(body, 2)}\n` };
}

export function text(body: string): Answer {
  return { status: 200, contentType: "text/plain; charset=utf-8", body };
}

export function html(body: string): Answer {
  return { status: 200, contentType: "text/html; charset=utf-8", body };
}

export function notFound(message: string): StatusError {
  return new StatusError(StatusCode.NOT_FOUND, message);
}

/** The project in the request's path. */
export function projectOf({ parameters }: EndpointCall): string {
  return parameters[0] ?? "";
}

/** The request's body as a JSON object; an empty body is an empty object. Throws INVALID_ARGUMENT. */
export async function bodyOf({ request }: EndpointCall): Promise<Record<string, unknown>> {
  const body = await readBody(request, MAX_BODY_SIZE_BYTES);
  let parsed: unknown;
  try {
    parsed = body.trim() === "" ? {} : JSON.parse(body);
  } catch {
    throw invalidPayload();
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw invalidPayload();
  }
  return parsed as Record<string, unknown>;
}

/** In the words of Google's emulator. */
export function invalidPayload(): StatusError {
  return invalidArgument("Payload isn't valid for request.");
}
