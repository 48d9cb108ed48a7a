import type { IncomingMessage, ServerResponse } from "node:http";
import type { EmulatorContext } from "./context.ts";

/**
 * Answers an HTTP/1.1 request, or returns false at once to leave it to the next route.
 * `url` is parsed once, with any host.
 */
export type HttpRoute = (exchange: HttpExchange) => boolean | Promise<boolean>;

export interface HttpExchange {
  readonly context: EmulatorContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}
