import { randomUUID } from "node:crypto";
import type { ErrorBody } from "@livechat/contract";
import { Hono, type Context as HonoContext } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { isBusy } from "../store/conflict.ts";
import { checkOrigin, corsHeaders, preflight } from "./cors.ts";
import { withinDeadline } from "./deadline.ts";
import { CALLER, type Route, serve, TOLD } from "./endpoint.ts";
import { Throttle } from "./throttle.ts";

/** A document that is served as it is, to anyone. */
export interface Page {
  readonly path: string;
  readonly contentType: string;
  read(): string;
}

interface Variables {
  requestId: string;
  ctx: Context;
  /** Who calls, once that is known. */
  [CALLER]?: Record<string, string>;
  [TOLD]?: Record<string, string>;
}
type App = Hono<{ Variables: Variables }>;
type AppContext = HonoContext<{ Variables: Variables }>;

/** Visible ASCII: what an HTTP header and a line of a log can hold as it is. */
const REQUEST_ID = /^[!-~]{1,128}$/;

function requestIdOf(c: AppContext): string {
  const sent = c.req.header("x-request-id");
  return sent && REQUEST_ID.test(sent) ? sent : randomUUID();
}

/** 16 bytes in hexadecimal; whatever else a client sends is not logged. */
const TRACE_ID = /^[0-9a-f]{32}$/i;

/** Cloud Logging groups the lines of one request by this field. */
function traceOf(c: AppContext, projectId: string): Record<string, string> {
  const trace = c.req.header("x-cloud-trace-context")?.split("/", 1)[0] ?? "";
  return TRACE_ID.test(trace)
    ? { "logging.googleapis.com/trace": `projects/${projectId}/traces/${trace}` }
    : {};
}

function toChatError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  return isBusy(error)
    ? new ChatError("service_unavailable", "The database is busy. Try again.", {
        cause: error,
        retryAfterSeconds: 1,
      })
    : new ChatError("internal", "Something went wrong here. It has been logged under the request id.", {
        cause: error,
      });
}

function errorResponse(error: ChatError, requestId: string): Response {
  const { type, message, details, retryAfterSeconds, reason, params } = error;
  const more = { ...(details && { details }), ...(reason && { reason }), ...(params && { params }) };
  const body: ErrorBody = { error: { type, message, requestId, ...more } };
  const response = Response.json(body, { status: error.status });
  if (retryAfterSeconds !== undefined) {
    response.headers.set("Retry-After", String(Math.max(1, Math.ceil(retryAfterSeconds))));
  }
  if (error.status === 401) response.headers.set("WWW-Authenticate", "Bearer");
  return response;
}

/** Hono asks `onError` about errors only. */
function throwAsError(thrown: unknown): never {
  throw thrown instanceof Error
    ? thrown
    : new Error("Something other than an error was thrown.", { cause: thrown });
}

function answerError(error: unknown, c: AppContext): Response {
  const chatError = toChatError(error);
  if (chatError.status >= 500)
    c.var.ctx.log.error(chatError.message, { error: chatError.cause ?? chatError });
  return errorResponse(chatError, c.var.requestId);
}

/** Paths of the contract are `{param}`; the router's are `:param`. */
function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** A known path answers other methods with 405 and says which ones it has. */
function refuseMethod(c: HonoContext, methods: readonly string[]): Response {
  const refusal = new ChatError("method_not_allowed", `${c.req.method} is not a method of this path.`);
  const response = errorResponse(refusal, (c as AppContext).var.requestId);
  response.headers.set("Allow", methods.join(", "));
  return response;
}

function observe(app: App, ctx: Context): void {
  app.use(async (c, next) => {
    const started = performance.now();
    const requestId = requestIdOf(c);
    c.set("requestId", requestId);
    c.set("ctx", {
      ...ctx,
      requestId,
      log: ctx.log.with({ requestId, ...traceOf(c, ctx.config.projectId) }),
    });
    await next();
    c.res.headers.set("X-Request-Id", requestId);
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
    for (const [name, value] of Object.entries(c.get(TOLD) ?? {})) c.res.headers.set(name, value);
    c.res.headers.set("X-Content-Type-Options", "nosniff");
    const latencyMillis = Math.round(performance.now() - started);
    c.var.ctx.log.info(`${c.req.method} ${c.req.path} ${c.res.status}`, {
      status: c.res.status,
      latencyMillis,
      ...c.get(CALLER),
    });
  });
}

/** Answers preflights, refuses calls of foreign pages, and lets the configured origins, and no others, read the answers. */
function shareWithOrigins(app: App, routes: readonly Route[], ctx: Context): void {
  app.use(async (c, next) => {
    if (c.req.method === "OPTIONS") return preflight(c.req.raw, routes, ctx);
    await checkOrigin(c.req.raw, routes, ctx);
    await next();
    for (const [name, value] of await corsHeaders(c.req.raw, routes, ctx)) c.res.headers.set(name, value);
  });
}

/** Pages need nothing from elsewhere, so they may load nothing. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

function servePages(app: App, pages: readonly Page[]): void {
  for (const { path, contentType, read } of pages) {
    const headers = { "Content-Type": contentType, "Content-Security-Policy": PAGE_POLICY };
    app.get(path, () => new Response(read(), { headers }));
  }
}

/** The HTTP application: every route behind one wrapper, its pages, and JSON for everything else. */
export function createApp(routes: readonly Route[], ctx: Context, pages: readonly Page[] = []): App {
  const app: App = new Hono();
  observe(app, ctx);
  shareWithOrigins(app, routes, ctx);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  const throttle = new Throttle(ctx.config.limits, ctx.now);
  for (const entry of routes) {
    app.on(entry.endpoint.method, routerPath(entry.endpoint.path), (c) =>
      withinDeadline(serve(entry, c, { ctx: c.var.ctx, throttle })).catch(throwAsError),
    );
  }
  servePages(app, pages);
  app.notFound((c) => errorResponse(new ChatError("not_found", "No such path."), c.var.requestId));
  app.onError((error, c) => answerError(error, c));
  return app;
}
