import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";

/**
 * Where the client's address is found.
 * - `hosting`: in the header that Firebase Hosting's CDN sets; without it, as `function`
 * - `function`: the last entry of X-Forwarded-For, which Google's front end appends; earlier ones are the client's claim
 * - `socket`: the connection's own peer, where nothing stands in front
 * Source: https://cloud.google.com/functions/docs/reference/headers
 */
export type AddressSource = "hosting" | "function" | "socket";

const MAX_ADDRESS_CHARS = 100;

function lastForwarded(c: HonoContext): string | undefined {
  return c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
}

function peer(c: HonoContext): string | undefined {
  const env = c.env as Partial<HttpBindings> | undefined;
  return env?.incoming?.socket.remoteAddress;
}

/** The address of the client, for counting its calls; "unknown" for all those whose address is not told. */
export function clientAddress(c: HonoContext, source: AddressSource): string {
  const address =
    source === "socket"
      ? peer(c)
      : (source === "hosting" && c.req.header("fastly-client-ip")?.trim()) || lastForwarded(c);
  return address ? address.slice(0, MAX_ADDRESS_CHARS) : "unknown";
}
