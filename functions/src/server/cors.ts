import type { Endpoint } from "@livechat/contract";
import type { Config } from "../platform/config.ts";
import type { Route } from "./endpoint.ts";

const PREFLIGHT_SECONDS = 7_200;
const REQUEST_HEADERS = "Authorization, Content-Type, X-Request-Id";
const EXPOSED_HEADERS = "X-Request-Id, Retry-After";

function matches(path: string, pathname: string): boolean {
  const wanted = path.split("/");
  const given = pathname.split("/");
  return (
    wanted.length === given.length && wanted.every((part, i) => part.startsWith("{") || part === given[i])
  );
}

function routesAt(request: Request, routes: readonly Route[]): Endpoint[] {
  const { pathname } = new URL(request.url);
  return routes.map(({ endpoint }) => endpoint).filter((endpoint) => matches(endpoint.path, pathname));
}

/** `*` stands for every origin, `http://localhost:*` for every port there. */
function isListed(origin: string, listed: readonly string[]): boolean {
  const everyPort = `${origin.replace(/:\d+$/, "")}:*`;
  return listed.includes("*") || listed.includes(origin) || listed.includes(everyPort);
}

function allowedOrigin(request: Request, endpoints: readonly Endpoint[], config: Config): string | null {
  const origin = request.headers.get("origin");
  if (!origin) return null;
  const allowed = endpoints.some(({ audience }) => audience === "visitors")
    ? [...config.consoleOrigins, ...config.widgetOrigins]
    : config.consoleOrigins;
  return isListed(origin, allowed) ? origin : null;
}

/** The headers that let a browser page of an allowed origin read an answer. Tokens go in a header: no credentials mode. */
export function corsHeaders(request: Request, routes: readonly Route[], config: Config): [string, string][] {
  const origin = allowedOrigin(request, routesAt(request, routes), config);
  const shared: [string, string][] = [["Vary", "Origin"]];
  if (!origin) return shared;
  return [
    ...shared,
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Expose-Headers", EXPOSED_HEADERS],
  ];
}

/** Answers a preflight: 204, with the permission only for an allowed origin and the methods of that path. */
export function preflight(request: Request, routes: readonly Route[], config: Config): Response {
  const endpoints = routesAt(request, routes);
  const origin = allowedOrigin(request, endpoints, config);
  const headers = new Headers({
    Vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
  });
  if (origin) {
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Access-Control-Allow-Methods", endpoints.map(({ method }) => method).join(", "));
    headers.set("Access-Control-Allow-Headers", REQUEST_HEADERS);
    headers.set("Access-Control-Max-Age", String(PREFLIGHT_SECONDS));
  }
  return new Response(null, { status: 204, headers });
}
