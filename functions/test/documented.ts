import { readFileSync } from "node:fs";
import type { Endpoint } from "@livechat/contract";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "../src/docs/json-schema.ts";
import type { OpenApiDocument } from "../src/docs/openapi.ts";

const FILE = new URL("../../docs/openapi.json", import.meta.url);
/** What is published, and what agreement.test.ts says is the contract's: making it takes longer than most test files. */
const document = JSON.parse(readFileSync(FILE, "utf8")) as OpenApiDocument;
const COMPONENTS = "openapi";
/** That the schemas are such is agreement.test.ts's affair, too. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
ajv.addSchema({ components: { schemas: document.components.schemas } }, COMPONENTS);

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

/** The schema as it stands outside of the document: it names what it refers to from there. */
function standingAlone(schema: JsonSchema): JsonSchema {
  const inside = JSON.stringify(schema);
  return JSON.parse(
    inside.replaceAll('"$ref":"#/components/', `"$ref":"${COMPONENTS}#/components/`),
  ) as JsonSchema;
}

/** The check of an answer's body; null when the document says that there is none. */
function validatorOf({ path, method }: Endpoint, status: number): ValidateFunction | null {
  const key = `${method} ${path} ${status}`;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const operation = document.paths[path]?.[method.toLowerCase()];
  const response = (operation?.responses as Record<string, Response> | undefined)?.[String(status)];
  if (!response) throw new Error(`${key} is not in docs/openapi.json: npm run docs:generate makes it anew.`);
  const schema = schemaOf(response);
  const validator = schema ? ajv.compile(standingAlone(schema)) : null;
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
