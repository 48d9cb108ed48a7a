import protobuf from "protobufjs";
import { decodeInt64 } from "../proto/value-codec.ts";
import type { Json } from "./json-text.ts";
import { isStruct, structToJson } from "./struct-json.ts";
import { isWellKnown, writeWellKnown } from "./well-known-json.ts";

type Int64 = Parameters<typeof decodeInt64>[0];

export interface JsonStyle {
  /** `$alt=json;enum-encoding=int` asks for numbers. */
  readonly enumsAsNumbers?: boolean;
}

/**
 * Proto3 JSON of a message given as a plain object. Enums may be names or numbers, 64-bit integers digits,
 * numbers or protobufjs' Long, bytes a Uint8Array. Fields with default values are left out unless they carry
 * meaning: members of a oneof and messages. NaN and the infinities become strings.
 */
export function messageToJson(type: protobuf.Type, message: object, style: JsonStyle = {}): Json {
  if (isWellKnown(type)) return writeWellKnown(type, message);
  if (isStruct(type)) return structToJson(message);
  const json: { [key: string]: Json } = {};
  const values = message as { readonly [name: string]: unknown };
  for (const field of type.fieldsArray) {
    const value = values[field.name];
    if (value === undefined || value === null) continue;
    const written = fieldToJson(field.resolve(), value, style);
    if (written !== undefined) json[field.name] = written;
  }
  return json;
}

function fieldToJson(field: protobuf.Field, value: unknown, style: JsonStyle): Json | undefined {
  if (field.map) return mapToJson(field, value as object, style);
  if (field.repeated) {
    const items = value as readonly unknown[];
    return items.length === 0 ? undefined : items.map((item) => singleToJson(field, item, style));
  }
  if (field.partOf === null && isDefault(field, value)) return undefined;
  return singleToJson(field, value, style);
}

function mapToJson(field: protobuf.Field, value: object, style: JsonStyle): Json | undefined {
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([key, item]) => [key, singleToJson(field, item, style)]));
}

function isDefault(field: protobuf.Field, value: unknown): boolean {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) return false;
  if (resolvedType instanceof protobuf.Enum) return value === 0 || value === resolvedType.valuesById[0];
  if (value instanceof Uint8Array) return value.length === 0;
  if (Object.is(value, -0)) return false;
  return (
    value === 0 ||
    value === "" ||
    value === false ||
    (isInteger64(field.type) && decodeInt64(value as Int64) === 0n)
  );
}

function isInteger64(type: string): boolean {
  return type === "int64" || type === "uint64";
}

function singleToJson(field: protobuf.Field, value: unknown, style: JsonStyle): Json {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) return messageToJson(resolvedType, value as object, style);
  if (resolvedType instanceof protobuf.Enum) return enumToJson(resolvedType, value, style);
  if (isInteger64(field.type)) return String(decodeInt64(value as Int64));
  if (field.type === "bytes") return bytesToJson(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value as Json;
}

function enumToJson(type: protobuf.Enum, value: unknown, style: JsonStyle): Json {
  if (type.name === "NullValue") return null;
  const number = typeof value === "string" ? type.values[value] : Number(value);
  if (style.enumsAsNumbers) return number ?? 0;
  return type.valuesById[number ?? 0] ?? number ?? 0;
}

function bytesToJson(value: unknown): string {
  if (typeof value === "string") return value;
  return Buffer.from(value as Uint8Array).toString("base64");
}
