import { describe, expect, it } from "vitest";
import { DEMO_API_KEY, DEMO_JWT_SECRET, parseConfig } from "./config.ts";
import { DEFAULT_REGION } from "./deployment.ts";

const production = { GCLOUD_PROJECT: "shop", JWT_SECRET: "x".repeat(40), WEB_API_KEY: "AIza-of-the-shop" };

describe("the configuration", () => {
  it("has sensible defaults for production", () => {
    expect(parseConfig(production)).toMatchObject({
      projectId: "shop",
      region: DEFAULT_REGION,
      emulators: null,
      bcryptCost: 12,
      web: { authDomain: "shop.firebaseapp.com" },
    });
  });

  it("refuses the demo's secret in production and takes it on the emulators", () => {
    expect(() => parseConfig({ ...production, JWT_SECRET: DEMO_JWT_SECRET })).toThrow("is the demo's");
    expect(() => parseConfig({ ...production, JWT_SECRET: `${"x".repeat(40)},${DEMO_JWT_SECRET}` })).toThrow(
      "demo's",
    );
    const local = { ...production, JWT_SECRET: DEMO_JWT_SECRET, FUNCTIONS_EMULATOR: "true" };
    expect(parseConfig(local).emulators).not.toBeNull();
  });

  it("refuses to start without the project's web key, or with the demo's", () => {
    expect(() => parseConfig({ ...production, WEB_API_KEY: "" })).toThrow("WEB_API_KEY is not set");
    expect(() => parseConfig({ ...production, WEB_API_KEY: DEMO_API_KEY })).toThrow("is the demo's");
    const local = { ...production, WEB_API_KEY: undefined, FUNCTIONS_EMULATOR: "true" };
    expect(parseConfig(local).web.apiKey).toBe(DEMO_API_KEY);
  });

  it("refuses cheap password hashes in production and takes them on the emulators", () => {
    for (const cost of ["4", "9"])
      expect(() => parseConfig({ ...production, BCRYPT_COST: cost })).toThrow("use 10 or more");
    expect(parseConfig({ ...production, BCRYPT_COST: "10" }).bcryptCost).toBe(10);
    expect(parseConfig({ ...production, BCRYPT_COST: "4", FUNCTIONS_EMULATOR: "true" }).bcryptCost).toBe(4);
  });

  it("takes the region of the deployment, which the cloud's own variable overrides", () => {
    const elsewhere = { ...production, LIVECHAT_REGION: "europe-west1" };
    expect(parseConfig(elsewhere).region).toBe("europe-west1");
    expect(parseConfig({ ...elsewhere, FUNCTION_REGION: "asia-east1" }).region).toBe("asia-east1");
  });

  it.each([
    ["no secret", { JWT_SECRET: "" }],
    ["a short secret", { JWT_SECRET: "short" }],
    ["no project", { GCLOUD_PROJECT: "" }],
    ["a limit that is no number", { LOGIN_WINDOW_SECONDS: "soon" }],
    ["a bcrypt cost beyond reason", { BCRYPT_COST: "31" }],
  ])("refuses %s", (_, wrong) => {
    expect(() => parseConfig({ ...production, ...wrong })).toThrow();
  });

  it("reads several secrets, the signing one first, so that they can be rotated", () => {
    const [signing, former] = ["new-".repeat(10), "old-".repeat(10)];
    expect(parseConfig({ ...production, JWT_SECRET: `${signing}, ${former}` }).jwtSecrets).toEqual([
      signing,
      former,
    ]);
  });
});
