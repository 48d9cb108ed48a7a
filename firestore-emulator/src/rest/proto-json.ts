import protobuf from "protobufjs";
import { badPayload, invalidValue, type JsonProblem, unknownName } from "./json-problems.ts";
import { readScalar } from "./json-scalars.ts";
import type { Json } from "./json-text.ts";
import { isWellKnown, readWellKnown } from "./well-known-json.ts";

/**
 * A message as a plain object: camelCase names, only the fields that are set, enums as numbers,
 * 64-bit integers as decimal strings, bytes as Buffer, maps as objects.
 */
export type PlainMessage = { [field: string]: unknown };

/** Deeper than any legal document (20 levels, each 3 JSON levels) and far from the stack's end. */
const MAX_JSON_DEPTH_LEVELS = 200;

interface Place {
  /** Proto path for messages of errors: `document.fields[0].value`. */
  readonly path: string;
  readonly depth: number;
}

/**
 * Parses proto3 JSON (https://protobuf.dev/programming-guides/json/) as Google's frontend does:
 * unknown fields, two members of a oneof and values of the wrong type are refused, all of them listed.
 * Throws StatusError INVALID_ARGUMENT.
 */
export function messageFromJson(type: protobuf.Type, json: unknown, path = ""): PlainMessage {
  const problems: JsonProblem[] = [];
  const message = readMessage(type, json, { place: { path, depth: 0 }, problems });
  if (problems.length > 0) throw badPayload(problems);
  return message;
}

interface Reading {
  readonly place: Place;
  readonly problems: JsonProblem[];
}

function below(reading: Reading, path: string): Reading {
  return { problems: reading.problems, place: { path, depth: reading.place.depth + 1 } };
}

function readMessage(type: protobuf.Type, json: unknown, reading: Reading): PlainMessage {
  const { place, problems } = reading;
  const message: PlainMessage = {};
  if (place.depth > MAX_JSON_DEPTH_LEVELS) {
    problems.push({ field: place.path, description: "Message too deep. Max recursion depth reached" });
    return message;
  }
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    problems.push(notAMessage(type, json, place.path));
    return message;
  }
  for (const [name, value] of Object.entries(json)) readMember(type, [name, value], { ...reading, message });
  return message;
}

function notAMessage(type: protobuf.Type, json: unknown, path: string): JsonProblem {
  if (path === "") {
    return {
      field: "",
      description: 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
    };
  }
  return invalidValue(path, typeUrl(type), JSON.stringify(json) ?? "undefined");
}

type MemberReading = Reading & { readonly message: PlainMessage };

function readMember(type: protobuf.Type, [name, json]: [string, unknown], reading: MemberReading): void {
  const { message, place, problems } = reading;
  const field = fieldOf(type, name);
  if (field === undefined) {
    problems.push(unknownName(name, place.path));
    return;
  }
  if (json === null && !isNullValue(field)) return;
  const oneof = field.partOf;
  if (oneof?.fieldsArray.some((other) => message[other.name] !== undefined)) {
    problems.push({
      field: place.path,
      description: `Invalid value at '${place.path}' (oneof), oneof field '${snakeCase(oneof.name)}' is already set. Cannot set '${name}'`,
    });
    return;
  }
  const path = place.path === "" ? snakeCase(field.name) : `${place.path}.${snakeCase(field.name)}`;
  const value = readField(field, json, below(reading, path));
  if (value !== undefined) message[field.name] = value;
}

function readField(field: protobuf.Field, json: unknown, reading: Reading): unknown {
  if (field.map) return readMap(field, json, reading);
  if (!field.repeated) return readSingle(field, json, reading);
  // A single value where a list belongs is taken as a list of one, as Google's frontend does.
  const items: unknown[] = Array.isArray(json) ? json : [json];
  const { path } = reading.place;
  return items.map((item, index) => readSingle(field, item, below(reading, `${path}[${index}]`)));
}

function readMap(field: protobuf.Field, json: unknown, reading: Reading): unknown {
  const { path } = reading.place;
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    reading.problems.push(invalidValue(path, "Map", JSON.stringify(json)));
    return undefined;
  }
  const entries = Object.entries(json).map(([key, value], index) => [
    key,
    readSingle(field, value, below(reading, `${path}[${index}].value`)),
  ]);
  return Object.fromEntries(entries);
}

function readSingle(field: protobuf.Field, json: unknown, reading: Reading): unknown {
  const { place, problems } = reading;
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) {
    if (!isWellKnown(resolvedType)) return readMessage(resolvedType, json, reading);
    return keep(readWellKnown(resolvedType, json), reading, typeUrl(resolvedType), json);
  }
  if (resolvedType instanceof protobuf.Enum) {
    const number = enumNumber(resolvedType, json);
    if (number === undefined)
      problems.push(invalidValue(place.path, typeUrl(resolvedType), JSON.stringify(json)));
    return number;
  }
  return keep(readScalar(field.type, json), reading, `TYPE_${field.type.toUpperCase()}`, json);
}

function keep(
  result: { value: unknown } | { problem: string } | undefined,
  reading: Reading,
  type: string,
  json: unknown,
): unknown {
  if (result !== undefined && "value" in result) return result.value;
  const found = result?.problem ?? JSON.stringify(json) ?? "undefined";
  reading.problems.push(invalidValue(reading.place.path, type, found));
  return undefined;
}

function enumNumber(type: protobuf.Enum, json: unknown): number | undefined {
  if (json === null && type.name === "NullValue") return 0;
  if (typeof json === "number" && Number.isInteger(json)) return json;
  if (typeof json !== "string") return undefined;
  return Object.hasOwn(type.values, json) ? type.values[json] : undefined;
}

function isNullValue(field: protobuf.Field): boolean {
  return field.resolvedType instanceof protobuf.Enum && field.resolvedType.name === "NullValue";
}

/** Both the JSON name and the original proto name are accepted. */
function fieldOf(type: protobuf.Type, name: string): protobuf.Field | undefined {
  const field = type.fields[name] ?? (name.includes("_") ? type.fields[camelCase(name)] : undefined);
  if (field === undefined || !Object.hasOwn(type.fields, field.name)) return undefined;
  return field.resolve();
}

export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function typeUrl(type: protobuf.ReflectionObject): string {
  return `type.googleapis.com/${type.fullName.replace(/^\./, "")}`;
}

export type { Json };
