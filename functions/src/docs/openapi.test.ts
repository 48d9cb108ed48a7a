import { endpointList } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { VERSION } from "../platform/version.ts";
import type { JsonSchema } from "./json-schema.ts";
import { openApiDocument } from "./openapi.ts";

const document = openApiDocument();

/** Every object below, itself included. */
function below(value: unknown): JsonSchema[] {
  if (value === null || typeof value !== "object") return [];
  return [
    ...(Array.isArray(value) ? [] : [value as JsonSchema]),
    ...Object.values(value).flatMap((item) => below(item)),
  ];
}

const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const schemas = Object.entries(document.components.schemas);

describe("the OpenAPI document", () => {
  it("is that of the release, with an address to call", () => {
    expect(document.info.version).toBe(VERSION);
    expect(document.servers[0]?.url).toMatch(/^https:/);
    expect(operations).toHaveLength(endpointList.length);
  });

  it("closes no answer, and lists values as those of today", () => {
    const answers = [
      ...operations.map(({ responses }) => responses),
      ...schemas.filter(([name]) => !name.endsWith("Body")).map(([, schema]) => schema),
    ].flatMap(below);
    expect(answers.filter((schema) => schema.additionalProperties === false)).toEqual([]);
    expect(answers.filter((schema) => Array.isArray(schema.enum))).toEqual([]);
  });

  it("names every request body", () => {
    const bodies = operations.flatMap(({ operationId, requestBody }) =>
      requestBody === undefined
        ? []
        : [[operationId, below(requestBody).find((each) => "$ref" in each)?.$ref]],
    );
    expect(bodies.length).toBeGreaterThan(40);
    for (const [name, ref] of bodies) {
      const pascal = String(name).charAt(0).toUpperCase() + String(name).slice(1);
      expect(ref).toBe(`#/components/schemas/${pascal}Body`);
    }
  });
});
