import { describe, expect, it } from "vitest";
import { integer, restFixture } from "./rest-fixture.ts";

const { create, get, name, post } = restFixture("demo-rest-methods");

describe("custom methods", () => {
  it(":commit writes all or nothing and answers each transform", async () => {
    const writes = [
      {
        update: { name: name("rooms/a"), fields: {} },
        updateTransforms: [{ fieldPath: "n", increment: integer(2) }],
      },
      { delete: name("rooms/b") },
    ];
    const { status, json } = await post(":commit", { writes });
    expect(status).toBe(200);
    const { commitTime, writeResults } = json as { commitTime: string; writeResults: object[] };
    expect(commitTime).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(writeResults).toMatchObject([{ transformResults: [{ integerValue: "2" }] }, {}]);
    const failing = [
      { delete: name("rooms/a") },
      { delete: name("rooms/b"), currentDocument: { exists: true } },
    ];
    expect((await post(":commit", { writes: failing })).status).toBe(404);
    expect((await get("/rooms/a")).status).toBe(200);
  });

  it(":batchGet answers found and missing as an array", async () => {
    await create("rooms/a", {});
    const { json } = await post(":batchGet", { documents: [name("rooms/a"), name("rooms/b")] });
    expect(json).toMatchObject([{ found: { name: name("rooms/a") } }, { missing: name("rooms/b") }]);
  });

  it(":batchWrite answers each write's own status", async () => {
    const writes = [
      { update: { name: name("rooms/a"), fields: {} } },
      { delete: name("rooms/b"), currentDocument: { exists: true } },
    ];
    const { json } = await post(":batchWrite", { writes });
    expect((json as { status: object[] }).status).toMatchObject([{}, { code: 5 }]);
  });

  it(":runQuery answers an array, with only a read time when nothing matches", async () => {
    await create("rooms/a", { n: integer(1) });
    const where = { fieldFilter: { field: { fieldPath: "n" }, op: "EQUAL", value: integer(1) } };
    const found = await post(":runQuery", { structuredQuery: { from: [{ collectionId: "rooms" }], where } });
    expect(found.json).toMatchObject([{ document: { name: name("rooms/a") }, readTime: expect.any(String) }]);
    const none = await post(":runQuery", { structuredQuery: { from: [{ collectionId: "none" }] } });
    expect(none.json).toEqual([{ readTime: expect.any(String) }]);
  });

  it(":runQuery explains itself in plain JSON", async () => {
    const structuredQuery = { from: [{ collectionId: "rooms" }] };
    const { json } = await post(":runQuery", { structuredQuery, explainOptions: { analyze: true } });
    const indexesUsed = [{ query_scope: "Collection", properties: "(__name__ ASC)" }];
    expect((json as object[]).at(-1)).toMatchObject({ explainMetrics: { planSummary: { indexesUsed } } });
  });

  it(":runAggregationQuery counts, sums and averages", async () => {
    await create("rooms/a", { n: integer(1) });
    await create("rooms/b", { n: integer(2) });
    const aggregations = [
      { alias: "count", count: {} },
      { alias: "sum", sum: { field: { fieldPath: "n" } } },
      { alias: "avg", avg: { field: { fieldPath: "n" } } },
    ];
    const structuredQuery = { from: [{ collectionId: "rooms" }] };
    const { json } = await post(":runAggregationQuery", {
      structuredAggregationQuery: { structuredQuery, aggregations },
    });
    expect(json).toMatchObject([
      { result: { aggregateFields: { count: integer(2), sum: integer(3), avg: { doubleValue: 1.5 } } } },
    ]);
  });

  it("run transactions", async () => {
    const { json } = await post(":beginTransaction", { options: { readWrite: {} } });
    const { transaction } = json as { transaction: string };
    expect((await get(`/rooms/a?transaction=${encodeURIComponent(transaction)}`)).status).toBe(404);
    const writes = [{ update: { name: name("rooms/a"), fields: {} } }];
    expect((await post(":commit", { writes, transaction })).status).toBe(200);
    const second = (await post(":beginTransaction", {})).json as { transaction: string };
    expect((await post(":rollback", second)).status).toBe(200);
    expect((await post(":commit", { writes, ...second })).status).toBe(400);
  });

  it(":partitionQuery answers cursors", async () => {
    const structuredQuery = {
      from: [{ collectionId: "rooms", allDescendants: true }],
      orderBy: [{ field: { fieldPath: "__name__" }, direction: "ASCENDING" }],
    };
    expect((await post(":partitionQuery", { structuredQuery, partitionCount: "2" })).status).toBe(200);
  });

  it("that do not exist are UNIMPLEMENTED", async () => {
    expect(await post(":fly", {})).toMatchObject({
      status: 501,
      json: { error: { status: "UNIMPLEMENTED" } },
    });
  });
});
