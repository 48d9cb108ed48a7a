/** What one of these names is this machine, in a browser. */
const LOOPBACK = /^(?:localhost|[^.].*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** `*` in the list lets every page call. */
const ANY = "*";

function isLoopback(origin: string): boolean {
  try {
    const { protocol, hostname } = new URL(origin);
    return (protocol === "http:" || protocol === "https:") && LOOPBACK.test(hostname);
  } catch {
    return false;
  }
}

/**
 * Whether a request may be answered, by its `Origin`. A browser sends one with whatever a page may read or change, and
 * anybody's page can reach this machine's ports: only pages that this machine serves are let in, and those that are
 * named. Without the header it is a tool or a server, which asks for nothing that it could not do itself.
 * @param allowed origins besides those of this machine, as `https://shop.test`, or `*`
 */
export function mayCall(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || isLoopback(origin) || allowed.includes(ANY) || allowed.includes(origin);
}
