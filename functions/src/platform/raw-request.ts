import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** Where the content type and encoding that a client sent are kept while the platform's parsers are bypassed. */
export const SENT_CONTENT_TYPE = "x-livechat-content-type";
export const SENT_CONTENT_ENCODING = "x-livechat-content-encoding";
const UNPARSABLE_PATH = "/unparsable-path";

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Makes one request opaque to the parsers in front of the function. */
export function makeOpaque(request: IncomingMessage): void {
  const { headers } = request;
  headers[SENT_CONTENT_TYPE] = headers["content-type"] ?? "";
  headers[SENT_CONTENT_ENCODING] = headers["content-encoding"] ?? "";
  headers["content-type"] = "application/octet-stream";
  delete headers["content-encoding"];
  if (request.url && !isDecodable(request.url)) request.url = UNPARSABLE_PATH;
}

/**
 * Functions Framework (in the cloud and in the emulator) parses bodies and paths before the function is called, and
 * answers malformed ones with an HTML page of its own. The contract promises JSON errors, so the requests reach it
 * as opaque bytes, and the body is parsed here. Only for processes that serve HTTP endpoints: task queues need
 * the platform's parsing.
 * Source: https://nodejs.org/api/diagnostics_channel.html#http
 */
export function takeRawRequests(): void {
  diagnostics.subscribe("http.server.request.start", (message) => {
    makeOpaque((message as { request: IncomingMessage }).request);
  });
}
