/**
 * Headers in which a front end tells the country of the address that calls, the first that is there counts: Firebase
 * Hosting, App Engine's front end, Cloudflare and CloudFront. Nobody else is asked.
 */
const HEADERS = [
  "x-country-code",
  "x-appengine-country",
  "cf-ipcountry",
  "cloudfront-viewer-country",
] as const;

/** Codes that stand for no country: unknown, and anonymous networks. */
const NOWHERE: ReadonlySet<string> = new Set(["XX", "ZZ", "T1", "A1", "A2"]);

/**
 * The country of a call, in two capital letters (ISO 3166-1); null where nothing tells it. Without a front end that sets
 * the header a client may make it up: it is shown to people, and nothing is decided by it.
 */
export function clientCountry(header: (name: string) => string | undefined): string | null {
  const told = HEADERS.map(header).find((value) => value !== undefined && value !== "");
  const code = told?.trim().toUpperCase() ?? "";
  return /^[A-Z]{2}$/.test(code) && !NOWHERE.has(code) ? code : null;
}
