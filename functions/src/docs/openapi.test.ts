import { endpointList } from "@livechat/contract";
import { describe, expect, it } from "vitest";
import { VERSION } from "../platform/version.ts";
import { DESCRIPTIONS, keyOf, resourceOf } from "./describe.ts";
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

interface Described {
  place: string[];
  schema: JsonSchema;
}

/** Every property below, with its place. */
function propertiesIn(value: unknown, place: string[]): Described[] {
  if (Array.isArray(value)) return value.flatMap((item) => propertiesIn(item, place));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([keyword, below]) => {
    if (keyword === "example") return [];
    if (keyword !== "properties") return propertiesIn(below, place);
    return Object.entries(below as Record<string, JsonSchema>).flatMap(([name, schema]) => {
      const at = [...place, name];
      return [{ place: at, schema }, ...propertiesIn(schema, at)];
    });
  });
}

const places: Described[] = [
  ...schemas.flatMap(([name, schema]) => propertiesIn(schema, [resourceOf(name)])),
  ...operations.flatMap(({ operationId, parameters, responses }) => [
    ...((parameters ?? []) as JsonSchema[]).map((schema) => ({
      place: [String(operationId), String(schema.name)],
      schema,
    })),
    ...propertiesIn(responses, [String(operationId)]),
  ]),
];

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

  it("describes every parameter and every property of what is sent and answered", () => {
    const undescribed = places.filter(({ schema }) => !/^.{3,}$/s.test(String(schema.description ?? "")));
    expect(places.length).toBeGreaterThan(1_500);
    expect(undescribed.map(({ place }) => place.join("."))).toEqual([]);
  });

  it("has no description that nothing uses", () => {
    const used = new Set(places.map(({ place }) => keyOf(place)));
    expect(Object.keys(DESCRIPTIONS).filter((key) => !used.has(key))).toEqual([]);
  });
});
