import { describe, expect, it } from "vitest";
import { callerOf } from "./caller.ts";

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString("base64url");
const jwt = (header: object, claims: object, signature = "") =>
  `Bearer ${part(header)}.${part(claims)}.${signature}`;

describe("the caller of a request", () => {
  it("is an admin as owner, with a service account's token or an opaque one", () => {
    const serviceAccount = jwt({ alg: "RS256" }, { iss: "sa@p.iam.gserviceaccount.com", sub: "sa" }, "c2ln");
    for (const header of ["Bearer owner", "Firebase owner", serviceAccount, "Bearer ya29.opaque"]) {
      expect(callerOf(header)).toEqual({ kind: "admin" });
    }
  });

  it("is the user of an unsigned token, with its claims", () => {
    const claims = {
      sub: "ben",
      email: "ben@livechat.test",
      admin: true,
      level: 3,
      rate: 0.5,
      groups: ["a"],
      x: null,
    };
    expect(callerOf(jwt({ alg: "none" }, claims))).toEqual({
      kind: "user",
      auth: {
        uid: "ben",
        token: new Map<string, unknown>([...Object.entries(claims), ["level", 3n]]),
      },
    });
    expect(callerOf(jwt({ alg: "none" }, { user_id: "anna" }))).toMatchObject({ auth: { uid: "anna" } });
  });

  it("is a user also with a signed ID token", () => {
    const claims = { iss: "https://securetoken.google.com/p", sub: "ben" };
    expect(callerOf(jwt({ alg: "RS256" }, claims, "c2ln"))).toMatchObject({ auth: { uid: "ben" } });
  });

  it("is nobody without a header or a user in it", () => {
    const nobody = { kind: "user", auth: null };
    expect(callerOf(undefined)).toEqual(nobody);
    expect(callerOf(jwt({ alg: "none" }, {}))).toEqual(nobody);
  });

  it("is refused with a token that is none", () => {
    for (const header of ["owner", "Basic YTpi", "Bearer a.b.c", `Bearer ${part({})}.!!.`]) {
      expect(() => callerOf(header)).toThrow(/token/);
    }
  });
});
