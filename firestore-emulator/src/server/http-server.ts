import {
  createServer as createNodeServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { StatusCode, StatusError } from "../model/status.ts";
import type { EmulatorContext } from "../request/context.ts";
import type { HttpExchange, HttpRoute } from "../request/http-route.ts";
import { mayCall } from "../request/web-origins.ts";
import { HTTP_STATUS } from "../rest/http-status.ts";
import { errorJson } from "../rest/rest-error.ts";

/**
 * As long as Google's frontends. With Node's own 5 s a client may send its next request on a connection just while
 * it is closed, and is told "socket hang up" for a write of which it cannot know whether it happened.
 */
const KEEP_ALIVE_MS = 600_000;

/** An HTTP/1.1 server that is handed its sockets; requests go to the first route that takes them. */
export function createHttpServer(context: EmulatorContext, routes: readonly HttpRoute[]): Server {
  return createNodeServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    answer({ context, request, response, url: urlOf(request) }, routes).catch((error: unknown) => {
      fail(response, error);
    });
  });
}

async function answer(exchange: HttpExchange, routes: readonly HttpRoute[]): Promise<void> {
  if (!mayCall(exchange.request.headers.origin, exchange.context.allowOrigins)) return refusePage(exchange);
  for (const route of routes) if (await route(exchange)) return;
  const { request, response, url } = exchange;
  if (url.pathname === "/" && (request.method === "GET" || request.method === "HEAD")) {
    // Tools poll this to learn that the emulator is up.
    response.writeHead(200, { "content-type": "text/plain" }).end("Ok\n");
    return;
  }
  response.writeHead(404, { "content-type": "text/plain" }).end("Not Found\n");
}

/** Without a header that lets the page read it. */
function refusePage({ request, response }: HttpExchange): void {
  const { origin } = request.headers;
  const message = `Pages of ${origin} may not use this emulator: allow them with --allow-origin.`;
  const refusal = new StatusError(StatusCode.PERMISSION_DENIED, message);
  // What is still sent of the body is dropped.
  request.resume();
  response.writeHead(HTTP_STATUS[refusal.code], { "content-type": "application/json" });
  response.end(JSON.stringify(errorJson(refusal)));
}

function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? "/", "http://localhost");
  } catch {
    return new URL("http://localhost/");
  }
}

/** Routes answer their own errors; what they let through is a defect, and still not a crash. */
function fail(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  if (!response.headersSent) response.writeHead(error instanceof StatusError ? 400 : 500);
  response.end(JSON.stringify({ error: { code: 500, message, status: "INTERNAL" } }));
}
