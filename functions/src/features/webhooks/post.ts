import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { CheckedAddress } from "./address.ts";

const TIME_LIMIT_MILLIS = 15_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** What came back. `status` is null when nothing did. */
export interface Answered {
  readonly status: number | null;
  readonly error: string | null;
  readonly text: string;
  readonly retryAfter: string | null;
}

const nothing = (error: string): Answered => ({ status: null, error, text: "", retryAfter: null });

/** The beginning of the answer's body; the rest is not waited for. */
async function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes >= MAX_RESPONSE_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString("utf8");
}

/**
 * Sends a body once, to the address that was checked and to no other: no second lookup, no redirect, no proxy. Everything
 * together takes 15 seconds at most. Never throws: what goes wrong is the answer.
 */
export function post(
  { url, address, family }: CheckedAddress,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<Answered> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(TIME_LIMIT_MILLIS);
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: false,
      signal,
      lookup: (_host, { all }, done) =>
        all ? done(null, [{ address, family }]) : done(null, address, family),
      headers: {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "User-Agent": "livechat-webhooks/1",
        ...headers,
      },
    });
    const fail = (error: Error) =>
      resolve(nothing(signal.aborted ? "No answer within 15 seconds." : error.message));
    request.on("error", fail);
    request.on("response", (response) => {
      const { statusCode: status = null, headers: got } = response;
      const retryAfter = got["retry-after"] ?? null;
      readStart(response)
        .then((text) => resolve({ status, error: null, text, retryAfter }), fail)
        .finally(() => request.destroy());
    });
    request.end(body);
  });
}
