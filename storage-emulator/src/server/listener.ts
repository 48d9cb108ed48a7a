import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { ConnectionCut } from "../control/faults.ts";
import type { Call } from "./call.ts";
import type { EmulatorContext } from "./context.ts";
import { type Access, type Route, routes } from "./routes.ts";
import { errorJson, errorXml, StorageError } from "./storage-error.ts";
import { mayCall } from "./web-origins.ts";

/** Answers every request: finds its route, asks for what the route wants, turns errors into Google's shapes. */
export function createListener(context: EmulatorContext, log: (message: string) => void): RequestListener {
  return (request, response) => {
    answer(context, request, response).catch((error: unknown) => log(String(error)));
  };
}

async function answer(
  context: EmulatorContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = "/", search = ""] = splitOnce(request.url ?? "/", "?");
  const query = new URLSearchParams(search);
  const route = findRoute(request.method ?? "", path);
  const access: Access = route?.route.access ?? (path.startsWith("/storage/") ? "json" : "xml");
  const call: Call = { request, response, path, query, params: [] };
  try {
    strikeUnavailable(context, access);
    if (route === null) throw new StorageError(404, "notFound", "Not Found");
    requireOrigin(context, request, access);
    requireToken(context, request, access);
    await route.route.handler(context, { ...call, params: route.groups.map(decode) });
  } catch (error) {
    // A broken connection has nobody to answer; the handlers have put away what came.
    if (error instanceof ConnectionCut || response.destroyed || response.headersSent) {
      return void response.destroy();
    }
    sendError(call, access, error);
  }
}

function findRoute(method: string, path: string): { route: Route; groups: string[] } | null {
  for (const route of routes) {
    const match = route.methods.includes(method) ? route.pattern.exec(path) : null;
    if (match !== null) return { route, groups: match.slice(1) };
  }
  return null;
}

function strikeUnavailable({ faults }: EmulatorContext, access: Access): void {
  if (access === "open" || faults.unavailable === 0) return;
  faults.unavailable -= 1;
  throw new StorageError(503, "backendError", "Backend Error");
}

/** Where the address is the permission, the session's or the bucket's CORS settings say whose pages read answers. */
function requireOrigin({ allowOrigins }: EmulatorContext, request: IncomingMessage, access: Access): void {
  if (access !== "json" || mayCall(request.headers.origin, allowOrigins)) return;
  throw new StorageError(403, "forbidden", `Pages of ${request.headers.origin} may not use this emulator.`);
}

function requireToken({ accessToken }: EmulatorContext, request: IncomingMessage, access: Access): void {
  if ((access !== "json" && access !== "upload") || accessToken === null) return;
  if (request.headers.authorization === `Bearer ${accessToken}`) return;
  throw new StorageError(401, "required", "Anonymous caller does not have access to this resource.");
}

function sendError({ request, response }: Call, access: Access, thrown: unknown): void {
  const error =
    thrown instanceof StorageError ? thrown : new StorageError(500, "backendError", `Unexpected: ${thrown}`);
  const isXml = access === "xml";
  const text = isXml ? errorXml(error) : JSON.stringify(errorJson(error));
  response.writeHead(error.status, {
    "Content-Type": isXml ? "application/xml; charset=UTF-8" : "application/json; charset=UTF-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(request.method === "HEAD" ? undefined : text);
  // The rest of a refused body is read and dropped: the client, still sending, then reads the answer.
  request.removeAllListeners("readable");
  request.resume();
}

function splitOnce(text: string, mark: string): [string, string] {
  const index = text.indexOf(mark);
  return index === -1 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StorageError(400, "invalid", "Malformed percent-encoding in the path.");
  }
}
