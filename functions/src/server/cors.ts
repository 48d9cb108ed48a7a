import { type Endpoint, isAllowedOrigin } from "@livechat/contract";
import type { Context } from "../platform/context.ts";
import { forbidden } from "../platform/error.ts";
import { allowedDomains } from "../store/widgets.ts";
import type { Route } from "./endpoint.ts";

const PREFLIGHT_SECONDS = 7_200;
const REQUEST_HEADERS = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id";
const EXPOSED_HEADERS =
  "Date, X-Request-Id, Retry-After, ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Deprecation, Sunset";

interface Place {
  readonly endpoint: Endpoint;
  readonly parts: readonly string[];
}

/** Every call is looked up here: endpoints by what all their paths say, `/v1/<resource>`, and by how long they are. */
const places = new WeakMap<readonly Route[], Map<string, Place[]>>();

const placeKey = (parts: readonly string[]): string => `${parts.length} ${parts[1]} ${parts[2]}`;

function placesOf(routes: readonly Route[]): Map<string, Place[]> {
  const known = places.get(routes);
  if (known) return known;
  const made = new Map<string, Place[]>();
  for (const { endpoint } of routes) {
    const parts = endpoint.path.split("/");
    made.set(placeKey(parts), [...(made.get(placeKey(parts)) ?? []), { endpoint, parts }]);
  }
  places.set(routes, made);
  return made;
}

function endpointsAt(request: Request, routes: readonly Route[]): Endpoint[] {
  const given = new URL(request.url).pathname.split("/");
  const near = placesOf(routes).get(placeKey(given)) ?? [];
  const fits = ({ parts }: Place) => parts.every((part, i) => part.startsWith("{") || part === given[i]);
  return near.filter(fits).map(({ endpoint }) => endpoint);
}

const parametersIn = ({ path }: Endpoint): number => path.split("{").length;

/**
 * Who may ask is said by the endpoint: another method of the same path may be for the console alone, and so may a path of
 * its own, `/export`, where visitors may call `/{id}`.
 */
function withMethod(endpoints: readonly Endpoint[], method: string | null): Endpoint[] {
  const asked = method === "HEAD" ? "GET" : method;
  const found = endpoints.filter((endpoint) => endpoint.method === asked);
  const fewest = Math.min(...found.map(parametersIn));
  return found.filter((endpoint) => parametersIn(endpoint) === fewest);
}

/** An API key is for servers: no page may read what it is answered, so that none is tempted to hold one. */
function isFromServer(request: Request): boolean {
  return /^Bearer +lc_/i.test(request.headers.get("authorization") ?? "");
}

/** The environment's lists hold without a read; those of the widgets are asked for last. */
async function allowedOrigin(
  request: Request,
  endpoints: readonly Endpoint[],
  ctx: Context,
): Promise<string | null> {
  const origin = request.headers.get("origin");
  if (!origin || isFromServer(request)) return null;
  const { consoleOrigins, widgetOrigins } = ctx.config;
  if (isAllowedOrigin(origin, consoleOrigins)) return origin;
  if (!endpoints.some(({ audience }) => audience === "visitors")) return null;
  if (isAllowedOrigin(origin, widgetOrigins)) return origin;
  return isAllowedOrigin(origin, await allowedDomains(ctx)) ? origin : null;
}

function isHost(host: string | null, origin: URL): boolean {
  return host !== null && host.toLowerCase() === origin.host;
}

/** A page that this project's Hosting, or the function itself, has served: no page can make its browser say otherwise. */
function isOwnPage(request: Request, origin: string, { projectId }: Context["config"]): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  const isHosting = [`${projectId}.web.app`, `${projectId}.firebaseapp.com`].includes(page.host);
  const forwarded = request.headers.get("x-forwarded-host")?.split(",", 1)[0]?.trim() ?? null;
  return isHosting || isHost(forwarded, page) || isHost(new URL(request.url).host, page);
}

/**
 * Refuses calls of pages that are not listed. Without this they could still call, for a browser asks beforehand only
 * about calls that a form could not have sent, and keeps no more than the answer from the page.
 * @throws ChatError `authorization`
 */
export async function checkOrigin(request: Request, routes: readonly Route[], ctx: Context): Promise<void> {
  const origin = request.headers.get("origin");
  if (!origin) return;
  const endpoints = withMethod(endpointsAt(request, routes), request.method);
  if (endpoints.length === 0 || isOwnPage(request, origin, ctx.config)) return;
  if ((await allowedOrigin(request, endpoints, ctx)) === null) {
    throw forbidden("Pages of this origin may not call. Add it to the widget's domains or to the settings.");
  }
}

/** The headers that let a browser page of an allowed origin read an answer. Tokens go in a header: no credentials mode. */
export async function corsHeaders(
  request: Request,
  routes: readonly Route[],
  ctx: Context,
): Promise<[string, string][]> {
  const shared: [string, string][] = [["Vary", "Origin"]];
  if (!request.headers.has("origin")) return shared;
  const origin = await allowedOrigin(request, withMethod(endpointsAt(request, routes), request.method), ctx);
  if (!origin) return shared;
  return [
    ...shared,
    ["Access-Control-Allow-Origin", origin],
    ["Access-Control-Expose-Headers", EXPOSED_HEADERS],
  ];
}

/** Answers a preflight: 204, with the permission only for an allowed origin and the methods of that path. */
export async function preflight(request: Request, routes: readonly Route[], ctx: Context): Promise<Response> {
  const endpoints = endpointsAt(request, routes);
  const asked = withMethod(endpoints, request.headers.get("access-control-request-method"));
  const origin = await allowedOrigin(request, asked, ctx);
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
