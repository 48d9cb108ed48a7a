import { isIP } from "node:net";
import type { HttpBindings } from "@hono/node-server";
import type { Context as HonoContext } from "hono";
import type { AddressSource } from "../platform/config.ts";

/** Where a call comes from, as far as it can be told. Both are normalised; "unknown" stands for what is not told. */
export interface ClientAddress {
  /** The client's own address, which behind Hosting a client may have made up. */
  readonly claimed: string;
  /** Who connected to Google's front end: the client, or a node of Hosting's network. Nobody chooses this one. */
  readonly hop: string;
}

/** The eight groups of an IPv6 address, as the URL standard writes them out. */
function groupsOf(address: string): string[] {
  const compact = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = compact.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after];
}

/** `::ffff:a.b.c.d`, by which an IPv4 client is seen on a socket that speaks both. */
function mappedIPv4(groups: readonly string[]): string | null {
  const isMapped = groups.slice(0, 5).every((group) => group === "0") && groups[5] === "ffff";
  if (!isMapped) return null;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
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
