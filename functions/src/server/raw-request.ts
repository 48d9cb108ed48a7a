import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Where the length that a client announced is kept while the platform's parsers are bypassed. */
export const SENT_CONTENT_LENGTH = "x-livechat-content-length";
const UNPARSABLE_PATH = "/unparsable-path";
/** Nothing depends on the name under which we are called, but URLs are made with it. */
const ANY_HOST = "localhost";
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Hides one request's body from the parsers in front of the function: one without a length has none for them. */
export function hideBody(request: IncomingMessage): void {
  const { headers } = request;
  headers[SENT_CONTENT_LENGTH] = headers["content-length"] ?? "";
  delete headers["content-length"];
  delete headers["transfer-encoding"];
  if (request.url && !isDecodable(request.url)) request.url = UNPARSABLE_PATH;
  const host = headers.host ?? "";
  if (!HOST.test(host) || !URL.canParse(`http://${host}`)) headers.host = ANY_HOST;
}

/**
 * Functions Framework (in the cloud and in the emulator) reads bodies and parses paths before the function is called,
 * keeps bodies of many megabytes in memory, and answers malformed ones with an HTML page of its own. The contract
 * promises JSON errors, so bodies are read and parsed here. Only for processes that serve HTTP endpoints: task queues
 * need the platform's parsing.
 * Source: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function takeRawRequests(): void {
  diagnostics.subscribe("http.server.request.start", (message) => {
    hideBody((message as { request: IncomingMessage }).request);
  });
}
