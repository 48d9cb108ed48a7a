import { expect, it } from "vitest";
import { mayCall } from "./web-origins.ts";

it.each([
  undefined,
  "http://localhost:5000",
  "https://localhost",
  "http://shop.localhost:8080",
  "http://127.0.0.1:5000",
  "http://127.1.2.3",
  "http://[::1]:5000",
])("lets in a tool, and a page of this machine: %s", (origin) => {
  expect(mayCall(origin, [])).toBe(true);
});

it.each([
  "https://page.example",
  "http://localhost.page.example",
  "http://127.0.0.1.page.example",
  "http://page.example:8080",
  "http://.localhost",
  "http://10.0.0.1",
  "file://localhost",
  "null",
  "",
  "localhost",
])("refuses any other page: %s", (origin) => {
  expect(mayCall(origin, [])).toBe(false);
});

it("lets in pages that are named, or all", () => {
  expect(mayCall("https://shop.test", ["https://shop.test"])).toBe(true);
  expect(mayCall("https://other.test", ["https://shop.test"])).toBe(false);
  expect(mayCall("null", ["*"])).toBe(true);
});
