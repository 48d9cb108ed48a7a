import { expect, it } from "vitest";
import { pathOfOldHash } from "./old-address.ts";

it.each([
  ["#/conversations/abc_1-2", "/console/inbox/mine/abc_1-2"],
  ["#/", "/console/inbox/mine"],
  ["", null],
  ["#section", null],
  ["#/conversations/a/b", null],
])("the old address %s leads to %s", (hash, path) => {
  expect(pathOfOldHash(hash)).toBe(path);
});
