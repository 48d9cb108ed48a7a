import type { IncomingMessage, ServerResponse } from "node:http";

const MAX_PREFLIGHT_AGE_S = 3_600;
const EXPOSED_HEADERS = [
  "X-HTTP-Session-Id",
  "X-HTTP-Initial-Response",
  "X-Client-Wire-Protocol",
  "Content-Length",
  "Date",
].join(",");

/**
 * Lets a page read the answer, with credentials, which the web SDK sends. Pages that may not call are refused before:
 * see request/web-origins.ts.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
  response.setHeader("Vary", "Origin");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS);
}

/** Answers a CORS preflight; false when the request is none. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== "OPTIONS") return false;
  allowOrigin(request, response);
  const { headers } = request;
  response.setHeader("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS,HEAD");
  response.setHeader(
    "Access-Control-Allow-Headers",
    headers["access-control-request-headers"] ?? "authorization,content-type",
  );
  response.setHeader("Access-Control-Max-Age", String(MAX_PREFLIGHT_AGE_S));
  if (headers["access-control-request-private-network"] === "true") {
    response.setHeader("Access-Control-Allow-Private-Network", "true");
  }
  response.writeHead(200, { "Content-Length": "0" });
  response.end();
  return true;
}
