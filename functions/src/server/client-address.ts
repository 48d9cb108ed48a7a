import { isIP } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";
import type { AddressSource } from "../platform/config.ts";
import { groupsOf, mappedIPv4 } from "../platform/ip-address.ts";

/** Where a call comes from, as far as it can be told. Both are normalised; "unknown" stands for what is not told. */
export interface ClientAddress {
  /** The client's own address, which behind Hosting a client may have made up. */
  readonly claimed: string;
  /** Who connected to Google's front end: the client, or a node of Hosting's network. Nobody chooses this one. */
  readonly hop: string;
}

/**
 * One spelling for what one customer of a network holds: an IPv4 address, or the /64 of an IPv6 address, of which every
 * household has 2^64. null: it is not an address.
 */
export function normalizeAddress(text: string | undefined): string | null {
  const address =
    text
      ?.trim()
      .replace(/^\[|\]$/g, "")
      .replace(/%.*$/, "") ?? "";
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const groups = groupsOf(address);
  return mappedIPv4(groups) ?? `${groups.slice(0, 4).join(":")}::/64`;
}

function lastForwarded(c: HonoContext): string | undefined {
  return c.req.header("x-forwarded-for")?.split(",").at(-1);
}

function peer(c: HonoContext): string | undefined {
  const env = c.env as Partial<HttpBindings> | undefined;
  return env?.incoming?.socket.remoteAddress;
}

/** Where a call comes from, for counting. */
export function clientAddress(c: HonoContext, source: AddressSource): ClientAddress {
  const hop = normalizeAddress(source === "socket" ? peer(c) : lastForwarded(c)) ?? "unknown";
  const claimed = source === "hosting" ? normalizeAddress(c.req.header("fastly-client-ip")) : null;
  return { claimed: claimed ?? hop, hop };
}
