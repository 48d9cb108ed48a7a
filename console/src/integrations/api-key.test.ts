import { expect, it } from "vitest";
import { endOf, scopesFrom } from "./api-key.ts";

it("takes one scope a resource, and none where nothing was chosen", () => {
  const form = new FormData();
  form.set("scope-agents", "none");
  form.set("scope-conversations", "read");
  form.set("scope-visitors", "write");
  form.set("scope-nothing", "write");
  expect(scopesFrom(form)).toEqual(["conversations:read", "visitors:write"]);
});

it("ends a key with the day that was chosen, not with its first hour", () => {
  expect(endOf("")).toBeNull();
  expect(new Date(endOf("2030-05-01") ?? "").getDate()).toBe(1);
  expect(new Date(endOf("2030-05-01") ?? "").getHours()).toBe(23);
});
