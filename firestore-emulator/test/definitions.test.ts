import { expect, it } from "vitest";
import { readDefinitions } from "../protos/read-definitions.ts";
import definitions from "../src/proto/definitions.json" with { type: "json" };

it("the definitions are those of the .proto files", () => {
  expect(definitions).toEqual(JSON.parse(JSON.stringify(readDefinitions())));
});
