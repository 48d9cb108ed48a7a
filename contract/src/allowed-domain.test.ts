import { describe, expect, it } from "vitest";
import { isAllowedOrigin, isDomainEntry } from "./allowed-domain.ts";

describe("an allowed domain", () => {
  it.each([
    ["example.com", "https://example.com", true],
    ["example.com", "http://example.com", true],
    ["EXAMPLE.com", "https://example.COM", true],
    ["example.com", "https://example.com:8443", false],
    ["example.com:8443", "https://example.com:8443", true],
    ["example.com", "https://www.example.com", false],
    ["*.example.com", "https://www.example.com", true],
    ["*.example.com", "https://a.b.example.com", true],
    ["*.example.com", "https://example.com", false],
    ["*.example.com", "https://evilexample.com", false],
    ["*.example.com", "https://.example.com", false],
    ["https://example.com", "http://example.com", false],
    ["localhost:*", "http://localhost:5173", true],
    ["localhost:*", "http://localhost", true],
    ["localhost:*", "http://localhost.evil.example:80", false],
    ["[::1]:*", "http://[::1]:3000", true],
    ["*", "https://anybody.example", true],
    ["example.com", "null", false],
    ["example.com", "", false],
    ["example.com", "https://example.com@evil.example", false],
    ["example.com", "chrome-extension://example.com", false],
  ])("%s and a page of %s: %s", (entry, origin, allowed) => {
    expect(isAllowedOrigin(origin, [entry])).toBe(allowed);
  });

  it.each([
    ["example.com", true],
    ["*.example.com:*", true],
    ["http://127.0.0.1:*", true],
    ["[::1]:3000", true],
    ["example.com/path", false],
    ["exa*mple.com", false],
    ["*.*.example.com", false],
    ["ftp://example.com", false],
    ["user@example.com", false],
    ["", false],
    ["example..com", false],
  ])("%s may be listed: %s", (entry, allowed) => {
    expect(isDomainEntry(entry)).toBe(allowed);
  });
});
