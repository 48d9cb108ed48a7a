import { beforeEach, describe, expect, it } from "vitest";
import { type Answer, integer, restFixture } from "./rest-fixture.ts";

const { create, documents, get, name, post, request } = restFixture("demo-rest-documents");

describe("documents", () => {
  it("are created with an id of the client's or the server's choice", async () => {
    const chosen = await post("/rooms?documentId=a", { fields: { n: integer(1) } });
    expect(chosen.json).toMatchObject({ name: name("rooms/a"), fields: { n: { integerValue: "1" } } });
    const generated = await post("/rooms", { fields: {} });
    expect((generated.json as { name: string }).name).toMatch(/\/rooms\/[A-Za-z0-9]{20}$/);
    expect(await post("/rooms?documentId=a", {})).toMatchObject({
      status: 409,
      json: { error: { code: 409, status: "ALREADY_EXISTS" } },
    });
  });

  it("are got, whole or by mask, and are missing with 404", async () => {
    await create("rooms/a", { n: integer(1), s: { stringValue: "x" } });
    expect((await get("/rooms/a?mask.fieldPaths=n")).json).toMatchObject({ fields: { n: integer(1) } });
    expect((await get("/rooms/a?mask.fieldPaths=n")).text).not.toContain("stringValue");
    expect(await get("/rooms/none")).toMatchObject({
      status: 404,
      json: { error: { code: 404, status: "NOT_FOUND" } },
    });
  });

  it("are changed by mask and precondition", async () => {
    await create("rooms/a", { n: integer(1), s: { stringValue: "x" } });
    const path = `${documents}/rooms/a?updateMask.fieldPaths=n&mask.fieldPaths=n&currentDocument.exists=true`;
    const changed = await request("PATCH", path, { fields: { n: integer(2) } });
    expect(changed.json).toMatchObject({ fields: { n: { integerValue: "2" } } });
    expect((await get("/rooms/a")).json).toMatchObject({ fields: { s: { stringValue: "x" } } });
    const missing = await request("PATCH", `${documents}/rooms/b?currentDocument.exists=true`, {
      fields: {},
    });
    expect(missing.status).toBe(404);
  });

  it("come over connections that idle clients may keep for ten minutes", async () => {
    expect((await get("/rooms")).headers.get("keep-alive")).toBe("timeout=600");
  });

  it("are deleted", async () => {
    await create("rooms/a", {});
    expect(await request("DELETE", `${documents}/rooms/a`)).toMatchObject({ status: 200, json: {} });
    expect((await get("/rooms/a")).status).toBe(404);
  });

  it("are reached with POST and the method in a header", async () => {
    await create("rooms/a", {});
    const headers = { "x-http-method-override": "DELETE" };
    expect((await request("POST", `${documents}/rooms/a`, undefined, headers)).status).toBe(200);
    expect((await get("/rooms/a")).status).toBe(404);
  });

  it("have ids with any escaped character", async () => {
    const id = "a:b c%é?#&+";
    await create(`rooms/${encodeURIComponent(id)}`, {});
    expect((await get(`/rooms/${encodeURIComponent(id)}`)).json).toMatchObject({ name: name(`rooms/${id}`) });
  });
});

describe("lists", () => {
  beforeEach(async () => {
    for (const [id, n] of [
      ["a", 3],
      ["b", 2],
      ["c", 1],
    ] as const)
      await create(`rooms/${id}`, { n: integer(n), m: integer(n) });
    await create("rooms/d/messages/x", {});
  });

  function ids({ json }: Answer): string[] {
    return ((json as { documents?: { name: string }[] }).documents ?? []).map((document) =>
      document.name.slice(-1),
    );
  }

  it("come in pages", async () => {
    const first = await get("/rooms?pageSize=2");
    expect(ids(first)).toEqual(["a", "b"]);
    const { nextPageToken } = first.json as { nextPageToken: string };
    const second = await get(`/rooms?pageSize=2&pageToken=${encodeURIComponent(nextPageToken)}`);
    expect(ids(second)).toEqual(["c"]);
    expect((second.json as { nextPageToken?: string }).nextPageToken).toBeUndefined();
  });

  it("are ordered and masked", async () => {
    const answer = await get("/rooms?orderBy=n%20desc&mask.fieldPaths=n");
    expect(ids(answer)).toEqual(["a", "b", "c"]);
    expect(answer.text).not.toContain('"m"');
  });

  it("show documents that only exist as parents when asked", async () => {
    expect(ids(await get("/rooms?showMissing=true"))).toEqual(["a", "b", "c", "d"]);
    expect(ids(await get("/rooms/d/messages"))).toEqual(["x"]);
    expect((await get("/nothing")).json).toEqual({});
  });

  it("name collections", async () => {
    expect((await post(":listCollectionIds", {})).json).toEqual({ collectionIds: ["rooms"] });
    expect((await post("/rooms/d:listCollectionIds", { pageSize: 1 })).json).toMatchObject({
      collectionIds: ["messages"],
    });
  });
});
