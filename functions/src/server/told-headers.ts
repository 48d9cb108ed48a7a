import type { Deprecation } from "@livechat/contract";
import type { Quota } from "./throttle.ts";

const WINDOW_SECONDS = 60;

/**
 * What is left of the limit. `RateLimit` and `RateLimit-Policy` as the tenth draft has them; the three others as the third to
 * the sixth had them, for clients that know only those.
 * Sources: https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/ and /06/
 */
export function rateLimitHeaders({ perMinute, remaining, fullInSeconds }: Quota): Record<string, string> {
  return {
    "RateLimit-Policy": `"calls";q=${perMinute};w=${WINDOW_SECONDS}`,
    RateLimit: `"calls";r=${remaining};t=${fullInSeconds}`,
    "RateLimit-Limit": String(perMinute),
    "RateLimit-Remaining": String(remaining),
    "RateLimit-Reset": String(fullInSeconds),
  };
}

/**
 * Since when a call should not be made any more, and when it will be gone.
 * Sources: https://www.rfc-editor.org/rfc/rfc9745 and https://www.rfc-editor.org/rfc/rfc8594
 */
export function deprecationHeaders(deprecation: Deprecation | undefined): Record<string, string> {
  if (!deprecation) return {};
  const { since, sunset, link } = deprecation;
  return {
    Deprecation: `@${Math.floor(Date.parse(since) / 1000)}`,
    ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
    ...(link !== undefined && { Link: `<${link}>; rel="deprecation"; type="text/html"` }),
  };
}
