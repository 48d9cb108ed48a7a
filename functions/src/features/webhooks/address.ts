import ipaddr from "ipaddr.js";
import type { Context } from "../../platform/context.ts";
import { ChatError } from "../../platform/error.ts";

const PORTS: ReadonlySet<string> = new Set(["", "443", "8443"]);

/** Where a request goes: the very address that was checked. */
export interface CheckedAddress {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}

/** Why an address is refused. */
export class BadAddress extends Error {
  override readonly name = "BadAddress";
}

/**
 * Whether an IP address is one of the public internet: neither private, loopback, link-local (where clouds keep their
 * metadata), shared, reserved nor multicast, nor an IPv6 form that leads to an IPv4 address (mapped, NAT64, 6to4, Teredo).
 * Source: IANA's special-purpose address registries, as ipaddr.js has them.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.parse(address).range() === "unicast";
}

/** `[::1]` and `host.` name the same as `::1` and `host`. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

function parse(text: string, privateHosts: readonly string[]): { url: URL; host: string; isExempt: boolean } {
  if (!URL.canParse(text)) throw new BadAddress("is not an address");
  const url = new URL(text);
  const host = hostOf(url);
  const isExempt = privateHosts.includes(host);
  if (url.username !== "" || url.password !== "")
    throw new BadAddress("must not hold a user name or password");
  if (url.hash !== "") throw new BadAddress("must not hold a fragment");
  if (url.protocol !== "https:" && !(isExempt && url.protocol === "http:"))
    throw new BadAddress("must begin with https://");
  if (!isExempt && !PORTS.has(url.port)) throw new BadAddress("must be on port 443 or 8443");
  return { url, host, isExempt };
}

/**
 * Checks where an address leads now, and says to which of its IP addresses to connect. All that a name has must be
 * public: who looks the name up again, a moment later, might get the other one. The URL parser has put decimal, octal and
 * hexadecimal spellings of an IP address into the usual form.
 * @throws BadAddress that says why not.
 */
export async function checkAddress(
  text: string,
  { config, lookup }: Pick<Context, "config" | "lookup">,
): Promise<CheckedAddress> {
  const { url, host, isExempt } = parse(text, config.webhookPrivateHosts);
  const addresses = ipaddr.isValid(host) ? [host] : await lookup(host);
  const [first] = addresses;
  if (first === undefined) throw new BadAddress("leads nowhere: its name is not known");
  if (!isExempt && !addresses.every(isPublic))
    throw new BadAddress("leads into a network that is not public");
  return { url, address: first, family: ipaddr.parse(first).kind() === "ipv6" ? 6 : 4 };
}

/** The same for what somebody has sent. @throws ChatError `validation`. */
export async function checkSentAddress(text: string, path: string, ctx: Context): Promise<void> {
  try {
    await checkAddress(text, ctx);
  } catch (error) {
    if (!(error instanceof BadAddress)) throw error;
    const details = [{ path, message: error.message }];
    throw new ChatError("validation", `${path}: ${error.message}`, { details });
  }
}
