import type { IncomingMessage, ServerResponse } from "node:http";
import { invalid } from "./storage-error.ts";

/** One request with its answer, and what its path said. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The groups of the route's pattern, decoded. */
  readonly params: readonly string[];
}

const MAX_JSON_BYTES = 1_048_576;

/** A header that is given at most once. */
export function header(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The body's bytes. Who stops reading early leaves the connection whole, so that a refusal reaches the client. */
export function bodyOf({ request }: Call): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) };
}

/** @throws StorageError 400 when the body is no JSON object or too large; an absent one is {} */
export async function readJson(call: Call): Promise<Record<string, unknown>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(call)) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) throw invalid("The metadata is too large.");
    chunks.push(chunk);
  }
  return parseJsonObject(Buffer.concat(chunks).toString());
}

export function parseJsonObject(text: string): Record<string, unknown> {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Answered below, like a JSON text that is no object.
  }
  throw invalid("Parse Error");
}

export function sendJson(call: Call, body: unknown, status = 200): void {
  const text = JSON.stringify(body);
  call.response.writeHead(status, {
    "Content-Type": "application/json; charset=UTF-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-cache, no-store, max-age=0, must-revalidate",
  });
  call.response.end(text);
}

export function sendNothing(call: Call, status = 204): void {
  call.response.writeHead(status, { "Content-Length": 0 });
  call.response.end();
}
