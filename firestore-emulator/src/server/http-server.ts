import {
  createServer as createNodeServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { StatusError } from "../model/status.ts";
import type { EmulatorContext } from "../request/context.ts";
import type { HttpExchange, HttpRoute } from "../request/http-route.ts";

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
  for (const route of routes) if (await route(exchange)) return;
  const { request, response, url } = exchange;
  if (url.pathname === "/" && (request.method === "GET" || request.method === "HEAD")) {
    // Tools poll this to learn that the emulator is up.
    response.writeHead(200, { "content-type": "text/plain" }).end("Ok\n");
    return;
  }
  response.writeHead(404, { "content-type": "text/plain" }).end("Not Found\n");
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
