import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";
import type { AddressSource } from "../platform/config.ts";

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
