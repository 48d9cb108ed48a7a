import { readFileSync } from "node:fs";
import { ERROR_STATUS } from "@livechat/contract";
import { expect, it } from "vitest";
import { errorReference } from "./errors.ts";

it.each(Object.entries(ERROR_STATUS))("%s is explained", (type, status) => {
  expect(errorReference()).toMatch(new RegExp(`## ${type}\n\n\`${status}\` \\S+`));
});

it("docs/errors.md is what the contract makes of it", () => {
  const written = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  expect(written).toBe(errorReference());
});
