import { z } from "zod";

export type JsonSchema = { [keyword: string]: unknown };

/** Zod names what refers to itself `__schema0`; the contract has one such schema, any JSON value. */
const RECURSIVE_NAME = "Json";
const DEFINITION = /^#\/\$defs\/(.+)$/;

function componentName(name: string): string {
  return name.startsWith("__schema") ? RECURSIVE_NAME : name;
}

/** Says nothing that the format or the language does not say already. */
function isNoise(keyword: string, value: unknown, schema: JsonSchema): boolean {
  if (keyword === "$schema" || keyword === "$id" || keyword === "id" || keyword === "$defs") return true;
  if (keyword === "pattern") return schema.format === "date-time";
  if (keyword === "propertyNames") return true;
  return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

function toOpenApi(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOpenApi);
  if (value === null || typeof value !== "object") return value;
  const schema = value as JsonSchema;
  const entries = Object.entries(schema).filter(([key, item]) => !isNoise(key, item, schema));
  return Object.fromEntries(entries.map(([key, item]) => [key, convertKeyword(key, item)]));
}

/** The keys of `properties` are names of fields, not keywords. */
function convertKeyword(keyword: string, value: unknown): unknown {
  if (keyword === "$ref") return toReference(value);
  if (keyword !== "properties") return toOpenApi(value);
  const fields = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(fields.map(([name, field]) => [name, toOpenApi(field)]));
}

function toReference(ref: unknown): string {
  const name = DEFINITION.exec(String(ref))?.[1];
  return name === undefined ? String(ref) : `#/components/schemas/${componentName(name)}`;
}

/**
 * What is answered may grow: no object is closed, and a list of values is what there is now. `x-extensible-enum` is
 * Zalando's word for that. Source: https://opensource.zalando.com/restful-api-guidelines/#112
 */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (value === null || typeof value !== "object") return value;
  const { additionalProperties, enum: values, ...rest } = value as JsonSchema;
  const entries = Object.entries(rest).map(([key, item]) => [
    key,
    key === "properties" ? openedFields(item) : opened(item),
  ]);
  return {
    ...Object.fromEntries(entries),
    ...(additionalProperties !== undefined &&
      additionalProperties !== false && { additionalProperties: opened(additionalProperties) }),
    ...(values !== undefined && { "x-extensible-enum": values }),
  };
}

/** The keys of `properties` are names of fields: one may be called `enum`. */
function openedFields(fields: unknown): JsonSchema {
  const named = Object.entries(fields as JsonSchema);
  return Object.fromEntries(named.map(([name, field]) => [name, opened(field)]));
}

/** Collects the named schemas that the others refer to. */
export class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** The same under a name of its own. @returns the reference to it. */
  named(name: string, schema: JsonSchema): JsonSchema {
    this.schemas[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The JSON Schema (2020-12, as OpenAPI 3.1 has it) of what is sent (`input`) or answered (`output`). */
  convert(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const json = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as JsonSchema;
    for (const [name, definition] of Object.entries((json.$defs ?? {}) as Record<string, JsonSchema>)) {
      const schema = toOpenApi(definition);
      this.schemas[componentName(name)] = (io === "output" ? opened(schema) : schema) as JsonSchema;
    }
    const whole = toOpenApi(json);
    return (io === "output" ? opened(whole) : whole) as JsonSchema;
  }
}
