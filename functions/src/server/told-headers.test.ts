import { expect, it } from "vitest";
import { deprecationHeaders, rateLimitHeaders } from "./told-headers.ts";

it("tells what is left of a limit", () => {
  expect(rateLimitHeaders({ perMinute: 600, remaining: 599, fullInSeconds: 1 })).toEqual({
    "RateLimit-Policy": '"calls";q=600;w=60',
    RateLimit: '"calls";r=599;t=1',
    "RateLimit-Limit": "600",
    "RateLimit-Remaining": "599",
    "RateLimit-Reset": "1",
  });
});

it("tells since when a call is deprecated, and when it goes", () => {
  expect(deprecationHeaders(undefined)).toEqual({});
  const [since, sunset] = ["2026-03-01T00:00:00Z", "2026-09-01T00:00:00Z"];
  expect(deprecationHeaders({ since, sunset, link: "https://example.com/changes" })).toEqual({
    Deprecation: "@1772323200",
    Sunset: "Tue, 01 Sep 2026 00:00:00 GMT",
    Link: '<https://example.com/changes>; rel="deprecation"; type="text/html"',
  });
});
