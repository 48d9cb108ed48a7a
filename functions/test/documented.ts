import type { Endpoint } from "@livechat/contract";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "../src/docs/json-schema.ts";
import { type OpenApiDocument, openApiDocument } from "../src/docs/openapi.ts";

const document: OpenApiDocument = openApiDocument();
const ajv = new Ajv2020({ strict: false, validateFormats: false });

const validators = new Map<string, ValidateFunction | null>();

interface Response {
  $ref?: string;
  content?: Record<string, { schema: JsonSchema }>;
}

/** The schema of a body; an error's is behind a reference. */
function schemaOf(response: Response): JsonSchema | undefined {
  return response.$ref
    ? { $ref: "#/components/schemas/Error" }
    : Object.values(response.content ?? {})[0]?.schema;
}

/** The check of an answer's body; null when the document says that there is none. */
function validatorOf({ path, method }: Endpoint, status: number): ValidateFunction | null {
  const key = `${method} ${path} ${status}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const operation = document.paths[path]?.[method.toLowerCase()];
  const response = (operation?.responses as Record<string, Response> | undefined)?.[String(status)];
  if (!response) throw new Error(`${key} is not in the OpenAPI document.`);
  const schema = schemaOf(response);
  const { schemas } = document.components;
  const validator = schema ? ajv.compile({ ...schema, components: { schemas } }) : null;
  validators.set(key, validator);
  return validator;
}

/** A body as it is checked: parsed, unless it is a document of another type. null: there is none. */
export function parseBody(headers: Headers, text: string): unknown {
  const type = headers.get("content-type");
  // An export in which nothing is, is an empty document.
  if (text === "") return type?.startsWith("application/x-ndjson") ? "" : null;
  return type?.startsWith("application/json") ? JSON.parse(text) : text;
}

/** @throws when the answer is not one that the OpenAPI document describes for this endpoint. */
export function checkDocumented(endpoint: Endpoint, status: number, json: unknown): void {
  const validate = validatorOf(endpoint, status);
  if (validate ? validate(json) : json === null) return;
  const problem = ajv.errorsText(validate?.errors ?? []);
  throw new Error(`${endpoint.name} ${status} is not as documented: ${problem} in ${JSON.stringify(json)}`);
}
