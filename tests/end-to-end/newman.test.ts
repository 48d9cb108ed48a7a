import { expect, inject, test } from "vitest";
import { failuresOf, runCollection } from "../../functions/test/run-collection.ts";

test("the Postman runner finds the running system as the collection says", async () => {
  const run = await runCollection(inject("addresses").api);
  expect(failuresOf(run)).toEqual([]);
  expect(run.stats.requests.total).toBeGreaterThanOrEqual(40);
});

test("the description and its page are served through Hosting", async () => {
  const { api } = inject("addresses");
  const description = await fetch(`${api}/v1/openapi.json`);
  expect(description.status).toBe(200);
  expect(await description.json()).toMatchObject({ openapi: "3.1.0" });
  const page = await fetch(`${api}/docs`);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(await page.text()).toContain("/v1/widget/session");
});
