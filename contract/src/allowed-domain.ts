/**
 * Whether a page's origin is one of a list. An entry is a host (`example.com`), may begin with `*.` for every subdomain and end with a port or `:*`, or is an origin with its scheme. `*` is every origin.
 * @param origin as the browser sends it: scheme, host and port
 */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  const page = parseOrigin(origin);
  return page !== null && allowed.some((entry) => isOriginOf(page, entry));
}

interface Origin {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
}

const ORIGIN = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[0-9a-f:.]+\]|[^:/?#@]+)(?::(\d+|\*))?$/;
const WEB = ["http", "https"];
const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

function parseOrigin(text: string): Origin | null {
  const [, scheme = "", host = "", port = ""] = ORIGIN.exec(text.toLowerCase()) ?? [];
  return host === "" ? null : { scheme, host, port };
}

function isHostOf(host: string, pattern: string): boolean {
  return pattern.startsWith("*.")
    ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length
    : host === pattern;
}

function isOriginOf(page: Origin, entry: string): boolean {
  if (entry === "*") return true;
  const wanted = parseOrigin(entry);
  if (!wanted) return false;
  const isPort = wanted.port === "*" || wanted.port === page.port;
  const isScheme = wanted.scheme === "" ? WEB.includes(page.scheme) : wanted.scheme === page.scheme;
  return isPort && isScheme && isHostOf(page.host, wanted.host);
}

/** What an admin may list: see `isAllowedOrigin`. Paths, user names and stars in other places are refused. */
export function isDomainEntry(entry: string): boolean {
  if (entry === "*") return true;
  const wanted = parseOrigin(entry);
  if (!wanted || !["", ...WEB].includes(wanted.scheme)) return false;
  const host = wanted.host.startsWith("*.") ? wanted.host.slice(2) : wanted.host;
  return LOCAL.includes(host) || /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(host);
}
