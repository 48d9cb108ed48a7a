import { describe, expect, it } from "vitest";
import { compileRules } from "../../src/rules/decide/compile.ts";
import { integer, restFixture } from "./rest-fixture.ts";

const PROJECT = "demo-rest-json";

const { create, documents, emulator, get, name, post, request } = restFixture("demo-rest-json");

describe("proto3 JSON", () => {
  it("keeps every value", async () => {
    const fields = {
      nul: { nullValue: null },
      yes: { booleanValue: true },
      big: { integerValue: "9007199254740993" },
      small: { integerValue: "-9223372036854775808" },
      half: { doubleValue: 0.5 },
      nan: { doubleValue: "NaN" },
      infinite: { doubleValue: "-Infinity" },
      time: { timestampValue: "2026-01-02T03:04:05.678901Z" },
      text: { stringValue: 'é𝄞\u0000"' },
      bytes: { bytesValue: "AP/+" },
      reference: { referenceValue: name("rooms/b") },
      place: { geoPointValue: { latitude: 1.5, longitude: -2 } },
      list: { arrayValue: { values: [integer(1), { mapValue: { fields: { a: integer(2) } } }] } },
      emptyList: { arrayValue: {} },
      emptyMap: { mapValue: {} },
      __proto: { stringValue: "plain" },
    };
    await create("rooms/a", fields);
    expect((await get("/rooms/a")).json).toMatchObject({ fields });
  });

  it("tells negative zero from zero", async () => {
    await create("rooms/a", { z: { doubleValue: "-0" } });
    const { json } = await get("/rooms/a");
    expect(Object.is((json as { fields: { z: { doubleValue: number } } }).fields.z.doubleValue, -0)).toBe(
      true,
    );
  });

  it("cuts times to microseconds and takes offsets", async () => {
    await create("rooms/a", { t: { timestampValue: "2026-01-02T03:04:05.123456789+01:00" } });
    expect((await get("/rooms/a")).json).toMatchObject({
      fields: { t: { timestampValue: "2026-01-02T02:04:05.123456Z" } },
    });
  });

  it("takes integers as numbers, enums as numbers and original field names", async () => {
    await create("rooms/a", { n: { integer_value: 1 } });
    const where = { field_filter: { field: { field_path: "n" }, op: 5, value: { integerValue: 1 } } };
    const { json } = await post(":runQuery", {
      structured_query: { from: [{ collection_id: "rooms" }], where },
    });
    expect(json).toMatchObject([{ document: { name: name("rooms/a") } }]);
  });

  it("is printed on one line when asked", async () => {
    await create("rooms/a", {});
    expect((await get("/rooms/a?prettyPrint=false")).text.trim()).not.toContain("\n");
    expect((await get("/rooms/a?$alt=json;enum-encoding=int&key=x")).status).toBe(200);
  });
});

describe("what does not fit is refused", () => {
  it.each([
    [
      "an unknown field",
      { fields: {}, foo: 1 },
      "Invalid JSON payload received. Unknown name \"foo\" at 'document': Cannot find field.",
    ],
    [
      "two values in one",
      { fields: { a: { stringValue: "x", integerValue: "1" } } },
      "Invalid value at 'document.fields[0].value' (oneof), oneof field 'value_type' is already set. Cannot set 'integerValue'",
    ],
    [
      "a value of the wrong type",
      { fields: { a: { integerValue: "abc" } } },
      "Invalid value at 'document.fields[0].value.integer_value' (TYPE_INT64), \"abc\"",
    ],
    [
      "bytes that are no base64",
      { fields: { a: { bytesValue: "*" } } },
      "Invalid value at 'document.fields[0].value.bytes_value' (TYPE_BYTES), Base64 decoding failed for \"*\"",
    ],
  ])("%s", async (_what, body, message) => {
    const { status, json } = await post("/rooms", body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: 400, status: "INVALID_ARGUMENT", message } });
    expect(json).toMatchObject({
      error: { details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest" }] },
    });
  });

  it("a parameter that is no field", async () => {
    expect((await get("/rooms/a?foo=1")).json).toMatchObject({
      error: {
        status: "INVALID_ARGUMENT",
        message:
          "Invalid JSON payload received. Unknown name \"foo\": Cannot bind query parameter. Field 'foo' could not be found in request message.",
      },
    });
  });

  it("a stream's error comes in an array", async () => {
    const { status, json } = await post(":runQuery", { structuredQuery: { limit: -1 } });
    expect(status).toBe(400);
    expect(json).toMatchObject([{ error: { code: 400, status: "INVALID_ARGUMENT" } }]);
  });

  it.each(["{bad", "[1]", '"text"', "null"])("a body that is no message: %s", async (body) => {
    expect(await request("POST", `${documents}:commit`, body)).toMatchObject({ status: 400 });
  });
});

describe("callers", () => {
  it("a malformed token is 401, the rules' denial 403", async () => {
    const malformed = await request("GET", `${documents}/rooms/a`, undefined, {
      authorization: "Bearer a.b.c",
    });
    expect(malformed).toMatchObject({ status: 401, json: { error: { status: "UNAUTHENTICATED" } } });
    const rules = emulator().emulator?.context.rules;
    rules?.set(PROJECT, compileRules("rules_version = '2'; service cloud.firestore {}"));
    const denied = await fetch(`http://${emulator().address}${documents}/rooms/a`);
    expect(denied.status).toBe(403);
    rules?.delete(PROJECT);
  });

  it("from pages of this machine are let in, with a preflight", async () => {
    const preflight = await fetch(`http://${emulator().address}${documents}/rooms/a`, {
      method: "OPTIONS",
      headers: {
        origin: "https://page.localhost",
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "x-goog-api-client",
      },
    });
    expect(preflight.status).toBe(200);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://page.localhost");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
    const answer = await request("GET", `${documents}/rooms/none`, undefined, {
      origin: "https://page.localhost",
    });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://page.localhost");
  });
});
