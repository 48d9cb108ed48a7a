import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withLocalAddresses } from "./run-folder.ts";

const root = join(import.meta.dirname, "..");
type Config = Parameters<typeof withLocalAddresses>[0];
const deployed: Config = JSON.parse(await readFile(join(root, "firebase.json"), "utf8"));

function headersOf(config: Config, source: string): Record<string, string> {
  const entries = config.hosting.headers as (Config["hosting"]["headers"][number] & { source: string })[];
  const found = entries.find((entry) => entry.source === source)?.headers ?? [];
  return Object.fromEntries(found.map(({ key, value }) => [key, value]));
}

/** Directives by name. */
function policyOf(config: Config, source: string): Record<string, string[]> {
  const directives = (headersOf(config, source)["Content-Security-Policy"] ?? "").split("; ");
  return Object.fromEntries(directives.map((text) => [text.split(" ")[0], text.split(" ").slice(1)]));
}

describe("the pages' headers", () => {
  it("name no address of a developer's machine when they are deployed", () => {
    expect(JSON.stringify(deployed.hosting)).not.toMatch(/127\.0\.0\.1|localhost|\[::1\]/);
  });

  it.each(["/console", "/console/**"])("of %s keep other pages and scripts out", (source) => {
    const headers = headersOf(deployed, source);
    expect(headers["Cross-Origin-Opener-Policy"]).toBe("same-origin");
    expect(headers["X-Frame-Options"]).toBe("DENY");
    for (const right of ["camera", "microphone", "geolocation"])
      expect(headers["Permissions-Policy"]).toContain(`${right}=()`);
    const policy = policyOf(deployed, source);
    expect(policy).toMatchObject({
      "default-src": ["'none'"],
      "script-src": ["'self'"],
      "style-src": ["'self'"],
      "connect-src": ["'self'", "https://*.googleapis.com"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
      "frame-ancestors": ["'none'"],
    });
    expect(Object.values(policy).flat()).not.toContain("'unsafe-inline'");
  });

  it("let a page that runs here reach the emulators, and nothing else that is new", () => {
    const local = withLocalAddresses(deployed);
    for (const source of ["/console", "/console/**"]) {
      const [here, there] = [policyOf(local, source), policyOf(deployed, source)];
      const added = Object.keys(here).filter((name) => here[name]?.join() !== there[name]?.join());
      expect(added).toEqual(["img-src", "media-src", "connect-src"]);
      for (const name of added) expect(here[name]).toEqual([...(there[name] ?? []), "http://127.0.0.1:*"]);
    }
    expect(headersOf(local, "/docs")).toEqual(headersOf(deployed, "/docs"));
  });
});
