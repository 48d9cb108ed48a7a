import { expect, test } from "vitest";
import { failuresOf, runCollection } from "../../functions/test/run-collection.ts";
import { addresses } from "../addresses.ts";

test("the Postman runner finds the running system as the collection says", async () => {
  const run = await runCollection(addresses.api);
  expect(failuresOf(run)).toEqual([]);
  expect(run.stats.requests.total).toBeGreaterThanOrEqual(40);
});

test("the description is served by the API, and the page that draws it by Hosting", async () => {
  const { api } = addresses;
  const description = await fetch(`${api}/v1/openapi.json`);
  expect(description.status).toBe(200);
  expect(await description.json()).toMatchObject({ openapi: "3.1.0" });
  const page = await fetch(`${api}/docs`);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain('spec-url="/v1/openapi.json"');
  const script = await fetch(`${api}/docs/redoc.js`);
  expect(script.status).toBe(200);
});
