import type { ServerResponse } from "node:http";
import { StatusCode, StatusError, toStatusError } from "../model/status.ts";
import type { HttpExchange, HttpRoute } from "../request/http-route.ts";
import { allowOrigin, answerPreflight } from "../rest/cors.ts";
import { HTTP_STATUS } from "../rest/http-status.ts";
import { readBody } from "../rest/read-body.ts";
import { BackChannel, frame } from "./back-channel.ts";
import { type ForwardBody, parseForwardBody, parseHeaderLines } from "./forward-body.ts";
import { WEBCHANNEL_LIMITS } from "./limits.ts";
import type { ChannelSession } from "./session.ts";
import type { ChannelSessions } from "./sessions.ts";
import type { ConnectStream } from "./streams.ts";

const CHANNEL_PATH = /^\/google\.firestore\.v1\.Firestore\/(Listen|Write)\/channel$/;

interface ChannelDeps {
  readonly sessions: ChannelSessions;
  /** Opens the stream that a new session carries. */
  readonly connect: ConnectStream;
}

type ChannelExchange = HttpExchange & ChannelDeps & { readonly rpc: "Listen" | "Write" };

/**
 * The server's side of WebChannel, as the Closure library's client speaks it (VER=8,
 * goog.labs.net.webChannel.WebChannelBase):
 *
 * - POST without SID: handshake; the first messages come along, the answer names the session;
 * - POST with SID: more messages, answered with the state of the back channel;
 * - GET with TYPE=xmlhttp: the back channel, streaming (CI=0) or one answer a request (CI=1); AID acknowledges;
 * - TYPE=terminate: the client leaves.
 */
export function channelRoute(channel: ChannelDeps): HttpRoute {
  return (exchange) => {
    const match = CHANNEL_PATH.exec(exchange.url.pathname);
    if (match === null) return false;
    if (answerPreflight(exchange.request, exchange.response)) return true;
    return answer({ ...exchange, ...channel, rpc: match[1] as "Listen" | "Write" });
  };
}

async function answer(exchange: ChannelExchange): Promise<boolean> {
  const { request, response } = exchange;
  allowOrigin(request, response);
  response.setHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  try {
    await dispatch(exchange);
  } catch (error) {
    refuse(response, toStatusError(error));
  }
  return true;
}

async function dispatch(exchange: ChannelExchange): Promise<void> {
  const { searchParams } = exchange.url;
  const sid = searchParams.get("SID");
  if (sid === null || sid === "" || sid === "null") return openSession(exchange);
  const session = exchange.sessions.find(sid);
  if (searchParams.get("TYPE") === "terminate") {
    session?.end();
    exchange.response.end();
    return;
  }
  // The client knows a lost session by these two words.
  if (session === undefined) throw new StatusError(StatusCode.INVALID_ARGUMENT, "Unknown SID");
  if (exchange.request.method === "GET") openBackChannel(exchange, session);
  else await takeMessages(exchange, session);
}

async function openSession(exchange: ChannelExchange): Promise<void> {
  const { request, response, url } = exchange;
  const fast = url.searchParams.get("$req");
  if (fast === null && request.method !== "POST") {
    throw new StatusError(StatusCode.INVALID_ARGUMENT, "A new channel needs a POST.");
  }
  const body = parseForwardBody(fast ?? (await readBody(request, WEBCHANNEL_LIMITS.MAX_BODY_BYTES)));
  const headers = openingHeaders(exchange, body);
  const session = exchange.sessions.open();
  response.setHeader("X-HTTP-Session-Id", session.id);
  const hello = session.handshake();
  if (fast === null) {
    response.end(frame(hello));
  } else {
    response.setHeader("X-HTTP-Initial-Response", hello);
    attach(exchange, session, 0);
  }
  session.start(exchange.connect(exchange, { headers, rpc: exchange.rpc, session }));
  session.receive(body.messages);
}

/** Headers of the stream: those of the request, `$httpHeaders` in the address, `headers` in the body. */
function openingHeaders({ request, url }: ChannelExchange, body: ForwardBody): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const overwritten = parseHeaderLines(url.searchParams.get("$httpHeaders") ?? "");
  for (const [name, value] of [...overwritten, ...body.headers]) headers.set(name, value);
  return headers;
}

async function takeMessages(exchange: ChannelExchange, session: ChannelSession): Promise<void> {
  const { request, response, url } = exchange;
  const body = parseForwardBody(await readBody(request, WEBCHANNEL_LIMITS.MAX_BODY_BYTES));
  session.acknowledge(arrayId(url.searchParams.get("AID")));
  session.receive(body.messages);
  response.end(frame(session.status()));
}

function openBackChannel(exchange: ChannelExchange, session: ChannelSession): void {
  attach(exchange, session, arrayId(exchange.url.searchParams.get("AID")));
}

function attach(exchange: ChannelExchange, session: ChannelSession, acknowledged: number): void {
  const { request, response, url, sessions } = exchange;
  const wanted = Number(url.searchParams.get("TO") ?? Number.NaN);
  const pollMs =
    wanted > 0 ? Math.min(wanted, WEBCHANNEL_LIMITS.LONG_POLL_MS) : WEBCHANNEL_LIMITS.LONG_POLL_MS;
  const streaming = url.searchParams.get("CI") !== "1";
  const back = new BackChannel(response, { streaming, pollMs, onSilence: () => session.push('["noop"]') });
  const browser = `${request.socket.remoteAddress} ${request.headers["user-agent"]}`;
  back.onClose(sessions.connections.open(browser, () => session.yieldBackChannel()));
  session.attach(back, acknowledged);
}

function arrayId(text: string | null): number {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : -1;
}

function refuse(response: ServerResponse, error: StatusError): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(HTTP_STATUS[error.code], { Connection: "close" });
  response.end(`Error: ${error.message}`);
}
