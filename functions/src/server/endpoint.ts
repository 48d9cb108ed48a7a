import { createHash } from "node:crypto";
import { type Endpoint, endpointList, takesVersion, tellsVersion } from "@livechat/contract";
import type { Context as HonoContext } from "hono";
import type { z } from "zod";
import { authenticate, type CallerOf } from "../auth/authenticate.ts";
import { checkAddressNotBanned } from "../auth/banned.ts";
import type { AgentCaller, Caller } from "../auth/caller.ts";
import { recheck } from "../auth/recheck.ts";
import { refuseIfUsedUp, takeSession } from "../auth/session-limit.ts";
import type { Context } from "../platform/context.ts";
import { ChatError } from "../platform/error.ts";
import { etagOf, Precondition } from "../store/precondition.ts";
import { readBody } from "./body.ts";
import { type ClientAddress, clientAddress } from "./client-address.ts";
import { clientCountry } from "./client-country.ts";
import { parseStrictly } from "./parse.ts";
import { repeatableCall } from "./repeat.ts";
import type { Throttle } from "./throttle.ts";
import { deprecationHeaders, rateLimitHeaders } from "./told-headers.ts";

/** Where the wrapper keeps headers that every answer of the call gets, errors too. */
export const TOLD = "told";

/** Where the wrapper keeps who calls, for the log's line of the call. */
export const CALLER = "caller";

/** What a handler gets: parsed, checked, with a caller that may call. */
export interface Call<E extends Endpoint> {
  readonly params: z.output<E["params"]>;
  readonly query: z.output<E["query"]>;
  readonly body: z.output<E["body"]>;
  readonly caller: CallerOf<E["access"]>;
  /** The address of the client, as the platform's front end saw it. */
  readonly address: string;
  /** Rejected when this address starts too many sessions: to be awaited before anything is stored. */
  readonly admitted: Promise<void>;
  /** The page's origin, when a page calls from a browser. */
  readonly origin: string | null;
  readonly userAgent: string | null;
  /** What was sent as a bearer token to a public call, where it is not verified. */
  readonly bearer: string | undefined;
}

/** An answer with another status than the endpoint's usual one. */
export class Reply<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    /** With a `Cache-Control` of its own the answer may be kept, and gets an `ETag`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same with more headers. */
  with(headers: Readonly<Record<string, string>>): Reply<T> {
    return new Reply(this.status, this.body, { ...this.headers, ...headers });
  }
}

export type Handler<E extends Endpoint> = (
  call: Call<E>,
  ctx: Context,
) => Promise<z.input<E["response"]> | Reply<z.input<E["response"]>>>;

/** A call whose caller is being looked up: to be awaited before anything is stored or told. */
export type EarlyCall<E extends Endpoint> = Omit<Call<E>, "caller"> & {
  readonly identified: Promise<CallerOf<E["access"]>>;
};

/** As `Handler`. Its context names no actor: it changes nothing of the configuration. */
export type EarlyHandler<E extends Endpoint> = (call: EarlyCall<E>, ctx: Context) => ReturnType<Handler<E>>;

/** The `ETag` of a resource that is edited. */
function versionOf(endpoint: Endpoint, body: unknown): { ETag?: string } {
  const isTold = tellsVersion(endpoint, endpointList) && body !== null && typeof body === "object";
  return isTold ? { ETag: etagOf(body) } : {};
}

function preconditionOf(endpoint: Endpoint, ifMatch: string | undefined, params: unknown) {
  if (ifMatch === undefined || !takesVersion(endpoint, endpointList)) return undefined;
  const { id = null } = params as { id?: string };
  return new Precondition(
    ifMatch.split(",").map((tag) => tag.trim()),
    id,
  );
}

/** One endpoint with the function that serves it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly handle: (call: never, ctx: Context) => Promise<unknown>;
  /** Whether the handler begins while the caller is looked up. */
  readonly isEarly?: boolean;
}

/** Joins an endpoint of the contract to its handler. Authentication is on unless the contract says `public`. */
export function route<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  return { endpoint, handle };
}

/**
 * The same for a handler that reads what it needs while the caller is looked up: one round trip less. Whoever is
 * refused is answered as by `route`, whatever the handler has come to; it may have read something, but told nothing.
 */
export function earlyRoute<E extends Endpoint>(endpoint: E, handle: EarlyHandler<E>): Route {
  return { endpoint, handle, isEarly: true };
}

function queryOf(c: HonoContext): Record<string, string> {
  // A map, because a plain object has keys of its own, such as __proto__.
  const query = new Map<string, string>();
  for (const [name, value] of new URL(c.req.url).searchParams) {
    if (query.has(name)) {
      throw new ChatError("validation", "A query parameter is given twice.", {
        details: [{ path: name, message: "must be given once" }],
      });
    }
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

/** Answers with a body, or, when the caller has that very body already, without one. */
function answer(c: HonoContext, endpoint: Endpoint, { status, body, headers }: Reply<unknown>): Response {
  if (status === 204 || status === 302) return new Response(null, { status, headers });
  // Written while it is read, and so not checked here: whoever makes it answers for its shape.
  if (body instanceof ReadableStream) return new Response(body, { status, headers });
  const parsed = endpoint.response.parse(body);
  if (endpoint.contentTypes) return new Response(String(parsed), { status, headers });
  const json = JSON.stringify(parsed);
  const sent = { "Content-Type": "application/json", ...headers };
  if (!("Cache-Control" in headers)) return new Response(json, { status, headers: sent });
  const etag = `"${createHash("sha256").update(json).digest("base64url")}"`;
  const known = c.req.header("if-none-match")?.split(",") ?? [];
  if (known.some((tag) => tag.trim().replace(/^W\//, "") === etag)) {
    return new Response(null, { status: 304, headers: { ...headers, ETag: etag } });
  }
  return new Response(json, { status, headers: { ...sent, ETag: etag } });
}

/** Changes of the configuration are made in the caller's name, and only while the caller still may. */
function contextOf(caller: AgentCaller, ctx: Context): Context {
  return {
    ...ctx,
    actor: caller.apiKey ? { type: "apiKey", id: caller.apiKey.id } : { type: "agent", id: caller.id },
    recheck: (tx) => recheck(caller, tx, ctx),
  };
}

interface Asked {
  readonly ctx: Context;
  readonly throttle: Throttle;
  readonly address: ClientAddress;
}

/** Who calls, counted as such. The log's line of the call names them by kind and id. */
async function identify(
  endpoint: Endpoint,
  c: HonoContext,
  { ctx, throttle, address }: Asked,
): Promise<Caller | null> {
  try {
    const caller = await authenticate(endpoint, c.req.header("authorization"), ctx);
    if (caller) c.set(CALLER, { callerKind: caller.kind, callerId: caller.id });
    try {
      throttle.count(endpoint, caller);
    } finally {
      const limits = rateLimitHeaders(throttle.quotaOf(caller, address));
      c.set(TOLD, { ...limits, ...deprecationHeaders(endpoint.deprecation) });
    }
    return caller;
  } catch (error) {
    if (error instanceof ChatError && error.type === "authentication") throttle.countRefused(address);
    throw error;
  }
}

/** Whether a visitor without a session may call, and gets one. */
function startsSession({ access, audience, method, limit }: Endpoint): boolean {
  return access === "public" && audience === "visitors" && method === "POST" && limit !== "counters";
}

/** A banned address is told so before it is counted, and one that is known to have used up its minute before either. */
async function takeIfAllowed(endpoint: Endpoint, address: string, ctx: Context): Promise<void> {
  if (endpoint.limit === "sessions") refuseIfUsedUp(address, ctx);
  if (startsSession(endpoint)) await checkAddressNotBanned(address, ctx);
  if (endpoint.limit === "sessions") await takeSession(address, ctx);
}

/** Counts a call that starts a session, and asks whether its address is banned, while it is read. */
function admit(endpoint: Endpoint, { claimed }: ClientAddress, ctx: Context): Promise<void> {
  const admitted = takeIfAllowed(endpoint, claimed, ctx);
  // Whoever awaits it is told; a call that fails before that has nothing to do with it.
  admitted.catch(() => undefined);
  return admitted;
}

/**
 * Nothing of a call goes on after its answer: an instance may be frozen by then. What is refused is counted like anything
 * else, and who may not call is told that before anything else.
 */
async function afterAll<T>(others: readonly Promise<unknown>[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    for (const other of others) await other;
    throw error;
  }
}

interface Received {
  readonly call: { readonly params: unknown; readonly query: unknown; readonly body: unknown };
  readonly caller: Caller | null;
  readonly identified: Promise<Caller | null>;
  readonly ctx: Context;
}

/** What the headers `Idempotency-Key` and `If-Match` ask of the call: to do it once, and only to what was read. */
async function onceAndUnchanged(
  endpoint: Endpoint,
  c: HonoContext,
  { call: { params, query, body }, caller, identified, ctx }: Received,
) {
  const header = c.req.header("idempotency-key");
  // A key is its sender's: who that is must be known, also where the handler need not wait for it.
  const sender = header === undefined ? caller : await identified;
  const repeatable = repeatableCall(endpoint, { header, caller: sender, sent: { params, query, body } }, ctx);
  const precondition = preconditionOf(endpoint, c.req.header("if-match"), params);
  return { ...(repeatable && { repeatable }), ...(precondition && { precondition }) };
}

/** Runs one call: who calls, what was sent, the handler, and the answer cut to what the contract shows. */
export async function serve(
  { endpoint, handle, isEarly }: Route,
  c: HonoContext,
  { ctx, throttle }: { ctx: Context; throttle: Throttle },
): Promise<Response> {
  const address = clientAddress(c, ctx.config.clientAddress);
  throttle.countAddress(endpoint, address);
  const identified = identify(endpoint, c, { ctx, throttle, address });
  identified.catch(() => undefined);
  const caller = isEarly ? null : await identified;
  const admitted = admit(endpoint, address, ctx);
  // An address that is known to be refused costs nothing more, not even its body.
  await Promise.race([admitted, null]);
  const country = clientCountry((name) => c.req.header(name));
  const here = {
    ...ctx,
    clientAddress: address.claimed,
    ...(country !== null && { clientCountry: country }),
  };
  const result = await afterAll([identified, admitted], async () => {
    const call = {
      params: parseStrictly(endpoint.params, c.req.param(), "path"),
      query: parseStrictly(endpoint.query, queryOf(c), "query"),
      body: parseStrictly(endpoint.body, await readBody(c, endpoint.method), "body"),
      ...(isEarly ? { identified } : { caller }),
      address: address.claimed,
      admitted,
      origin: c.req.header("origin") ?? null,
      userAgent: c.req.header("user-agent") ?? null,
      bearer: /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1],
    };
    const asked = await onceAndUnchanged(endpoint, c, { call, caller, identified, ctx });
    const within = { ...here, ...asked };
    const given = await handle(call as never, caller?.kind === "agent" ? contextOf(caller, within) : within);
    const reply = given instanceof Reply ? given : new Reply(endpoint.statuses[0], given);
    const replayed = asked.repeatable?.isReplayed ? { "Idempotency-Replayed": "true" } : {};
    return reply.with({ ...replayed, ...versionOf(endpoint, reply.body) });
  });
  return answer(c, endpoint, result);
}
