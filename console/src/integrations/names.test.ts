import * as contract from "@livechat/contract";
import { expect, it } from "vitest";
import { OCCURRENCE_TYPES, SCOPE_RESOURCES } from "./names.ts";

it("offers every resource that a key's scopes can name", () => {
  expect(SCOPE_RESOURCES).toEqual(contract.SCOPE_RESOURCES);
});

it("offers everything that a webhook can be told", () => {
  expect(OCCURRENCE_TYPES).toEqual(contract.OCCURRENCE_TYPES);
});
